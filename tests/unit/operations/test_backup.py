"""A home that is backed up comes back byte for byte, and an archive from elsewhere does no harm."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fondbok import pipeline
from fondbok.operations import backup as backups
from fondbok.operations import restore as restoring
from fondbok.operations.backup import MANIFEST, STAGING, AskedWrong, NoBackup, backup
from fondbok.operations.restore import NotEmpty, NotRestored, restore
from fondbok.paths import Home
from tests import same_mart
from tests.conftest import fondbok


def put(root: Path, name: str, content: str = "innehåll") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "hem")
    put(home.root, "landing/submissions/ASN.csv", "a;b\n")
    put(home.root, "landing/submissions/asn.csv", "two names that differ in case are two files")
    put(home.root, "landing/ledger/2024.se")
    put(home.root, "kommun.toml", "[kommun]\n")
    put(home.root, "referens/namnd.csv")
    put(home.root, "fondbok.toml", "# inget valt\n")
    put(home.root, "profiles/agresso.yml")
    put(home.root, "feedback/2024/ASN.html")
    put(home.root, "mart/releases/journal.jsonl", "")
    put(home.root, "warehouse/fondbok.duckdb")
    put(home.root, "dagster/dagster.yaml", "egna: inställningar")
    put(home.root, "dagster/storage/runs.db")
    (home.root / "reports").mkdir()
    return home


def seen(root: Path) -> dict[str, Any]:
    """Every file and folder with its bytes, rights and time."""
    found: dict[str, Any] = {}
    for path in sorted(root.rglob("*")):
        told = path.stat()
        here = path.relative_to(root).as_posix()
        found[here] = (
            None
            if path.is_dir()
            else (path.read_bytes(), stat.S_IMODE(told.st_mode), told.st_mtime_ns)
        )
    return found


def notes(contents: backups.Written | restoring.Restored) -> str:
    return "\n".join(contents.notiser)


def test_what_cannot_be_made_again_comes_back_as_it_was(home: Home, tmp_path: Path) -> None:
    (home.root / "kommun.toml").chmod(0o440)
    expected = {
        name: told
        for name, told in seen(home.root).items()
        if not name.startswith(("warehouse", "dagster/storage"))
    }
    done = backup(home, tmp_path / "k.zip")
    back = restore(done.fil, Home(tmp_path / "ny" / "hem"))
    assert seen(back.mapp) == expected
    assert back.antal == done.antal == sum(told is not None for told in expected.values())
    assert "warehouse/ är inte med" in notes(back)
    assert "Dagsters historik över körningar är inte med" in notes(back)
    assert stat.S_IMODE(done.fil.stat().st_mode) == 0o600


def test_the_example_comes_back_and_has_nothing_new(malmo: Home, tmp_path: Path) -> None:
    file = tmp_path / "k.zip"
    run = fondbok("backup", "--home", malmo.root, "-o", file, "--json")
    assert run.code == 0, run.err
    home = Home(tmp_path / "ny")
    run = fondbok("restore", file, "--home", home.root)
    assert run.code == 0, run.err
    assert home.mart.read_bytes() == malmo.mart.read_bytes()
    refreshed = fondbok("refresh", "--home", home.root, "--json").json
    assert (refreshed["news"], refreshed["published"]) == (False, False)
    found, equal = same_mart.differences(malmo.mart, home.mart)
    assert (found, equal > 20) == ([], True)
    assert fondbok("status", "--health", "--home", home.root).out.startswith("FRISK")


def test_what_lies_elsewhere_is_followed_or_told(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "utdelning"
    put(share, "ny/UBN.csv", "på en annan disk")
    shutil.rmtree(home.submissions)
    home.submissions.symlink_to(share)
    (home.root / "gammal").symlink_to(home.root)
    (home.ledger / "länk.se").symlink_to("2024.se")
    (home.ledger / "runt").symlink_to(home.ledger)
    os.mkfifo(home.root / "rör")
    put(home.root, "landing/ledger/ny.se.part")
    done = backup(home, tmp_path / "k.zip")
    for told in (
        f"landing/submissions är en länk till {share}: innehållet är med",
        f"gammal är en länk till {home.root} och är inte med",
        "landing/ledger/länk.se är en länk till 2024.se och är inte med",
        "landing/ledger/runt är en länk",
        "rör är ingen fil",
        "landing/ledger/ny.se.part är inte färdigskriven",
    ):
        assert told in notes(done)
    back = restore(done.fil, Home(tmp_path / "ny"))
    assert (back.mapp / "landing/submissions/ny/UBN.csv").read_text("utf-8") == "på en annan disk"
    assert notes(done) == notes(back)


def test_reference_data_shared_with_others_becomes_its_own(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = tmp_path / "stad"
    city.mkdir()
    shutil.move(home.root / "referens", city / "referens")
    shutil.move(home.root / "kommun.toml", city / "kommun.toml")
    monkeypatch.setenv("FONDBOK_KOMMUN", str(city))
    done = backup(home, tmp_path / "k.zip")
    back = restore(done.fil, Home(tmp_path / "ny"))
    assert f"hämtade ur {city}" in notes(back)
    assert (back.mapp / "referens" / "namnd.csv").is_file()
    assert (back.mapp / "kommun.toml").read_text("utf-8") == "[kommun]\n"


def test_landing_can_be_left_out_and_is_held_against_its_checksums(
    home: Home, tmp_path: Path
) -> None:
    done = backup(home, tmp_path / "k.zip", with_landing=False)
    back = restore(done.fil, Home(tmp_path / "ny"))
    assert "3 filer i landing/ är inte med" in notes(back)
    assert not [path for path in (back.mapp / "landing").rglob("*") if path.is_file()]
    shutil.copytree(home.landing, back.mapp / "landing", dirs_exist_ok=True)
    check = ["sha256sum", "--check", "--strict", backups.CHECKSUMS]
    assert subprocess.run(check, cwd=back.mapp, capture_output=True, check=False).returncode == 0
    put(back.mapp, "landing/ledger/2024.se", "annat")
    assert subprocess.run(check, cwd=back.mapp, capture_output=True, check=False).returncode == 1


def test_it_waits_for_no_run_and_lies_in_no_home(home: Home, tmp_path: Path) -> None:
    with pipeline.exclusive(home), pytest.raises(pipeline.Busy):
        backup(home, tmp_path / "k.zip")
    with pytest.raises(AskedWrong, match="utanför"):
        backup(home, home.root / "k.zip")
    with pytest.raises(AskedWrong, match="ingen hemmapp"):
        backup(Home(tmp_path / "ingen"), tmp_path / "k.zip")
    assert not (tmp_path / "k.zip").exists()
    assert backup(home, tmp_path).fil.parent == tmp_path


def test_a_file_written_to_meanwhile_ends_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home.ledger / "2024.se"
    read = backups._kept

    def meanwhile(name: str, path: Path, into: Any) -> backups.Kept:
        return read(name, path, Growing(into, file) if path == file else into)

    class Growing:
        def __init__(self, into: Any, path: Path) -> None:
            self.into, self.path = into, path

        def write(self, chunk: bytes) -> None:
            self.into.write(chunk)
            with self.path.open("a", encoding="utf-8") as grown:
                grown.write("mer")
            os.utime(self.path, ns=(1, 1))

    monkeypatch.setattr(backups, "_kept", meanwhile)
    with pytest.raises(NoBackup, match=r"2024\.se ändrades"):
        backup(home, tmp_path / "k.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["hem"]


KILLED = """
import os, signal, sys
from pathlib import Path
from fondbok.operations import {module} as module
from fondbok.paths import Home
module.{function} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
module.{module}({arguments})
"""


def killed(module: str, function: str, arguments: str) -> None:
    code = KILLED.format(module=module, function=function, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_killed_backup_leaves_no_file_of_that_name(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "k.zip"
    earlier = backup(home, file).fil.read_bytes()
    killed("backup", "prove", f"Home(Path({str(home.root)!r})), Path({str(file)!r})")
    assert file.read_bytes() == earlier
    backup(home, file)


@pytest.mark.parametrize("function", ["_unpack_one", "_mark", "_put_in_place"])
def test_a_killed_restore_is_taken_up_again(home: Home, tmp_path: Path, function: str) -> None:
    file = backup(home, tmp_path / "k.zip").fil
    ny = Home(tmp_path / "ny")
    killed("restore", function, f"Path({str(file)!r}), Home(Path({str(ny.root)!r}))")
    assert [path.name for path in ny.root.iterdir()] == [STAGING]
    restore(file, ny)
    straight = restore(file, Home(tmp_path / "rak")).mapp
    assert seen(ny.root) == seen(straight)


def test_one_killed_between_two_moves_is_taken_up_by_the_same_archive(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backup(home, tmp_path / "k.zip").fil
    ny, moves = Home(tmp_path / "ny"), iter(range(3))
    rename = Path.rename

    def some(self: Path, target: Path) -> Path:
        if next(moves, None) is None:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "rename", some)
        restore(file, ny)
    assert not ny.landing.exists()
    put(home.root, "kommun.toml", "annan")
    with pytest.raises(NotEmpty, match="annan säkerhetskopia"):
        restore(backup(home, tmp_path / "annan.zip").fil, ny)
    with pytest.raises(AskedWrong, match="inte färdigt återställd"):
        backup(ny, tmp_path / "halv.zip")
    restore(file, ny)
    assert seen(ny.root) == seen(restore(file, Home(tmp_path / "rak")).mapp)


def test_nothing_is_written_over(home: Home, tmp_path: Path) -> None:
    file = backup(home, tmp_path / "k.zip").fil
    before = seen(home.root)
    with pytest.raises(NotEmpty):
        restore(file, home)
    assert seen(home.root) == before
    assert fondbok("restore", file, "--home", home.root).code == 2
    disk = tmp_path / "disk"
    (disk / "lost+found").mkdir(parents=True)
    assert restore(file, Home(disk)).antal


def archive(file: Path, members: dict[str, bytes], **told: Any) -> Path:
    """An archive as somebody else may have made it."""
    filer = [
        {
            "namn": name,
            "storlek": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "mode": 0o644,
            "andrad_ns": 0,
        }
        for name, content in members.items()
    ]
    body = {"format": 1, "gjord": "", "program": "", "filer": filer, "mappar": []}
    body |= {"bara_summor": [], "notiser": [], **told}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
        made.writestr(MANIFEST, json.dumps(body))
    return file


def listed(name: str, content: bytes = b"a", **other: Any) -> dict[str, Any]:
    sha = hashlib.sha256(content).hexdigest()
    return {
        "namn": name,
        "storlek": len(content),
        "sha256": sha,
        "mode": 0o644,
        "andrad_ns": 0,
        **other,
    }


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "up": lambda f: archive(f, {"../ute.txt": b"a"}),
    "up within": lambda f: archive(f, {"landing/../../ute.txt": b"a"}),
    "from the root": lambda f: archive(f, {"/tmp/ute.txt": b"a"}),
    "the warehouse": lambda f: archive(f, {"warehouse/projekt/x.sql": b"a"}),
    "its own staging": lambda f: archive(f, {f"{STAGING}/klar": b"a"}),
    "a folder up": lambda f: archive(f, {}, mappar=["../ute"]),
    "checksums up": lambda f: archive(f, {}, bara_summor=[listed("../ute.txt")]),
    "file and folder": lambda f: archive(f, {"a": b"a", "a/b": b"a"}),
    "a file that is a folder": lambda f: archive(f, {"a": b"a"}, mappar=["a"]),
    "not in the list": lambda f: archive(f, {"a": b"a"}, filer=[]),
    "not in the archive": lambda f: archive(f, {}, filer=[listed("a")]),
    "twice": lambda f: archive(f, {"a": b"a"}, filer=[listed("a"), listed("a")]),
    "another content": lambda f: archive(f, {"a": b"b"}, filer=[listed("a")]),
    "larger than it says": lambda f: archive(f, {"a": b"a" * 9**6}, filer=[listed("a")]),
    "larger than the disk": lambda f: archive(f, {"a": b""}, filer=[listed("a", storlek=10**16)]),
    "a negative size": lambda f: archive(f, {"a": b"a"}, filer=[listed("a", storlek=-1)]),
    "a setting more": lambda f: archive(f, {}, mer=1),
    "another format": lambda f: archive(f, {}, format=2),
    "no list": lambda f: archive(f, {}, filer={}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    file = HOSTILE[name](tmp_path / "k.zip")
    home = Home(tmp_path / "djup" / "hem")
    with pytest.raises(NotRestored):
        restore(file, home)
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path != file]
    assert [path for path in left if STAGING not in path.parts] == []
    restore(archive(tmp_path / "hel.zip", {"landing/a": b"a"}), home)
    assert (home.landing / "a").read_bytes() == b"a"


def test_a_link_in_an_archive_is_no_link(tmp_path: Path) -> None:
    file = tmp_path / "k.zip"
    info = zipfile.ZipInfo("landing/a")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    told = {"format": 1, "gjord": "", "program": "", "mappar": [], "bara_summor": []}
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(info, b"/etc/passwd")
        made.writestr(
            MANIFEST,
            json.dumps({**told, "notiser": [], "filer": [listed("landing/a", b"/etc/passwd")]}),
        )
    restored = restore(file, Home(tmp_path / "hem")).mapp / "landing" / "a"
    assert not restored.is_symlink()
    assert restored.read_bytes() == b"/etc/passwd"


def test_damage_is_found_before_anything_is_in_place(home: Home, tmp_path: Path) -> None:
    put(home.root, "landing/ledger/stor.se", "rad\n" * 2000)
    whole = backup(home, tmp_path / "k.zip").fil.read_bytes()
    step = max(1, len(whole) // 60)
    refused = 0
    for place in range(0, len(whole), step):
        torn, ny = tmp_path / "trasig.zip", Home(tmp_path / f"ny{place}")
        torn.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            restore(torn, ny)
        except NotRestored:
            refused += 1
            assert not ny.root.exists() or [p.name for p in ny.root.iterdir()] in ([], [STAGING])
        else:  # a byte that says nothing of the content: a time, a note of the system it came from
            assert (ny.ledger / "stor.se").read_text("utf-8") == "rad\n" * 2000
    assert refused > 30
    (tmp_path / "kort.zip").write_bytes(whole[: len(whole) // 2])
    run = fondbok("restore", tmp_path / "kort.zip", "--home", tmp_path / "kort")
    assert (run.code, "ingen hel säkerhetskopia" in run.err) == (1, True)


def test_a_list_that_points_before_the_file_is_damage_and_no_fault_of_the_disk(
    home: Home, tmp_path: Path
) -> None:
    content = bytearray(backup(home, tmp_path / "k.zip").fil.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    start = int.from_bytes(content[end + 16 : end + 20], "little")
    torn = tmp_path / "trasig.zip"
    for place in (end + 16, start + 42):  # of the list, and of its first file
        for flipped in (0x7F, 0xFF):
            damaged = content[:]
            damaged[place + 3] ^= flipped
            torn.write_bytes(damaged)
            with pytest.raises(NotRestored, match=r"trasig\.zip"):
                restore(torn, Home(tmp_path / "ny"))
