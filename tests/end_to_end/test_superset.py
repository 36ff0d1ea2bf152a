"""A real Superset, filled from a real release: its totals are the mart's, also of the next release.

Needs the environment that `make bi` makes, and skips with that reason where it is not.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import duckdb
import pytest

from bi.superset import bundle
from bi.superset.start import CONFIG, USER
from fondbok.paths import PROJECT, Home
from tests.browser import chromium
from tests.conftest import fondbok

PYTHON = PROJECT / ".venv-bi" / "bin" / "python"
HANG_SECONDS = 300
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON.exists(), reason="Superset is not installed (make bi)."),
]


class Superset:
    """A server at work, asked as its own pages ask it."""

    def __init__(self, address: str, password: str) -> None:
        self.address, self.password, self.token = address, password, ""
        login = {"username": USER, "password": password, "provider": "db", "refresh": False}
        self.token = self.ask("security/login", login)["access_token"]

    def ask(self, what: str, told: dict[str, Any] | None = None) -> Any:
        request = Request(
            f"{self.address}/api/v1/{what}",
            data=None if told is None else json.dumps(told).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        with urlopen(request, timeout=HANG_SECONDS) as answer:
            return json.load(answer)

    def total(self, table: str, measure: str, ar: int) -> Any:
        tables = self.ask("dataset/")["result"]
        number = next(each["id"] for each in tables if each["table_name"] == table)
        of_the_year = {"col": "ar", "op": "==", "val": ar}
        query = {"metrics": [measure], "columns": [], "filters": [of_the_year]}
        told = {"datasource": {"id": number, "type": "table"}, "queries": [query]}
        return self.ask("chart/data", told)["result"][0]["data"][0][measure]


@contextmanager
def serving(folder: Path, home: Home) -> Iterator[Superset]:
    file = folder / "fondbok.zip"
    bundle.write(home, file)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, CONFIG.with_name("start.py"), folder, file, "--port", port]
    log = (folder / "logg").open("w")
    with subprocess.Popen(list(map(str, command)), stdout=log, stderr=log) as server:
        try:
            wait_for(port, server)
            yield Superset(f"http://127.0.0.1:{port}", (folder / "losenord").read_text("utf-8"))
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + HANG_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "Superset ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(1)
    raise AssertionError("Superset never answered")


def summary(home: Home, ar: int) -> tuple[str, int]:
    with duckdb.connect(str(home.mart), read_only=True) as con:
        return con.execute(
            "select belopp_sek, antal_projekt_olika from mart.rpt_sammanfattning where ar = ?", [ar]
        ).fetchone()


def shown(superset: Superset) -> str:
    """The text of the page in a real browser, once its charts have been drawn."""
    with chromium() as browser:
        page = browser.new_page(locale="sv-SE")
        page.set_default_timeout(HANG_SECONDS * 1000)
        page.goto(f"{superset.address}/login/")
        page.locator("#username").fill(USER)
        page.locator("#password").fill(superset.password)
        page.locator("button[type=submit], input[type=submit]").first.click()
        page.wait_for_url("**/superset/welcome/")
        page.goto(f"{superset.address}/superset/dashboard/eu-projekten/")
        page.locator(".superset-legacy-chart-big-number .header-line").first.wait_for()
        page.get_by_text("Malmökraften", exact=True).first.wait_for()
        return page.locator("body").inner_text().replace("\u00a0", " ")


def test_superset_shows_what_is_published_and_then_what_is_published_next(
    malmo_copy: Home, tmp_path: Path
) -> None:
    home, folder = malmo_copy, tmp_path / "bi"
    folder.mkdir()
    with serving(folder, home) as superset:
        belopp, projekt = summary(home, 2024)
        assert f"{superset.total('bi_pengar', 'utbetalt_sek', 2024):.2f}" == str(belopp)
        assert superset.total("bi_deltagande", "antal_projekt", 2024) == projekt
        text = shown(superset)
        assert f"{belopp:,.2f}".replace(",", " ").replace(".", ",") in text
        (home.submissions / "FRN_2024.csv").write_text(
            "Nämnd;År;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag\n"
            "Fritidsnämnden;2024;U-LYNC;Erasmus+;part;12 500,50\n",
            "utf-8",
        )
        run = fondbok("refresh", "--home", home.root)
        assert run.code == 0, run.out + run.err
        after, more = summary(home, 2024)
        assert (str(after - belopp), more - projekt) == ("12500.50", 1)
        assert f"{superset.total('bi_pengar', 'utbetalt_sek', 2024):.2f}" == str(after)
        assert superset.total("bi_deltagande", "antal_projekt", 2024) == more
