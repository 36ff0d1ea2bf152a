"""Which column of a sample is the date, the amount, the account or the voucher number.

Belongs here: guessing by what the cells look like, and holding a guess against the sample's sums.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fondbok.ledger.profiles import normalise

_A_DAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)[-/.]?(?:0?[1-9]|1[0-2])(?:[-/.]?(?:0?[1-9]|[12]\d|3[01]))?(?:[ T].*)?"
    r"|\d{1,2}[-/. ](?:\d{1,2}|[^\W\d]+)[-/. ](?P<last>(?:19|20)\d\d)(?:[ T].*)?"
)
_A_SHORT_DAY = re.compile(r"(?P<y>\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")
_AN_AMOUNT = re.compile(r"[-−(]?\d[\d \u00a0.,]*[,.]\d{1,2}[-)]?")
_A_WHOLE = re.compile(r"[-−(]?\d[\d \u00a0]*[-)]?")
_AN_ACCOUNT = re.compile(r"[1-9]\d{3,5}([ :–-]+\D.*)?")
_A_NUMBER = re.compile(r"[A-Za-zÅÄÖåäö]{0,4}[ -]?\d+")
# Headers of columns that are never what they look like, without case and accents.
_NO_AMOUNT = re.compile(
    r"saldo|balan|ack|^ib|^ub|^ing|^utg|budget|prognos|plan|foreg|diff|avvik|antal|kvant|moms"
    r"|valuta|^val|curr|kurs|pris"
)
_NO_NUMBER = re.compile(
    r"bunt|batch|korning|jobb|^ar$|year|period|manad|month|rad|line|sekv|seq|attest|sign|kund|lev"
    r"|org|antal|obj|proj|ansv|kost|konto|kto|verks|akt|motp|pers|^kst|^ks$|^tt$|typ"
)
_NO_DAY = re.compile(r"forfall|due|faktura|invoice|regist|^reg|betal|attest|skapad|andrad")


def guess(
    header: Sequence[str], below: Sequence[Sequence[str]], known: dict[str, int]
) -> dict[str, int]:
    """Columns whose cells look like a field that no header names; none where several could be it.

    What is sure is taken first, so that a date is no account and an account no number.
    """
    columns = [_Column(header, below, each) for each in range(len(header)) if header[each]]
    free = [each for each in columns if each.cells and each.place not in known.values()]
    guessed: dict[str, int] = {}
    for name, fit in (("datum", _fits_day), ("belopp", _fits_amount), ("konto", _fits_account)):
        if name in known or (name == "belopp" and {"debet", "kredit"} <= known.keys()):
            continue
        scored = [(score, each) for each in free if (score := fit(each)) is not None]
        if name == "belopp":
            scored = [pair for pair in scored if not _runs(pair[1], [each for _, each in scored])]
        if scored:
            best = max(scored, key=lambda pair: pair[0])[1]
            guessed[name] = best.place
            free.remove(best)
    if "verifikation" not in known:
        number = _number_column(free, below, {**known, **guessed})
        if number is not None:
            guessed["verifikation"] = number
    return guessed


@dataclass(frozen=True)
class _Column:
    """One column of a sample: its cells that are filled."""

    header: Sequence[str]
    below: Sequence[Sequence[str]]
    place: int

    @property
    def name(self) -> str:
        return normalise(self.header[self.place])

    @property
    def cells(self) -> list[str]:
        return [row[self.place] for row in self.below if len(row) > self.place and row[self.place]]

    def mostly(self, look: re.Pattern[str]) -> bool:
        """Nearly all cells look so."""
        return sum(bool(look.fullmatch(cell)) for cell in self.cells) >= 0.8 * len(self.cells)

    def counts_up(self) -> bool:
        """Every cell is a number a little above the one before: a counter."""
        numbers = [int(cell) for cell in self.cells if cell.isdigit()]
        return len(numbers) > 1 and all(0 < b - a <= 10 for a, b in itertools.pairwise(numbers))


def _years(cells: Iterable[str]) -> set[int]:
    """The years of the cells that are dates."""
    found = set()
    for cell in cells:
        if match := _A_DAY.fullmatch(cell):
            found.add(int(match["y"] or match["last"]))
        elif match := _A_SHORT_DAY.fullmatch(cell):
            found.add(2000 + int(match["y"]))
    return found


def _fits_day(column: _Column) -> tuple[int, ...] | None:
    """A date, best the day of booking; six digits only where the header speaks of days."""
    named = re.search(r"dat|dag|day", column.name) is not None
    look = column.mostly(_A_DAY) or (named and column.mostly(_A_SHORT_DAY))
    years = _years(column.cells)
    if not look or not years or max(years) - min(years) > 1 or min(years) < 1990:
        return None
    booked = re.search(r"bok|post|ver", column.name) is not None
    return (not _NO_DAY.search(column.name), booked, named, -column.place)


def _fits_amount(column: _Column) -> tuple[int, ...] | None:
    """An amount, no balance, budget or count; whole numbers only where the header says so."""
    named = re.search(r"belopp|summa|kr|sek|amount|utfall", column.name) is not None
    if _NO_AMOUNT.search(column.name):
        return None
    if not column.mostly(_AN_AMOUNT) and not (named and column.mostly(_A_WHOLE)):
        return None
    return (named, -column.place)


def _runs(column: _Column, others: Sequence[_Column]) -> bool:
    """A running balance: each cell is the one above it and what another column adds."""
    for other in others:
        pairs = [
            (_decimal(row[column.place]), _decimal(row[other.place]))
            for row in column.below
            if len(row) > max(column.place, other.place) and row[column.place]
        ]
        steps = [
            None not in (before, now, added) and now - before == added  # type: ignore[operator]
            for (before, _), (now, added) in itertools.pairwise(pairs)
        ]
        if other is not column and len(steps) > 1 and all(steps):
            return True
    return False


def _fits_account(column: _Column) -> tuple[int, ...] | None:
    """An account: four digits or more that are no date, no year and no counter."""
    named = re.search(r"kont|kto|acc", column.name) is not None
    if not column.mostly(_AN_ACCOUNT) or (column.counts_up() and not named):
        return None
    if column.mostly(_A_DAY) or column.mostly(_A_SHORT_DAY) or _YEAR_LIKE.search(column.name):
        return None
    if all(re.fullmatch(r"(19|20)\d\d", cell) for cell in column.cells):
        return None
    with_text = any(" " in cell for cell in column.cells)
    four = all(re.match(r"\d{4}(?!\d)", cell) for cell in column.cells)
    return (named, with_text, four, -column.place)


_YEAR_LIKE = re.compile(r"^ar$|year|period|manad|month|dat|dag")


def _number_column(
    free: Sequence[_Column], below: Sequence[Sequence[str]], columns: dict[str, int]
) -> int | None:
    """The voucher number: that of vouchers that go even, else one of every row's own.

    A column that repeats otherwise is a bundle, a year or a code.
    """
    even: list[tuple[int, int]] = []
    single: list[tuple[bool, int]] = []
    for column in free:
        if _NO_NUMBER.search(column.name) or not column.mostly(_A_NUMBER):
            continue
        if column.mostly(_A_DAY) or column.mostly(_AN_AMOUNT):
            continue
        sums = _sums(below, column.place, columns)
        if len(sums) > 1 and not any(sums.values()) and len(sums) < len(column.cells):
            even.append((len(sums), -column.place))
        elif len(set(column.cells)) == len(column.cells):
            named = re.search(r"ver|vou|trans|lop|dok|doc|num|nr|no$", column.name) is not None
            if named or column.counts_up():
                single.append((named, -column.place))
    found = max(even, default=None) or max(single, default=None)
    return -found[1] if found else None


def _sums(
    below: Sequence[Sequence[str]], number: int, columns: dict[str, int]
) -> dict[str, Decimal]:
    """The sum of each voucher in a sample; rows whose amount cannot be read are left out."""
    sums: dict[str, Decimal] = {}
    for row in below:
        amount = _amount(row, columns)
        if amount is not None and len(row) > number and row[number]:
            sums[row[number]] = sums.get(row[number], Decimal(0)) + amount
    return sums


def _amount(row: Sequence[str], columns: dict[str, int]) -> Decimal | None:
    def cell(name: str) -> Decimal | None:
        place = columns.get(name)
        return _decimal(row[place]) if place is not None and place < len(row) else None

    if "debet" in columns and "kredit" in columns:
        debit, credit = cell("debet"), cell("kredit")
        if debit is None and credit is None:
            return None
        return (debit or Decimal(0)) - abs(credit or Decimal(0))
    return cell("belopp")


def _decimal(written: str) -> Decimal | None:
    """An amount of a sample as plainly as can be; None when it is not plain."""
    bare = re.sub(r"[\s\u00a0]", "", written).replace("−", "-")
    minus = bare.startswith(("-", "(")) or bare.endswith("-")
    bare = bare.strip("-()")
    if not re.fullmatch(r"\d[\d.,]*", bare):
        return None
    decimals = re.search(r"[.,](\d{1,2})$", bare)
    whole = bare[: decimals.start()] if decimals else bare
    value = Decimal(f"{re.sub(r'[.,]', '', whole)}.{decimals[1] if decimals else 0}")
    return -value if minus else value


def checked(below: Sequence[Sequence[str]], columns: dict[str, int]) -> list[str]:
    """What the proposal comes to on the sample: whether vouchers go even, which years it is of."""
    lines = []
    if "verifikation" in columns:
        sums = _sums(below, columns["verifikation"], columns)
        even = sum(not each for each in sums.values())
        lines.append(f"# Kontroll: {even} av {len(sums)} verifikat i provet går jämnt ut.")
        if even * 2 < len(sums):
            lines.append(
                "# Antingen har filen bara en sida av verifikaten, eller så är kolumnen för "
                "belopp, tecken eller verifikationsnummer fel: jämför med ekonomisystemet."
            )
    if "datum" in columns:
        place = columns["datum"]
        years = sorted(_years(row[place] for row in below if len(row) > place))
        if not years and "rakenskapsar" in columns:
            place = columns["rakenskapsar"]
            cells = {row[place] for row in below if len(row) > place}
            years = sorted(int(cell) for cell in cells if re.fullmatch(r"(19|20)\d\d", cell))
        named = ", ".join(map(str, years)) or "inget år som går att läsa"
        lines.append(f"# Kontroll: datumen i provet är från {named}.")
        if years and years[-1] - years[0] > 1:
            lines.append("# Det är fler än två år: är det rätt datumkolumn?")
    return lines
