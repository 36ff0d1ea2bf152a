"""Small ledger exports for tests, written as the economy systems write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.integration.ledger.conftest import Export

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "ledger"
HEADER = "Serie;Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Text;Belopp"
WITHOUT_SERIES = HEADER.removeprefix("Serie;")
Row = tuple[str, str, str]  # account, objects as SIE writes them, amount
Voucher = tuple[str, int, str, Sequence[Row]]  # series, number, date as ÅÅÅÅMMDD, rows


def case(*names: str) -> list[Export]:
    """Files of tests/fixtures/cases/ledger."""
    return [Export(name, (CASES / name).read_bytes()) for name in names]


def csv(name: str, *rows: str, header: str = HEADER) -> Export:
    """A csv of whole lines."""
    return Export(name, "\n".join([header, *rows, ""]).encode())


def sie(
    name: str,
    made: str,
    vouchers: Sequence[Voucher],
    *,
    company: str | None = None,
    year: str = "20240101 20241231",
) -> Export:
    """A SIE 4 file."""
    head = ["#FLAGGA 0", "#FORMAT PC8", f"#GEN {made}", "#SIETYP 4", '#FNAMN "K"', f"#RAR 0 {year}"]
    head += [f"#ORGNR {company}"] if company else []
    blocks = [
        f'#VER {serie} {number} {day} "b"\n{{\n'
        + "".join(f"#TRANS {konto} {{{objects}}} {belopp}\n" for konto, objects, belopp in rows)
        + "}"
        for serie, number, day, rows in vouchers
    ]
    return Export(name, "\n".join([*head, *blocks, ""]).encode("cp437"))


def grant(belopp: int, ansvar: str = "41200", projekt: str = "41313") -> list[Row]:
    """The rows of a booked grant: the bank and the income."""
    objects = f'1 "{ansvar}" 6 "{projekt}"'
    return [("1930", "", f"{belopp}.00"), ("3511", objects, f"-{belopp}.00")]
