"""Random projects and what their money must become, worked out in the plainest way there is.

Belongs here: making participations, putting them into raw, and splitting amounts by largest
remainder in exact fractions. Nothing here knows how the SQL does it.
"""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb

from tests.fixtures.ledger_sheet import on_sheet
from tests.integration.dbt.raw_rows import Landed, new_warehouse

AR = 2024  # five goals
NAMNDER = ("ASN", "FON", "GRN", "GVN", "KS", "KUN", "MN", "SBN", "SEN", "TN")
BOKFORDA = {"KS": "1100", "MN": "5100"}  # covered by the ledger, with their responsibility units
FONDER = ("ERASMUS", "ERUF", "ESF", "H2020", "NORDPLUS")
YTTERST = (1, -1, 0, 99, 10**11, -(10**11), 10**11 - 1, 7, -7)  # öre


@dataclass
class Deltagande:
    """A project in a nämnd: öre per fund, goals with weights, and booked öre."""

    projekt: str
    namnd: str
    roll: str
    redovisat: dict[str, int | None]
    vikter: dict[int, Decimal | None]
    bokfort: list[int] = field(default_factory=list)

    @property
    def ar_tackt(self) -> bool:
        return self.namnd in BOKFORDA


def slumpade(antal: int, seed: int) -> list[Deltagande]:
    """So many projects; one in ten is in two nämnder, one in ten has two funds."""
    dice = random.Random(seed)
    out = []
    for nummer in range(antal):
        namnder = dice.sample(NAMNDER, 2 if dice.random() < 0.1 else 1)
        # What one nämnd booked and another reported is a matter of its own: see bokforing.
        if len({namnd in BOKFORDA for namnd in namnder}) > 1:
            namnder = namnder[:1]
        out += [_deltagande(dice, f"Projekt {nummer:05}", namnd) for namnd in namnder]
    return out


def _deltagande(dice: random.Random, projekt: str, namnd: str) -> Deltagande:
    fonder = dice.sample(FONDER, 2 if dice.random() < 0.1 else 1)
    bookings = dice.randrange(0, 4) if namnd in BOKFORDA else 0
    return Deltagande(
        projekt,
        namnd,
        dice.choice(("agare", "part", "annan")),
        {fond: None if dice.random() < 0.05 else _ore(dice) for fond in fonder},
        _vikter(dice),
        [_ore(dice) for _ in range(bookings)],
    )


def _ore(dice: random.Random) -> int:
    return dice.choice(YTTERST) if dice.random() < 0.2 else dice.randrange(-(10**11), 10**11 + 1)


def _vikter(dice: random.Random) -> dict[int, Decimal | None]:
    """One to five goals; without shares, with shares of 100 percent, or with any shares."""
    mal = dice.sample((1, 2, 3, 4, 5), dice.randrange(1, 6))
    if dice.random() < 0.4:
        return dict.fromkeys(mal)
    if dice.random() < 0.5:
        cuts = [0, *sorted(dice.sample(range(1, 10_000), len(mal) - 1)), 10_000]
        parts = [till - fran for fran, till in itertools.pairwise(cuts)]
    else:
        parts = [dice.randrange(1, 10_001) for _ in mal]
    return {nummer: Decimal(part) / 100 for nummer, part in zip(mal, parts, strict=True)}


