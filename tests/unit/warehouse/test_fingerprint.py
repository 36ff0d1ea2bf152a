from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import fingerprint


def _made(root: Path) -> Home:
    home = Home(root)
    for folder, file in ((home.tables, "fond.csv"), (home.profiles, "egen.yml")):
        folder.mkdir(parents=True)
        (folder / file).write_text(f"{file}\n", encoding="utf-8")
    return home


def test_a_home_is_the_same_however_its_path_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--home var`, and the whole path that Dagster has: neither builds anew what the other did."""
    whole = _made(tmp_path / "hem")
    monkeypatch.chdir(tmp_path)
    for written in (Home(Path("hem")), Home(Path("./hem/../hem"))):
        assert fingerprint.kod_version(written) == fingerprint.kod_version(whole)
        assert fingerprint.reader(written) == fingerprint.reader(whole)


def test_a_home_restored_elsewhere_has_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them sorts before the program and one after it: the order must not tell."""
    program = tmp_path / "m"
    for name, path in (
        ("PROJECT", program),
        ("PACKAGE", program / "fondbok"),
        ("MODELS", program / "models"),
        ("SEEDS", program / "seeds"),
        ("CONTRACTS", program / "soda"),
        ("DBT_PROJECT", program / "dbt_project"),
    ):
        path.mkdir(exist_ok=True)
        monkeypatch.setattr(fingerprint, name, path)
    files = (*(f"fondbok/{name}" for name in fingerprint.SHARED), "dbt_project/dbt_project.yml")
    for file in files:
        (program / file).write_text(f"{file}\n", encoding="utf-8")
    before, after = _made(tmp_path / "a"), _made(tmp_path / "z")
    assert fingerprint.kod_version(before) == fingerprint.kod_version(after)
    assert fingerprint.reader(before) == fingerprint.reader(after)


def test_a_home_within_the_checkout_is_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "PROJECT", tmp_path.parent)
    inside = _made(tmp_path / "var")
    monkeypatch.chdir(tmp_path)
    assert fingerprint.kod_version(Home(Path("var"))) == fingerprint.kod_version(inside)


@pytest.mark.parametrize("changed", ["fond.csv", "egen.yml"])
def test_own_tables_and_profiles_count(tmp_path: Path, changed: str) -> None:
    home = _made(tmp_path / "hem")
    before = fingerprint.kod_version(home), fingerprint.reader(home)
    (path,) = home.root.rglob(changed)
    path.write_text("annat\n", encoding="utf-8")
    after = fingerprint.kod_version(home), fingerprint.reader(home)
    assert before[0] != after[0] and before[1] != after[1]
    path.rename(path.with_name(f"nytt_{changed}"))
    assert fingerprint.kod_version(home) not in (before[0], after[0])
