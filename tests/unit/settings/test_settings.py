"""What an operator sets: read from the file and the environment, and refused by name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fondbok import pipeline, settings
from fondbok.paths import Home
from fondbok.publish import loss
from fondbok.publish.loss import Forlust
from fondbok.settings.declared import Settings
from fondbok.warehouse import build, database
from tests.conftest import fondbok


def told(tmp_path: Path, text: str) -> Home:
    (tmp_path / "fondbok.toml").write_text(text, encoding="utf-8")
    return Home(tmp_path)


def test_a_home_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert settings.read(Home(tmp_path)) == Settings()
    assert not settings.any_set(Home(tmp_path))


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = told(tmp_path, '[korning]\nminne = "2GB"\ntradar = 3\n')
    monkeypatch.setenv("FONDBOK_KORNING__MINNE", "3GB")
    monkeypatch.setenv("FONDBOK_LARM__E_POST", "a@example.org, b@example.org")
    chosen = settings.read(home)
    assert (chosen.korning.minne, chosen.korning.tradar) == ("3GB", 3)
    assert chosen.larm.e_post == ("a@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[korning]\nmine = '2GB'\n", "korning.mine finns inte"),
        ("['körning']\nminne = '2GB'\n", "körning finns inte"),
        ("_env_prefix = 'X'\n", "_env_prefix finns inte"),
        ("[korning]\nminne = 2\n", "korning.minne = 2"),
        ("[utgava]\nbehall = 0\n", "utgava.behall = 0"),
        ("[utgava]\nforlust_kronor = '1 000'\n", "utgava.forlust_kronor = '1 000'"),
        ("[tider]\nnatt = '61 3 * * *'\n", "tider.natt = '61 3 * * *'"),
        ("[tider]\nnatt = '03:00'\n", "tider.natt = '03:00'"),
        ("[tider]\ntidszon = 'Svensk tid'\n", "tider.tidszon = 'Svensk tid'"),
        ("korning = 3\n", "korning = 3"),
        ("[korning\n", "går inte att läsa"),
    ],
)
def test_what_is_no_setting_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(settings.SettingsError, match=r"fondbok\.toml") as refused:
        settings.read(told(tmp_path, text))
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "name", ["FONDBOK_MINNE", "FONDBOK_KORNING", "FONDBOK_KORNING__MINE", "FONDBOK_X__Y"]
)
def test_a_variable_that_is_no_setting_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(settings.SettingsError, match=f"{name} finns inte"):
        settings.read(Home(tmp_path))


def test_nothing_is_run_on_settings_that_cannot_be_used(tmp_path: Path) -> None:
    home = told(tmp_path, "[utgava]\nbehalll = 50\n")
    home.submissions.mkdir(parents=True)
    done = fondbok("refresh", "--home", str(home.root))
    assert done.code != 0
    assert "utgava.behalll finns inte" in done.err
    assert not home.warehouse.exists()


def test_the_database_takes_what_it_is_given(tmp_path: Path) -> None:
    home = told(
        tmp_path,
        f'[korning]\nminne = "512MB"\ntradar = 1\ntemp = "{tmp_path}/t"\nmodeller_samtidigt = 3\n',
    )
    with database.warehouse(home) as con:
        found = con.execute(
            "select current_setting('memory_limit'), current_setting('threads'),"
            " current_setting('temp_directory')"
        ).fetchone()
    assert found == ("488.2 MiB", 1, f"{tmp_path}/t")
    assert "512MB" in build.environment(home)["FONDBOK_DUCKDB"]
    command = build.build_command(home)
    assert command[command.index("--threads") + 1] == "3"


def lost(kronor: str | None) -> Forlust:
    return Forlust("ledger", 2024, "ASN", "a.si", Decimal(kronor) if kronor else None, "Borta.")


@pytest.mark.parametrize(
    ("amounts", "bearable", "is_within"),
    [
        (["10"], "0", False),
        (["10"], "10", True),
        (["10", "0.01"], "10", False),
        (["10", "-10"], "10", False),
        (["10", None], "1000", False),
    ],
)
def test_a_loss_is_borne_up_to_what_is_set(
    amounts: list[str | None], bearable: str, is_within: bool
) -> None:
    assert loss.is_within([lost(each) for each in amounts], Decimal(bearable)) == is_within


def test_the_lock_is_waited_for_and_its_holder_named(tmp_path: Path) -> None:
    home = told(tmp_path, "[korning]\nvanta_sekunder = 1\n")
    with (
        pipeline.exclusive(home),
        pytest.raises(pipeline.Busy, match=r"\(process \d+, .*, sedan .* UTC\)"),
        pipeline.exclusive(home),
    ):
        pass
    with pipeline.exclusive(home):
        pass