def storsta_rest(ore: int, vikter: Sequence[Fraction]) -> list[int]:
    """Split by largest remainder, ties to whoever stands first; a negative amount as its opposite.

    All weights zero means equal parts.
    """
    if ore < 0:
        return [-part for part in storsta_rest(-ore, vikter)]
    if not any(vikter):
        vikter = [Fraction(1)] * len(vikter)
    exakt = [ore * vikt / sum(vikter) for vikt in vikter]
    delar = [part.numerator // part.denominator for part in exakt]
    kvar = ore - sum(delar)
    for plats in sorted(range(len(delar)), key=lambda n: (delar[n] - exakt[n], n))[:kvar]:
        delar[plats] += 1
    return delar


def per_mal(ore: int | None, vikter: dict[int, Decimal | None]) -> dict[int, int | None]:
    """An amount over its goals, in goal order; unknown stays unknown on each of them."""
    mal = sorted(vikter)
    if ore is None:
        return dict.fromkeys(mal)
    given = [vikter[nummer] for nummer in mal]
    tal = [Fraction(1) if vikt is None else Fraction(vikt) for vikt in given]
    return dict(zip(mal, storsta_rest(ore, tal), strict=True))


def belopp_per_fond(deltagande: Deltagande) -> dict[str, int | None]:
    """What counts per fund: booked where the ledger covers the nämnd, else reported."""
    redovisat = deltagande.redovisat
    if not deltagande.ar_tackt:
        return redovisat
    reported = any(ore is not None for ore in redovisat.values())
    if not deltagande.bokfort and not reported:
        return dict.fromkeys(redovisat)
    # All that came in was reported, and some of it went on to partners: the whole counts.
    came_in = sum(ore for ore in deltagande.bokfort if ore > 0)
    kept = sum(deltagande.bokfort)
    if summa(redovisat.values()) in ({kept, came_in} if kept > 0 else {kept}):
        return {fond: ore or 0 for fond, ore in redovisat.items()}
    fonder = sorted(redovisat)
    vikter = [Fraction(max(redovisat[fond] or 0, 0)) for fond in fonder]
    delar = storsta_rest(sum(deltagande.bokfort), vikter)
    return dict(zip(fonder, delar, strict=True))


def kronor(ore: int | None) -> Decimal | None:
    return None if ore is None else Decimal(ore) / 100


def summa(delar: Iterable[int | None]) -> int | None:
    """A sum over nothing known is unknown."""
    kanda = [ore for ore in delar if ore is not None]
    return sum(kanda) if kanda else None


def kallrad(deltagande: Deltagande, fond: str) -> str:
    return f"{deltagande.projekt}|{deltagande.namnd}|{fond}"


def landa(path: Path, alla: Sequence[Deltagande]) -> None:
    """Write the participations into raw as one submission file and one ledger file."""
    projekt, mal, ledger = [], [], []
    for deltagande in alla:
        kod = deltagande.projekt[-5:]
        for fond, ore in deltagande.redovisat.items():
            kall = kallrad(deltagande, fond)
            projekt.append(
                {
                    **{"kallrad_id": kall, "fil_sha256": "underlag", "blad": "Projekt"},
                    **{"rad": len(projekt) + 2, "utfall": "laddad", "innehall_hash": kall},
                    **{"radinnehall": "{}", "namnd_kod": deltagande.namnd},
                    **{"namnd_text": deltagande.namnd, "ar": AR, "version": 1},
                    **{"projekt": deltagande.projekt, "roll": deltagande.roll},
                    **{"fond_kod": fond, "ekonomikod": kod, "utbetalt": kronor(ore)},
                    **{"utbetalt_valuta": "SEK", "budget_valuta": "SEK"},
                }
            )
            mal += [
                {
                    **{"kallrad_id": kall, "fil_sha256": "underlag", "ordning": ordning},
                    **{"nummer": nummer, "mal_text": str(nummer), "andel": andel},
                }
                for ordning, (nummer, andel) in enumerate(deltagande.vikter.items(), start=1)
            ]
        for ore in deltagande.bokfort:
            rad = len(ledger) + 2
            ledger.append(
                {
                    **{"fil_sha256": "huvudbok", "blad": "Bok"},
                    **{"rad": rad, "utfall": "laddad", "innehall_hash": rad},
                    **{"rakenskapsar": AR, "serie": "A", "verifikation": rad, "verifikat_rad": 1},
                    **{"datum": f"{AR}-06-01", "konto": "3511", "projektkod": kod},
                    **{"ansvar": BOKFORDA[deltagande.namnd], "belopp": kronor(-ore)},
                    "ersatter": "verifikation",
                }
            )
    with new_warehouse(path) as con:
        for table, rows in (
            ("submission_projekt", projekt),
            ("submission_kf_mal", mal),
            ("ledger_rad", [on_sheet(con, row) for row in ledger]),
        ):
            _load(con, table, rows, path.with_name(f"{table}.csv"))
        con.execute(
            f"update raw.ledger_blad set fran_datum = '{AR}-01-01', till_datum = '{AR}-12-31'"
        )
        Landed(con, "underlag", "submission", counts={"laddad": len(projekt)}).register()
        Landed(con, "huvudbok", "ledger", counts={"laddad": len(ledger)}).register()


def _load(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict], file: Path) -> None:
    """Through a text file, so that amounts stay what they are written as."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    columns = ", ".join(rows[0])
    con.execute(
        f"insert into raw.{table} ({columns}) select {columns}"
        f" from read_csv('{file}', header = true, all_varchar = true, nullstr = '')"
    )
