"""Four years of rows made to hit every rule of the reports."""

from __future__ import annotations

import itertools
import random
from datetime import date
from decimal import Decimal

from tests.integration.rapporter.lager import Bokning, Fynd, Projektrad

ASN_2019 = [
    ("Hela familjen", "1680158", "agare", "ESF", 2),
    ("Malmö Innovationsarena", "214598", "part", "ERUF", 8),
    ("Malmö växer", "19110", "part", "ERUF", 8),
    ("Sluta skjut/GVI", "0", "part", "ISF", 6),
    ("Vägen in", "1469932", "agare", "ESF", 2),
    ("Yalla Sofielund", "215824", "agare", "ESF", 2),
    # One öre more than the report prints: the reconciliation must see it.
    ("TAMU", "257345.01", "agare", "ESF", 2),
    ("Konsekvenspedagogisk vägledning/KRAMI", "172286", "annan", "ERASMUS", 2),
]

# The ledger covers MN and TN of 2022; GRN is not covered.
AR_2022 = [
    Projektrad("MN", 2022, "Lika", "100.00", "agare", mal=[1, 2], ekonomikod="L1"),
    Projektrad("MN", 2022, "Olika", "100.00", "agare", mal=[1], ekonomikod="L2"),
    Projektrad("MN", 2022, "Kvittad", "50.00", "part", mal=[2], ekonomikod="L3"),
    Projektrad("MN", 2022, "Obokförd", "75.50", "part", mal=[1, 2, 3], ekonomikod="L4"),
    Projektrad("MN", 2022, "Utan belopp", None, "part", mal=[]),
    Projektrad("TN", 2022, "Lika", None, "part", mal=[2], ekonomikod="T1"),
    Projektrad("GRN", 2022, "Fjärde", "0.01", "part", mal=[1, 2, 3, 4], anpassat="utbetalt;kf_mal"),
    Projektrad("GRN", 2022, "Femte", "7.00", "part", "H2020", mal=[1], ungefarlig=True),
    Projektrad("GRN", 2022, "Femte", "3.00", "part", "ERASMUS", mal=[1]),
]
BOKNINGAR_2022 = [
    Bokning("5110", date(2022, 3, 1), "120.00", "L1", "1"),
    Bokning("5110", date(2022, 4, 1), "-20.00", "L1", "2"),
    Bokning("5110", date(2022, 5, 1), "99.99", "L2", "3"),
    Bokning("5110", date(2022, 6, 1), "10.00", "L3", "4"),
    Bokning("5110", date(2022, 7, 1), "-10.00", "L3", "5"),
    Bokning("5310", date(2022, 8, 1), "33.33", "T1", "6"),
    Bokning("9910", date(2022, 9, 1), "5.55", "okänd", "7"),
]

AR_2024 = [
    Projektrad("TN", 2024, "Första", "1.00", version=1),
    Projektrad("TN", 2024, "Första", "2.00", version=2),
    Projektrad("KS", 2024, "Andra", "3.00"),
    Projektrad("KS", 2024, None, None, utfall="avvisad"),
    Projektrad("GVN", 2024, "Tredje", "4.00", fil="gvn.csv"),
    Projektrad("KUN", 2024, None, None, utfall="avvisad"),
]


def slumpade() -> tuple[list[Projektrad], list[Bokning]]:
    """2023: any amounts, goals, shares and funds, with a ledger for some nämnder."""
    dice = random.Random(20230101)
    rader, bokningar = [], []
    for nummer in range(120):
        namnd = dice.choice(["ASN", "FON", "GRN", "KS", "MN"])
        ore = dice.choice([0, 1, -1, dice.randrange(-(10**11), 10**11)])
        antal = dice.randrange(0, 5)
        mal = dice.sample([1, 2, 3, 4], antal)
        kod = f"P{nummer}"
        rader.append(
            Projektrad(
                namnd,
                2023,
                f"Slump {nummer}",
                None if dice.random() < 0.1 else str(Decimal(ore) / 100),
                dice.choice(["agare", "part", "annan", None]),
                dice.choice(["ESF", "H2020", "ERASMUS", None]),
                mal=mal,
                andelar=_andelar(dice, antal) if dice.random() < 0.5 else None,
                ekonomikod=kod,
            )
        )
        if namnd in {"KS", "MN"}:
            ansvar = {"KS": "1110", "MN": "5110"}[namnd]
            bokningar += [
                Bokning(
                    ansvar,
                    date(2023, 1 + del_ % 12, 1),
                    str(Decimal(dice.randrange(-(10**9), 10**10)) / 100),
                    kod,
                    f"S{nummer}-{del_}",
                    "bok2023.csv",
                )
                for del_ in range(dice.randrange(0, 4))
            ]
    return rader, bokningar


def _andelar(dice: random.Random, antal: int) -> list[str]:
    """Percentages with two decimals that add up to 100."""
    if antal == 0:
        return []
    cuts = sorted(dice.sample(range(1, 10_000), antal - 1))
    ends = [0, *cuts, 10_000]
    return [str(Decimal(till - fran) / 100) for fran, till in itertools.pairwise(ends)]


FYND = [
    Fynd("gvn.csv", None, "varning"),
    Fynd("gvn.csv", 2, "fel"),
    Fynd("KS_2024_v1.xlsx", 2, "varning"),
]


def alla_rader() -> list[Projektrad]:
    """Every submission row of the four years."""
    asn = [Projektrad("ASN", 2019, n, u, r, f, mal=[m]) for n, u, r, f, m in ASN_2019]
    return [*asn, *AR_2022, *slumpade()[0], *AR_2024]


def alla_bokningar() -> list[Bokning]:
    """Every ledger row of the years that have a ledger."""
    return [*BOKNINGAR_2022, *slumpade()[1]]
