"""A warehouse with a bit of everything in landing/, read by the real intake.

kvalitet and mart.rpt_inlamning are what the dbt models make of raw; here in a few lines of SQL, so
that these tests need no dbt. That the models themselves serve is held by the refreshed example.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from fondbok import feedback, pipeline, template
from fondbok.paths import Home
from fondbok.saving import replace_file
from fondbok.template.layout import FIRST_ROW, letter

_MODELS = """
create schema if not exists kvalitet;
create schema if not exists mart;
create or replace table kvalitet.fil as select *, 0 as rader_laddade from raw.fil;
create or replace table kvalitet.fynd as
    select fil.fil, fynd.* from raw.fynd as fynd inner join raw.fil as fil using (fil_sha256);
create or replace table kvalitet.avvisad_rad as
    select fil.fil, rad.* from raw.avvisad_rad as rad inner join raw.fil as fil using (fil_sha256);
create or replace table mart.rpt_inlamning as
with given as (
    select ar, namnd_kod, version, fil_sha256, max(diarienummer) as diarienummer,
        count_if(utfall = 'avvisad') as antal_avvisade
    from raw.submission_projekt
    where namnd_kod is not null and ar is not null
    group by all
)
select given.ar, given.namnd_kod, given.namnd_kod || '-namn' as namnd,
    case
        when given.version < max(given.version) over (partition by given.ar, given.namnd_kod)
            then 'ersatt'
        when antal_avvisade > 0 then 'inlamnad_med_fel'
        else 'inlamnad'
    end as status,
    given.version, given.diarienummer, fil.fil
from given inner join raw.fil as fil using (fil_sha256)
union all
select 2024, 'SEN', 'SEN-namn', 'saknas', null, null, null;
create schema if not exists intermediate;
create or replace table intermediate.int_deltagande__rad as
    select kallrad_id, lower(projekt) as projekt_kod, namnd_kod, ar, utbetalt
    from raw.submission_projekt where utfall = 'laddad' and namnd_kod is not null;
create or replace table mart.bi_deltagande as
    select projekt_kod, namnd_kod, ar, case when utbetalt is null then 'delvis' else 'exakt' end
        as belopp_sek_grad
    from intermediate.int_deltagande__rad;
create or replace table mart.rpt_utbetalt_per_namnd as
    select ar, namnd_kod, count(*) as antal_projekt_olika, 'exakt' as antal_projekt_olika_grad,
        cast(1234.50 as decimal(18, 2)) as belopp_sek, 'anpassad' as belopp_sek_grad
    from intermediate.int_deltagande__rad group by ar, namnd_kod;
"""
_PROJECTS: list[dict[str, Any]] = [
    {"projekt": "Vägen in", "fond": "Europeiska socialfonden", "roll": "Projektägare",
     "utbetalt": 1680158.25, "formedlat": "54 450 euro", "budget": 2000000, "kf_mal": "1;3",
     "kf_mal_fordelning": "60;30", "start": "2024-09",
     "slut": "2026", "ekonomikod": "0101"},
    {"projekt": "Tvetydigt", "fond": "Framtidsfonden", "utbetalt": "1.234"},
    {"projekt": "<script>alert(1)</script>", "fond": "Erasmus+", "roll": "Projektpart",
     "utbetalt": 0, "syfte": "Ring 040-123 45 67 eller skriv till kalle@example.com"},
    {"projekt": "Formel", "fond": "Erasmus+", "roll": "Projektpart", "utbetalt": 100,
     "valuta": "EUR", "resultat": "'=HYPERLINK(1)"},
    {"fond": "Erasmus+", "roll": "Projektpart", "utbetalt": 7},
]  # fmt: skip
_CSV = """Nämnd;År;Projektnamn;Fond/program;Utbetalt EU-bidrag
GRN;2024;TEN;Erasmus+;1 200
KUN;2024;Perfare;Horizont Europa;12 345,67
Parknämnden;2024;Lekplats;ESF;10
;2024;Ingen nämnd;ESF;5
KUN;i fjol;Fel år;ESF;5
"""
_LEDGER = """Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Belopp;Text
1;2024-03-01;3511;A1;P1;-1000,00;Bidrag
2;2024-13-01;3511;A1;P1;-5,00;Fel datum
3;2024-14-01;3511;A1;P1;-5,00;Fel datum
"""


@dataclass(frozen=True)
class Place:
    """A home whose warehouse can be answered from."""

    home: Home

    def land(self) -> None:
        """Read landing/ and do what the models do."""
        pipeline.land(self.home)
        with duckdb.connect(str(self.home.warehouse)) as con:
            con.execute(_MODELS)

    def answer(self) -> list[Path]:
        return feedback.write(self.home.warehouse, self.home.feedback)

    def names(self) -> list[str]:
        """Every file in feedback/."""
        folder = self.home.feedback
        return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _submission(path: Path, namnd: str, version: int, rows: list[dict[str, Any]]) -> None:
    template.write(namnd, 2024, path)
    workbook = load_workbook(path)
    for row, values in enumerate(rows, start=FIRST_ROW):
        for field, value in values.items():
            workbook["Projekt"][f"{letter(field)}{row}"] = value
    start = workbook["Start"]
    start["B5"], start["B6"], start["B7"] = "ASN-2025-7", date(2025, 2, 24), version
    workbook["Svar"]["C5"] = "Vi har rest."
    # A form remembers when it was saved; the tests want the same bytes every time.
    replace_file(path, template.workbook.to_bytes(workbook))


def fill_landing(home: Home) -> None:
    """A resubmitted workbook, a csv of several nämnder, broken files and a ledger."""
    home.submissions.mkdir(parents=True)
    home.ledger.mkdir()
    _submission(home.submissions / "asn v1.xlsx", "ASN", 1, _PROJECTS[:1])
    _submission(home.submissions / "asn v2.xlsx", "ASN", 2, _PROJECTS)
    (home.submissions / "flera.csv").write_text(_CSV, encoding="utf-8")
    (home.submissions / "trasig.xlsx").write_bytes(b"PK\x03\x04 trasig")
    (home.submissions / "bild.png").write_bytes(b"x")
    (home.ledger / "huvudbok.csv").write_text(_LEDGER, encoding="utf-8")


@pytest.fixture
def new_place() -> Callable[[Path], Place]:
    """Make a place of its own below a folder."""

    def make(folder: Path) -> Place:
        place = Place(Home(folder))
        fill_landing(place.home)
        place.land()
        return place

    return make


@pytest.fixture
def place(new_place: Callable[[Path], Place], tmp_path: Path) -> Place:
    return new_place(tmp_path / "home")
