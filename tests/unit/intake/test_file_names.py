"""Personal data in a file name: the register has none of it, the file is read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse.scan import public_name, scan

SHA = "0123456789abcdef"


@pytest.mark.parametrize(
    ("fil", "public"),
    [
        ("submissions/bad anna@pii.se.csv", "submissions/bad [e-post borttagen] 01234567.csv"),
        ("ledger/anna@pii.se", "ledger/[e-post borttagen] 01234567"),
        (
            "submissions/850709-9805/a.xlsx",
            "submissions/[personnummer borttaget]/a 01234567.xlsx",
        ),
        ("ledger/bok 19850709-9805.se", "ledger/bok [personnummer borttaget] 01234567.se"),
        ("submissions/ring 070-123 45 67", "submissions/ring [telefonnummer borttaget] 01234567"),
    ],
)
def test_masked(fil: str, public: str) -> None:
    assert public_name(fil, SHA) == public


@pytest.mark.parametrize(
    "fil",
    [
        "ledger/2024-01.se",
        "submissions/ASN 2022 v2.xlsx",
        "ledger/20240101-20241231.csv",
        ".x",
        "a",
    ],
)
def test_other_names_stay(fil: str) -> None:
    assert public_name(fil, SHA) == fil


def test_the_register_and_the_file(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.submissions.mkdir(parents=True)
    for name, content in (("bad anna@pii.se.csv", "a"), ("bad eva@pii.se.csv", "b")):
        (home.submissions / name).write_text(content)
    (home.submissions / "kopia av anna@pii.se med namn.csv").write_text("a")
    found = scan(home)
    assert len({landed.fil for landed in found.files}) == 2
    assert all("@" not in landed.fil and landed.path.exists() for landed in found.files)
    assert all("@" not in note for note in found.notes)
    assert {landed.path.suffix for landed in found.files} == {".csv"}
