"""Made-up ledger exports for the benchmarks, the same bytes every time.

Belongs here: writing a sample, and what a correct reading of it must come to.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

HEADER = "Vernr;Bokföringsdatum;Konto;Ansvar;Verksamhet;Projekt;Motpart;Text;Belopp"
UNITS = ("11", "21", "22", "23", "31", "32", "41", "42", "43", "51", "52", "53", "61", "99")
PROJECTS = ("41001", "41002", "41003")  # known by the example's projektkod.csv in 2022
REJECT_EVERY = 999  # no multiple of GRANT_EVERY: grants are rejected too
GRANT_EVERY = 50


@dataclass(frozen=True)
class Expected:
    """What is in a sample.

    Attributes:
        rows: rows that can be read.
        total: their sum in kronor, ledger sign.
        rejected: rows without a readable amount, date or account.
        grants: readable rows on the accounts of EU grants.
        grants_total: their sum in kronor, income positive.
    """

    rows: int
    total: Decimal
    rejected: int = 0
    grants: int = 0
    grants_total: Decimal = Decimal(0)

    def check(self, name: str, told: dict[str, str]) -> None:
        """Compare with what a way told, as far as it told it.

        Raises:
            ValueError: they differ.
        """
        for what, value in asdict(self).items():
            if what in told and Decimal(told[what]) != value:
                raise ValueError(f"{name}: {what} is {told[what]}, should be {value}")


def write_csv(path: Path, rows: int, *, year: int = 2022, seed: int = 1) -> Expected:
    """A Latin-1 export: blanks between thousands, decimal comma, minus last, four rows a voucher.

    Every fiftieth row is on an EU grant account. One in 999 cannot be read: in turn its amount,
    its date or its account.
    """
    chance = random.Random(f"{seed}-{year}")
    total = grants_total = rejected = grants = 0
    with path.open("w", encoding="latin-1", newline="\r\n") as handle:
        handle.write(HEADER + "\n")
        for n in range(rows):
            voucher = n // 4
            grant = n % GRANT_EVERY == 7
            # Income is credit: minus.
            ore = chance.randint(1, 99_999_999) * (-1 if grant or n % 3 == 0 else 1)
            day = f"{year}-{voucher % 12 + 1:02d}-{voucher % 28 + 1:02d}"
            account = str(3510 + n % 10 if grant else 4000 + n % 500)
            amount = kronor(ore)
            if n % REJECT_EVERY == REJECT_EVERY // 2:
                rejected += 1
                broken = n // REJECT_EVERY % 3
                amount = "12,5 milj" if broken == 0 else amount
                day = f"{year}-02-30" if broken == 1 else day
                account = "" if broken == 2 else account
            else:
                total += ore
                grants += grant
                grants_total -= ore if grant else 0
            unit = f"{UNITS[voucher % len(UNITS)]}{n % 90:03d}"
            project = PROJECTS[voucher % 3] if n % 7 == 0 else str(90000 + n % 300)
            handle.write(
                f"{100000 + voucher};{day};{account};{unit};{6000 + n % 30};{project};{n % 999};"
                f"Utbetalning från ESF-rådet nr {n};{amount}\n"
            )
    return Expected(rows - rejected, sek(total), rejected, grants, sek(grants_total))


def kronor(ore: int) -> str:
    """An amount as the economy systems write it: 1 234 567,89-."""
    whole = f"{abs(ore) // 100:,}".replace(",", " ")
    return f"{whole},{abs(ore) % 100:02d}{'-' if ore < 0 else ''}"


def sek(ore: int) -> Decimal:
    """Öre as kronor."""
    return Decimal(ore).scaleb(-2)


def write_sie(path: Path, megabytes: float) -> Expected:
    """A SIE 4 export in its own encoding (PC8): balanced vouchers of three rows.

    Two series, each numbered from 1. Nine vouchers of ten have series and number in quotes, the
    tenth has not: both are right, and programs differ.
    """
    chance = random.Random(2)
    rows = size = number = total = 0
    head = '#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN "Växjö"\n#RAR 0 20240101 20241231\n'
    with path.open("w", encoding="cp437", newline="\r\n") as handle:
        size += handle.write(head)
        while size < megabytes * 1_000_000:
            number += 1
            series, own = ("B", number // 4) if number % 4 == 0 else ("A", number - number // 4)
            day = f"2024{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
            key = f"{series} {own}" if number % 10 == 0 else f'"{series}" "{own}"'
            amounts = [chance.randint(-(10**8), 10**8) for _ in range(2)]
            amounts.append(-sum(amounts))
            lines = "".join(_trans(chance, ore, day, number, n) for n, ore in enumerate(amounts))
            voucher = f'#VER {key} {day} "Bidrag från ESF-rådet {number}" {day}\n{{\n{lines}}}\n'
            size += handle.write(voucher) + voucher.count("\n")
            rows += len(amounts)
            total += sum(abs(ore) for ore in amounts)
    return Expected(rows, sek(total))


def _trans(chance: random.Random, ore: int, day: str, voucher: int, row: int) -> str:
    sign, ore = ("-" if ore < 0 else ""), abs(ore)
    objects = f'{{"1" "{chance.randint(50000, 59999)}" "6" "{chance.randint(9000, 9999)}"}}'
    return (
        f"   #TRANS {chance.randint(1000, 8999)} {objects} {sign}{ore // 100}.{ore % 100:02d} "
        f'{day} "Utbetalning {voucher} {row}"\n'
    )
