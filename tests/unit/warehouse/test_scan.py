"""landing/ is known by content, kind and name: copies change nothing; odd files have a reason."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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


def test_a_new_name_is_news_and_the_old_one_back_is_not(home: Home) -> None:
    """Names are published, and a ledger's may say when it was made."""
    (home.submissions / "a.csv").write_text("ett")
    (home.submissions / "b.csv").write_text("två")
    before = scanning.scan(home).indata_hash
    (home.submissions / "a.csv").rename(home.submissions / "z.csv")
    assert scanning.scan(home).indata_hash != before
    (home.submissions / "z.csv").rename(home.submissions / "a.csv")
    assert scanning.scan(home).indata_hash == before


def test_the_order_and_the_time_of_landing_do_not_matter(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    for place, names in ((home, "ab"), (other, "ba")):
        place.submissions.mkdir(parents=True, exist_ok=True)
        for name in names:
            (place.submissions / f"{name}.csv").write_text(name)
    assert scanning.scan(home).indata_hash == scanning.scan(other).indata_hash


def test_the_same_bytes_in_both_folders_are_two_contents(home: Home) -> None:
    (home.submissions / "a.csv").write_text("ett")
    alone = _only(home)
    (home.ledger / "b.csv").write_text("ett")
    found = scanning.scan(home)
    by_kind = {landed.typ: landed for landed in found.files}
    assert by_kind["submission"] == alone
    assert by_kind["ledger"].sha != alone.sha
    assert by_kind["ledger"].innehall == alone.innehall
    assert {each.sha for each in found.files} <= scanning.identities(alone.innehall)
    assert "samma innehåll" in " ".join(found.notes)


@pytest.mark.parametrize(("name", "keeps"), [("bok.se", "ledger"), ("asn.json", "submission")])
def test_the_one_of_the_two_that_is_read_keeps_the_identity_of_the_bytes(
    home: Home, name: str, keeps: str
) -> None:
    (home.submissions / name).write_text("ett")
    (home.ledger / name).write_text("ett")
    found = {landed.typ: landed for landed in scanning.scan(home).files}
    assert found[keeps].sha == found[keeps].innehall
    assert found[keeps].status is None
    other = found["ledger" if keeps == "submission" else "submission"]
    assert (other.status, other.sha) == (
        "ignorerad",
        scanning.own_identity(other.typ, other.innehall),
    )


def test_a_copy_outside_the_two_folders_is_a_copy(home: Home) -> None:
    (home.ledger / "bok.csv").write_text("ett")
    before = scanning.scan(home)
    (home.landing / "bok.csv").write_text("ett")
    after = scanning.scan(home)
    assert after.indata_hash == before.indata_hash
    assert after.files[0].kopior == ("bok.csv",)


def test_of_a_ledgers_names_the_one_that_says_the_latest_day_counts(home: Home) -> None:
    for name in ("a.csv", "bok 2024-03-31.csv", "bok 2024-06-30 kopia.csv", "bok 2024-06-30.csv"):
        (home.ledger / name).write_text("ett")
    assert _only(home).fil == "ledger/bok 2024-06-30.csv"


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


@pytest.mark.parametrize("place", ["landing/submissions/jag.csv", "landing/ledger"])
def test_a_link_to_itself_is_told(home: Home, place: str) -> None:
    link = home.root / place
    if link.is_dir():
        link.rmdir()
    link.symlink_to(link)
    assert "leder runt" in (_only(home).orsak or "")


@pytest.mark.parametrize("kind", ["submissions", "ledger"])
def test_a_share_is_read_where_it_is_mounted(home: Home, tmp_path: Path, kind: str) -> None:
    folder = home.landing / kind
    folder.rmdir()
    share = tmp_path / "disk"
    (share / "2024").mkdir(parents=True)
    (share / "2024" / "a.csv").write_text("ett")
    (share / "b.csv").symlink_to(share / "2024" / "a.csv")
    folder.symlink_to(share)
    landed = _only(home)
    assert (landed.fil, landed.status) == (f"{kind}/b.csv", None)
    assert landed.kopior == (f"{kind}/2024/a.csv",)


def test_a_share_that_is_not_mounted_is_told(home: Home, tmp_path: Path) -> None:
    home.ledger.rmdir()
    home.ledger.symlink_to(tmp_path / "borta")
    assert "inte är ansluten" in (_only(home).orsak or "")


@pytest.mark.parametrize("target", ["landing", ".", "landing/submissions"])
def test_a_share_that_leads_back_is_not_followed(home: Home, target: str) -> None:
    (home.submissions / "a.csv").write_text("ett")
    home.ledger.rmdir()
    home.ledger.symlink_to(home.root / target)
    found = {landed.fil: landed for landed in scanning.scan(home).files}
    assert set(found) == {"ledger", "submissions/a.csv"}
    assert "redan läses" in (found["ledger"].orsak or "")


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


def test_a_folder_that_may_not_be_listed_is_refused(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home.submissions / "2024"
    closed.mkdir()
    (closed / "a.csv").write_text("ett")
    listed = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    landed = _only(home)
    assert (landed.fil, landed.status) == ("submissions/2024", "avvisad")
    assert "Mappen går inte att läsa" in (landed.orsak or "")


def test_name_that_is_not_utf8_is_kept(home: Home) -> None:
    name = os.fsdecode(b"asn-\xff.csv")
    (home.submissions / name).write_text("innehåll")
    _only(home).fil.encode("utf-8")
