"""Runs that are killed again and again while files keep landing, and readers meanwhile.

By the command line and by Dagster, as an operator's schedule starts it: the machine stops, the
command alone dies, or it is asked to stop, at moments spread over the whole run. In the end every
table is as in a home that nobody disturbed.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fondbok import dagster_ui, doctor
from fondbok.ending import BLOCKED, OK, TERMINATED
from fondbok.operations import backup as backups
from fondbok.operations import lock, runlog
from fondbok.operations.erasure import look
from fondbok.paths import Home
from fondbok.publish import health
from fondbok.saving import halves
from tests import killing
from tests.conftest import EXAMPLE, home_of_city
from tests.killing import Ended, Moment
from tests.municipality import municipality
from tests.same_tables import differing

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Needs /proc."),
]

SEED = 16
AT_FIRST = 20  # files that have landed before anything is disturbed
PIECE = 2000  # bytes that a slow copy writes at a time
READERS = 4
FILES_THAT_COUNT = (
    "select antal_filer - (select count(*) from kvalitet.fil where status like 'laddad%')"
    " from mart.release"
)
QUESTIONS = (
    FILES_THAT_COUNT,
    "select count(*), sum(belopp_sek) from mart.bi_deltagande",
    "select count(*), sum(belopp_sek) from mart.rpt_utbetalt_per_namnd",
    "select count(*) from mart.brygga_harkomst",
)


@dataclass(frozen=True)
class Door:
    """A way to start a run.

    Attributes:
        words: what follows Python.
        asked: the exit code of one that was asked to stop while it could say so.
    """

    words: tuple[str, ...]
    asked: int

    def run(self, home: Home, log: Path, **how: object) -> Ended:
        env = {**dagster_ui.environment(home), "COLUMNS": "160"}
        return killing.run([sys.executable, *self.words], log, env=env, **how)


DOORS = {
    "refresh": Door(("-m", "fondbok.cli", "refresh"), TERMINATED),
    "dagster": Door(
        ("-m", "dagster", "job", "execute", "-m", dagster_ui.MODULE, "-j", "refresh"), 1
    ),
}


@dataclass
class Landing:
    """A landing folder that people go on dropping files in."""

    home: Home
    rng: random.Random
    waiting: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waiting = sorted(path for path in EXAMPLE.rglob("*") if path.is_file())
        self.rng.shuffle(self.waiting)
        for _ in range(AT_FIRST):
            self.whole()

    def whole(self) -> None:
        """One more file is there at once; when all are, one is saved anew with a blank line."""
        if self.waiting:
            source = self.waiting.pop()
            target = self._place(source)
            shutil.copyfile(source, target)
            return
        texts = [path for path in self._landed() if path.suffix in {".csv", ".se", ".json"}]
        with self.rng.choice(texts).open("ab") as file:
            file.write(b"\n")

    @contextmanager
    def slowly(self) -> Iterator[None]:
        """Meanwhile files are copied in pieces, under their own names."""
        stop = threading.Event()
        copying = threading.Thread(target=self._copy, args=(stop,))
        copying.start()
        try:
            yield
        finally:
            stop.set()
            copying.join()

    def settle(self) -> None:
        """The folder is as in the example."""
        shutil.rmtree(self.home.landing)
        shutil.copytree(EXAMPLE, self.home.landing)

    def _copy(self, stop: threading.Event) -> None:
        for _ in range(2):
            if not self.waiting or stop.wait(self.rng.uniform(0, 10)):
                return
            source = self.waiting.pop()
            content, target = source.read_bytes(), self._place(source)
            with target.open("wb") as file:
                for start in range(0, len(content), PIECE):
                    file.write(content[start : start + PIECE])
                    file.flush()
                    stop.wait(0.2)  # who copies does not stop because a run did

    def _place(self, source: Path) -> Path:
        target = self.home.landing / source.relative_to(EXAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _landed(self) -> list[Path]:
        return sorted(path for path in self.home.landing.rglob("*") if path.is_file())


def assert_nothing_half(home: Home) -> None:
    """What is served is whole, and nobody holds the home."""
    assert not home.mart.exists() or health.is_whole(home)
    assert not lock.is_held(home)


def assert_ended(door: Door, moment: Moment, ended: Ended, home: Home) -> None:
    """A run that was asked to stop says so; one that was not hit came to an end of its own."""
    if not ended.hit:
        assert ended.code in {OK, BLOCKED, 1}, ended.told
    elif moment.way == "asked" and ended.code == door.asked == TERMINATED:
        assert "Avbrutet utifrån" in ended.told
        assert "Traceback" not in ended.told
        assert runlog.last(home).utfall in {"avbruten", "publicerad"}


def disturbed(door: Door, home: Home, moments: list[Moment], logs: Path) -> list[Ended]:
    """A run that nobody disturbs, and one for each moment; then one on the whole example."""
    landing = Landing(home, random.Random(SEED))
    whole = door.run(home, logs / "first.log")
    assert whole.code == OK, whole.told[-5000:]
    found = []
    with killing.readers(home.mart, READERS, QUESTIONS) as met:
        for number, moment in enumerate(moments):
            landing.whole()
            with landing.slowly():
                log = logs / f"{number}.log"
                ended = door.run(home, log, kill=moment, whole=whole.cpu)
            found.append(ended)
            assert_nothing_half(home)
            assert_ended(door, moment, ended, home)
        landing.settle()
        last = door.run(home, logs / "last.log")
    assert last.code == OK, last.told[-5000:]
    assert met.faults == ()
    assert met.reads > len(moments)
    assert all(said.startswith("[[(0,)]") for said in met.seen.values())
    return found


@pytest.mark.parametrize(
    ("door", "many"),
    [
        ("refresh", 4),
        ("dagster", 3),
        pytest.param("refresh", 140, marks=pytest.mark.slow),
        pytest.param("dagster", 60, marks=pytest.mark.slow),
    ],
)
def test_killed_again_and_again_it_ends_as_if_it_had_not_been(
    door: str, many: int, malmo: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    logs = tmp_path / "logs"
    logs.mkdir()
    ended = disturbed(DOORS[door], home, killing.moments(many, SEED), logs)
    assert sum(each.hit for each in ended) > many / 2, "they ended before they were killed"
    assert not list(differing(home.mart, malmo.mart))
    assert not list(differing(home.warehouse, malmo.warehouse))
    assert answers(home) == answers(malmo)
    left = [each for each in doctor.examine(home) if each.lage == "fel" or "halva" in each.vad]
    assert left == []


def answers(home: Home) -> set[str]:
    """The files that nämnder are answered with."""
    files: Callable[[str], Iterator[Path]] = home.feedback.rglob
    return {path.relative_to(home.feedback).as_posix() for path in files("*") if path.is_file()}


def test_the_moments_are_spread_over_the_whole_run() -> None:
    found = killing.moments(12, SEED)
    assert [int(each * 12) for each in sorted(moment.share for moment in found)] == list(range(12))
    assert {moment.way for moment in found} == set(killing.WAYS)
    assert found == killing.moments(12, SEED) != killing.moments(12, SEED + 1)


# --- the other commands -----------------------------------------------------------------------

NAME = "Learning from the Margins"  # a project's name stands for a person's
# What each writes is the same bytes from the same release, but for a copy of the home.
WRITERS: dict[str, tuple[str, ...]] = {
    "report": ("report", "--ar", "2024", "-o"),
    "export": ("export", "--format", "csv", "-o"),
    "opendata": ("opendata", "-o"),
}
TIMES = [2, pytest.param(24, marks=pytest.mark.slow)]


def command(home: Home, *words: str | Path) -> list[str | Path]:
    return [sys.executable, "-m", "fondbok.cli", *words, "--home", home.root]


def killed(many: int, command: list[str | Path], logs: Path, whole: float) -> Iterator[Ended]:
    """A command killed at moments spread over it, one after the other."""
    for number, moment in enumerate(killing.moments(many, SEED)):
        yield killing.run(command, logs / f"{number}.log", kill=moment, whole=whole)


def shown(folder: Path) -> dict[str, bytes]:
    """The files of a folder that a person sees, by their names."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in files.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def assert_part_of(found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    """Every file is whole; the list of figures tells of the documents that are made so far."""
    for name, content in found.items():
        if name.startswith("siffror-"):
            told, whole = (json.loads(each)["dokument"] for each in (content, wanted[name]))
            assert told.items() <= whole.items()
        else:
            assert content == wanted[name], name


@pytest.mark.parametrize("many", TIMES)
@pytest.mark.parametrize("name", WRITERS)
def test_what_a_killed_command_wrote_is_whole_and_the_next_one_clears_up(
    name: str, many: int, malmo: Home, tmp_path: Path
) -> None:
    """Killed while it writes for the first time, and while it writes over what it wrote."""
    place, log = tmp_path / "ut", tmp_path / "log"
    first = killing.run(command(malmo, *WRITERS[name], place), log)
    assert first.code == OK, first.told
    wanted = shown(place)
    shutil.rmtree(place)
    words = command(malmo, *WRITERS[name], place)
    for ended in killed(many, words, tmp_path, first.cpu):
        assert ended.hit or ended.code == OK, ended.told
        assert_part_of(shown(place), wanted)
        if name == "opendata" and place.exists():
            assert shown(place) == wanted
        if name == "export" and (place / "mart.release.csv").exists():
            assert shown(place) == wanted
    assert killing.run(words, log).code == OK
    assert shown(place) == wanted
    assert not [*halves(place), *halves(tmp_path)]


@pytest.mark.parametrize("many", TIMES)
def test_a_killed_backup_and_a_killed_restore_lose_nothing(
    many: int, malmo: Home, tmp_path: Path
) -> None:
    place, log, straight = tmp_path / "ut", tmp_path / "log", Home(tmp_path / "rak")
    place.mkdir()
    first = killing.run(command(malmo, "backup", "-o", place), log)
    assert first.code == OK, first.told
    for _ in killed(many, command(malmo, "backup", "-o", place), tmp_path, first.cpu):
        for file in place.glob("[!.]*"):
            with zipfile.ZipFile(file) as archive:
                assert archive.testzip() is None
                assert backups.MANIFEST in archive.namelist()
    assert killing.run(command(malmo, "backup", "-o", place), log).code == OK
    assert not halves(place)
    file = max(place.iterdir())
    back = killing.run(command(straight, "restore", file), log)
    assert back.code == OK, back.told
    for number, moment in enumerate(killing.moments(many, SEED)):
        home = Home(tmp_path / f"ny{number}")
        words = command(home, "restore", file)
        killing.run(words, log, kill=moment, whole=back.cpu)
        if (home.root / backups.STAGING).exists():
            told = [each.vad for each in doctor.examine(home) if each.lage == "fel"]
            assert any("inte färdigt återställd" in each for each in told)
        if not home.landing.exists():
            again = killing.run(words, log)
            assert again.code == OK, again.told
        assert shown(home.root) == shown(straight.root)


@pytest.mark.parametrize("many", TIMES)
def test_a_killed_gathering_leaves_the_file_that_was_or_a_whole_one(
    many: int, malmo: Home, tmp_path: Path
) -> None:
    homes, wanted, log = tmp_path / "hem", tmp_path / "rak.duckdb", tmp_path / "log"
    for number in range(2):
        municipality(malmo, homes / f"h{number}", f"128{number}", f"Kommun {number}")
    gather: list[str | Path] = [sys.executable, "-m", "fondbok.cli", "samla", "--homes", homes]
    first = killing.run([*gather, "-o", wanted], log)
    assert first.code == OK, first.told
    place = tmp_path / "ut" / "samlad.duckdb"
    place.parent.mkdir()
    for ended in killed(many, [*gather, "-o", place], tmp_path, first.cpu):
        assert ended.hit or ended.code == OK, ended.told
        assert not place.exists() or not list(differing(place, wanted))
    assert killing.run([*gather, "-o", place], log).code == OK
    assert not list(differing(place, wanted))
    assert not halves(place.parent)


@pytest.mark.parametrize("many", [1, pytest.param(12, marks=pytest.mark.slow)])
def test_killed_while_many_homes_are_refreshed_each_is_taken_up_where_it_was(
    many: int, malmo: Home, tmp_path: Path
) -> None:
    """The homes' own runs are gone with the one that started them (`killing.run` waits for it)."""
    homes, log = [Home(tmp_path / "hem" / name) for name in ("a", "b")], tmp_path / "log"
    for home in homes:
        home_of_city(home.root)
        shutil.copytree(EXAMPLE, home.landing)
    alone = DOORS["refresh"].run(homes[0], log)
    assert alone.code == OK, alone.told
    for folder in (homes[0].warehouse_dir, homes[0].mart_dir):
        shutil.rmtree(folder)
    words: list[str | Path] = [sys.executable, "-m", "fondbok.cli", "refresh", "--homes"]
    words += [homes[0].root.parent, "--jobs", "2"]
    for _ in killed(many, words, tmp_path, 2 * alone.cpu):
        for home in homes:
            assert_nothing_half(home)
    done = killing.run(words, log)
    assert done.code == OK, done.told
    for home in homes:
        assert not list(differing(home.mart, malmo.mart))


@pytest.mark.parametrize("many", [1, pytest.param(12, marks=pytest.mark.slow)])
def test_a_killed_erasure_is_taken_up_again(many: int, malmo_copy: Home, tmp_path: Path) -> None:
    home = malmo_copy
    for place in look(home, [NAME]).rattas:
        file = home.root / place
        file.write_bytes(file.read_bytes().replace(NAME.encode(), b"Projekt utan namn"))
    words = command(home, "radera", "--ord", NAME, "--genomfor")
    whole = DOORS["refresh"].run(home, tmp_path / "log").cpu
    for _ in killed(many, words, tmp_path, whole):
        assert_nothing_half(home)
    done = killing.run(words, tmp_path / "log")
    assert done.code == OK, done.told
    assert not look(home, [NAME]).nagonstans
    assert_nothing_half(home)
