"""Commands where something around them is wrong: no traceback, Swedish, and the next step.

What is wrong in the arguments themselves is in tests/unit/language. A home that is a file, a name
that is a folder, a home that was never filled in, a year or a nämnd that is not there, and a
release that an older version made.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from fondbok.ending import BLOCKED, FAULT, USAGE
from fondbok.paths import Home
from fondbok.publish import journal
from fondbok.publish import release as releases
from tests.conftest import home_of_city
from tests.marts import without_keys
from tests.unit.language.test_language import SCRIPT, Told, assert_swedish

ON_A_FILE = "fil är en fil. Ange en mapp med --home."
OLDER = "gjord av en annan version av Fondbok"
NOTHING = "Kör fondbok refresh"
FORM = ("template", "--namnd", "ASN", "--ar", "2024", "-o")

# (arguments, exit code, what is said); the homes are `fil`, `tom`, `malmo` and `gammal`.
SAID: tuple[tuple[tuple[str, ...], int, str], ...] = (
    *(
        ((*command, "--home", "fil"), USAGE, ON_A_FILE)
        for command in (
            ("refresh",), ("status",), ("releases",), ("tables",), ("doctor",), ("pairs",),
            ("docs",), ("ui",), ("export",), ("init", "--namn", "X"), ("check", "fil"),
            ("inspect", "fil"), ("trace", "rpt_sammanfattning"), ("diff", "a", "b"),
            ("rollback", "x"), (*FORM, "a.xlsx"),
        )
    ),
    (("trace", "rpt_sammanfattning", "--home", "tom"), USAGE, NOTHING),
    (("diff", "aktuell", "foregaende", "--home", "tom"), USAGE, NOTHING),
    (("rollback", "x", "--home", "tom"), USAGE, NOTHING),
    (("status", "--home", "tom"), USAGE, NOTHING),
    ((*FORM, "a.xlsx", "--home", "tom"), USAGE, "referens: Mappen går inte att läsa"),
    (("refresh", "--home", "tom"), BLOCKED, "Kör fondbok init"),
    ((*FORM, "mapp", "--home", "malmo"), USAGE, "slutar på .xlsx"),
    ((*FORM, "a.txt", "--home", "malmo"), USAGE, "slutar på .xlsx"),
    ((*FORM, "fil/a.xlsx", "--home", "malmo"), FAULT, "ingen mapp"),
    (("template", "--namnd", "ASN", "--ar", "99999", "-o", "a.xlsx", "--home", "malmo"), USAGE,
     "Lägg till året i referens/ar.csv"),
    (("template", "--namnd", "XXX", "--ar", "2024", "-o", "a.xlsx", "--home", "malmo"), USAGE,
     "Koderna är ASN"),
    (("template", "--namnd", " ", "--ar", "2024", "-o", "a.xlsx", "--home", "malmo"), USAGE,
     "med --namnd"),
    (("status", "--ar", "99999", "--home", "malmo"), USAGE, "År som finns: 2019, 2022"),
    (("trace", "rpt_sammanfattning", "--ar", "99999", "--home", "malmo"), USAGE,
     "fondbok tables"),
    (("inspect", "mapp", "--home", "malmo"), USAGE, "är en mapp. Ange en fil."),
    (("profile", "suggest", "mapp"), USAGE, "är en mapp. Ange en fil."),
    (("export", "--till", "fil", "--home", "malmo"), FAULT, "är ingen mapp"),
    (("init", "--namn", "X", "--home", "fil/under"), FAULT, "ingen mapp"),
    (("pairs", "--angra", "a", "b", "--home", "malmo"), USAGE, "fondbok pairs --alla"),
    *(
        ((*command, "--home", "gammal"), FAULT, OLDER)
        for command in (("tables",), ("status",), (*FORM, "a.xlsx"))
    ),
)  # fmt: skip
# What releases had not before: columns by the end of their names, and a table.
NEWER = ("_grad", "formedlat_sek", "belopp_annan_roll_sek", "_precision", "inlamningsdatum")


def made_by_an_older_version(home: Home) -> None:
    """Take from the release served what came later, as if it had been published without it."""
    (folder,) = (path for path in home.releases.iterdir() if path.is_dir())
    file = folder / releases.FILE
    before = releases.checksum(file)
    older = file.with_suffix(".older")
    without_keys(
        file,
        older,
        keeps=lambda table, column: table != "dim_grad" and not column.endswith(NEWER),
    )
    older.replace(file)
    home.mart.unlink()
    shutil.copyfile(file, home.mart)
    after = hashlib.sha256(file.read_bytes()).hexdigest()
    for told in (folder / releases.MANIFEST, home.releases / journal.FILE):
        told.write_text(told.read_text("utf-8").replace(before, after), "utf-8")


@pytest.fixture(scope="module")
def told(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Told]:
    place = tmp_path_factory.mktemp("omgivning")
    (place / "fil").write_text("x\n", "utf-8")
    for name in ("mapp", "tom"):
        (place / name).mkdir()
    for name in ("malmo", "gammal"):
        (place / name).mkdir()
        shutil.copytree(malmo.mart_dir, place / name / "mart")
        home_of_city(place / name)
    made_by_an_older_version(Home(place / "gammal"))
    asked = SCRIPT.partition("for command in commands()")[0]
    script = asked + "print(json.dumps([[each, *run(each)] for each in wanted]))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps([arguments for arguments, _, _ in SAID]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=place,
        env={**os.environ, "FONDBOK_KOMMUN": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {tuple(each): (code, out, err) for each, code, out, err in json.loads(done.stdout)}


@pytest.mark.parametrize(("arguments", "code", "said"), SAID, ids=lambda each: str(each)[:60])
def test_what_is_wrong_around_a_command_is_said_with_the_next_step(
    arguments: tuple[str, ...], code: int, said: str, told: dict[tuple[str, ...], Told]
) -> None:
    ended, out, err = told[arguments]
    assert said in re.sub(r"\s+", " ", out + err), out + err
    assert ended == code
    assert "Errno" not in out + err
    assert_swedish(err)
