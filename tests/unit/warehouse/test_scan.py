"""landing/ is known by content: names, order and copies change nothing; odd files have a reason."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import scan as scanning


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.submissions.mkdir(parents=True)
    home.ledger.mkdir()
    return home


def _only(home: Home) -> scanning.Landed:
    (landed,) = scanning.scan(home).files
    return landed


def test_missing_landing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        scanning.scan(Home(tmp_path / "nowhere"))


def test_empty_landing_says_so(home: Home) -> None:
    found = scanning.scan(home)
    assert found.files == ()
    assert "är tom" in found.notes[0]


def test_names_and_order_do_not_matter(home: Home) -> None:
    (home.submissions / "a.csv").write_text("ett")
    (home.submissions / "b.csv").write_text("två")
    before = scanning.scan(home).indata_hash
    (home.submissions / "a.csv").rename(home.submissions / "z.csv")
    (home.submissions / "mapp").mkdir()
    (home.submissions / "b.csv").rename(home.submissions / "mapp" / "b.csv")
    assert scanning.scan(home).indata_hash == before


def test_a_copy_changes_nothing_and_is_named(home: Home) -> None:
    (home.submissions / "asn.csv").write_text("ett")
    before = scanning.scan(home)
    shutil.copy(home.submissions / "asn.csv", home.submissions / "asn (kopia).csv")
    after = scanning.scan(home)
    assert after.indata_hash == before.indata_hash
    assert after.files[0].fil == "submissions/asn.csv"
    assert after.files[0].kopior == ("submissions/asn (kopia).csv",)
    assert "kopia av" in after.notes[0]


def test_one_byte_changes_the_input(home: Home) -> None:
    file = home.submissions / "asn.csv"
    file.write_text("100")
    before = scanning.scan(home).indata_hash
    file.write_text("101")
    assert scanning.scan(home).indata_hash != before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("submissions/~$asn.xlsx", "Tillfällig fil"),
        ("submissions/.DS_Store", "Systemfil"),
        ("submissions/Thumbs.db", "Systemfil"),
        ("submissions/asn.xls", "spara den som .xlsx"),
        ("submissions/asn.pdf", "i stället för pdf"),
        ("ledger/bok.json", "tar emot"),
        ("asn.xlsx", "utanför submissions/"),
        ("annat/asn.xlsx", "utanför submissions/"),
    ],
)
def test_what_is_not_read_has_a_reason(home: Home, name: str, why: str) -> None:
    file = home.landing / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("innehåll")
    landed = _only(home)
    assert landed.status == "ignorerad"
    assert landed.orsak is not None and why in landed.orsak


def test_empty_file_is_ignored(home: Home) -> None:
    (home.submissions / "tom.csv").touch()
    assert _only(home).orsak == "Filen är tom."


def test_link_out_of_landing_is_not_followed(home: Home, tmp_path: Path) -> None:
    secret = tmp_path / "hemlig.csv"
    secret.write_text("hemligt")
    (home.submissions / "lank.csv").symlink_to(secret)
    landed = _only(home)
    assert landed.status == "ignorerad"
    assert landed.storlek == 0
    assert landed.sha != scanning.digest(secret)


def test_link_to_a_folder_outside_is_not_walked(home: Home, tmp_path: Path) -> None:
    outside = tmp_path / "utanfor"
    outside.mkdir()
    (outside / "x.csv").write_text("hemligt")
    (home.submissions / "mapp").symlink_to(outside)
    assert [f.fil for f in scanning.scan(home).files] == ["submissions/mapp"]


def test_link_loop_ends(home: Home) -> None:
    (home.submissions / "jag").symlink_to(home.submissions)
    assert _only(home).status == "ignorerad"


def test_dangling_link_has_a_reason(home: Home) -> None:
    (home.submissions / "borta.csv").symlink_to(home.submissions / "finns-inte.csv")
    assert "en fil som inte finns" in (_only(home).orsak or "")


def test_pipe_is_not_opened(home: Home) -> None:
    os.mkfifo(home.submissions / "ror.csv")
    assert "ingen vanlig fil" in (_only(home).orsak or "")


def test_unreadable_file_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's answer is made up here: root, as in a container, may read everything."""

    def denied(_path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    (home.submissions / "last.csv").write_text("innehåll")
    monkeypatch.setattr(scanning, "digest", denied)
    landed = _only(home)
    assert landed.status == "avvisad"
    assert "läsrättighet" in (landed.orsak or "")


def test_name_that_is_not_utf8_is_kept(home: Home) -> None:
    name = os.fsdecode(b"asn-\xff.csv")
    (home.submissions / name).write_text("innehåll")
    _only(home).fil.encode("utf-8")
