"""Changing one amount of the example by one öre, and seeing what reacts.

Belongs here: finding every amount in the files, writing another one in its place, landing the
changed files and running the models again. A run of its own per amount would take a day, so
amounts of different nämnder (in the ledger: of different projects) are changed together, and only
a reaction at the nämnd, project or voucher of an amount counts as its own. The models run as dbt
compiled them, without dbt starting anew for every batch.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import load_workbook

from fondbok import ledger, pipeline
from fondbok.intake.inspection import inspect_rows
from fondbok.paths import Home
from fondbok.warehouse import build, database

ORE = Decimal("0.01")
PER_FILE = 20
SIE_ROW = re.compile(r"^(\s*#[RB]?TRANS\s+\S+\s+\{[^}]*\}\s+)(-?[\d.]+)")
SIE_VOUCHER = re.compile(r'^\s*#VER\s+"?([^"\s]*)"?\s+"?([^"\s]*)"?')
SIE_PROJECT = re.compile(r'"6"\s+"([^"]*)"')
NUMBER = re.compile(r"-?\d[\d \N{NO-BREAK SPACE}]*(?:,\d+)?")
TOTAL = ("total", "summa")


@dataclass(frozen=True)
class Amount:
    """A cell that holds an amount.

    Attributes:
        fil: file below landing/.
        rad: 0-based row of the table it stands in: line, sheet row or place in a list.
        kolumn: 0-based column, or the key in JSON.
        slag: utbetalt, budget, total or bokfort.
        grupp: amounts of different groups can be changed at once and told apart: (year, nämnd) in
            submissions, (year, project code) in the ledger.
        verifikat: series and number of the voucher, in the ledger.
    """

    fil: str
    rad: int
    kolumn: int | str
    slag: str
    grupp: tuple[int, str]
    verifikat: tuple[str, str] | None = None


def off_by_one_ore(value: str | float) -> str | float:
    """The amount as it would stand in the cell had it been one öre more."""
    if not isinstance(value, str):
        return float(Decimal(str(value)) + ORE)
    step, decimals = (ORE / 1000, 5) if "tkr" in value else (ORE, 2)

    def more(match: re.Match[str]) -> str:
        digits = re.sub(r"\s", "", match.group()).replace(",", ".")
        text = f"{Decimal(digits) + step:,.{decimals}f}"
        trailing = " " if match.group()[-1].isspace() else ""
        return text.replace(",", " ").replace(".", ",") + trailing

    return NUMBER.sub(more, value, count=1)


# --- the tables of the files -----------------------------------------------------------------


def encoding(path: Path) -> str:
    if path.suffix == ".se":
        return "latin-1"  # gives every byte back, whatever page it was written in
    try:
        path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "utf-8"


def table(path: Path) -> list[list[Any]]:
    """Every row of the file's table of amounts."""
    if path.suffix == ".se":
        return [[line] for line in path.read_bytes().decode("latin-1").split("\r\n")]
    if path.suffix == ".csv":
        text = path.read_bytes().decode(encoding(path))
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    return [list(row) for row in load_workbook(path)["Projekt"].iter_rows(values_only=True)]


def accounts(landing: Path) -> list[Path]:
    """The files with a table of projects or bookings, sorted; the others hold answers alone."""
    return sorted(path for path in landing.rglob("*.*") if _has_table(path))


def _has_table(path: Path) -> bool:
    if path.suffix == ".xlsx":
        return "Projekt" in load_workbook(path, read_only=True).sheetnames
    return path.suffix != ".csv" or any(
        {"Projekt", "Projektnamn"} & set(row) for row in table(path)
    )


def amounts(landing: Path) -> Iterator[Amount]:
    """Every amount of every file, in a fixed order."""
    for path in accounts(landing):
        fil = path.relative_to(landing).as_posix()
        if path.suffix == ".se":
            yield from _exported(fil, table(path))
        elif fil.startswith("ledger/"):
            yield from _booked(fil, table(path))
        elif path.suffix == ".json":
            yield from _listed(fil, json.loads(path.read_text("utf-8"))["projekt"], path)
        else:
            yield from _reported(fil, table(path), path)


def _kind(header: str) -> str | None:
    text = header.lower()
    if text.startswith("utbetalt"):
        return "utbetalt"
    return "budget" if "budget" in text else None


def _is_amount(value: Any) -> bool:
    return value is not None and any(map(str.isdigit, str(value)))


def _units(path: Path) -> dict[int, tuple[int, str]]:
    """(year, nämnd) by row as the intake numbers them, read from the unchanged file."""
    return {
        row["rad"]: (row["falt"]["ar"], row["falt"]["namnd"])
        for row in inspect_rows(path)
        if row["rad"] is not None
    }


def _reported(fil: str, rows: list[list[Any]], path: Path) -> Iterator[Amount]:
    units = _units(path)
    start = next(n for n, row in enumerate(rows) if {"Projekt", "Projektnamn"} & set(row))
    kinds = {n: kind for n, text in enumerate(rows[start]) if (kind := _kind(str(text or "")))}
    name = next(n for n, text in enumerate(rows[start]) if text in ("Projekt", "Projektnamn"))
    for rad, row in enumerate(rows[start + 1 :], start + 1):
        total = str(row[name] or "").lower().startswith(TOTAL)
        for kolumn, kind in kinds.items():
            if _is_amount(row[kolumn]):
                yield Amount(fil, rad, kolumn, "total" if total else kind, units[rad + 1])


def _listed(fil: str, projects: list[dict[str, Any]], path: Path) -> Iterator[Amount]:
    units = _units(path)
    for rad, project in enumerate(projects):
        total = str(project["projekt"]).lower().startswith(TOTAL)
        for kind in ("utbetalt", "budget"):
            if _is_amount(project.get(kind)):
                yield Amount(fil, rad, kind, "total" if total else kind, units[rad + 1])


def _booked(fil: str, rows: list[list[str]]) -> Iterator[Amount]:
    year, header = int(re.findall(r"\d{4}", fil)[0]), rows[0]
    number, project = (
        header.index("Vernr" if "Vernr" in header else "Ver.nr"),
        header.index("Projekt"),
    )
    series = header.index("Serie") if "Serie" in header else None
    columns = [n for n, name in enumerate(header) if "belopp" in name.lower()]
    vouchers = [("" if series is None else row[series], row[number]) for row in rows]
    codes = {vouchers[n]: row[project] for n, row in enumerate(rows) if row[project]}
    for rad, row in enumerate(rows[1:], 1):
        group = (year, codes.get(vouchers[rad], row[number]))
        for kolumn in columns:
            if _is_amount(row[kolumn]):
                yield Amount(fil, rad, kolumn, "bokfort", group, vouchers[rad])


def _exported(fil: str, lines: list[list[str]]) -> Iterator[Amount]:
    year, voucher = int(re.findall(r"\d{4}", fil)[0]), ("", "")
    codes: dict[tuple[str, str], str] = {}
    found: list[tuple[int, tuple[str, str]]] = []
    for rad, (line,) in enumerate(lines):
        if head := SIE_VOUCHER.match(line):
            voucher = (head[1], head[2])
        elif SIE_ROW.match(line):
            found.append((rad, voucher))
            if code := SIE_PROJECT.search(line):
                codes[voucher] = code[1]
    for rad, own in found:
        yield Amount(fil, rad, 0, "bokfort", (year, codes.get(own, "/".join(own))), own)


def change(landing: Path, amount: Amount) -> None:
    """Write the file anew with one öre more in one cell."""
    path = landing / amount.fil
    if path.suffix == ".json":
        document = json.loads(path.read_text("utf-8"))
        project = document["projekt"][amount.rad]
        project[amount.kolumn] = off_by_one_ore(project[amount.kolumn])
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    elif path.suffix == ".se":
        lines = [line for (line,) in table(path)]
        lines[amount.rad] = SIE_ROW.sub(
            lambda row: row[1] + str(Decimal(row[2]) + ORE), lines[amount.rad]
        )
        path.write_bytes("\r\n".join(lines).encode("latin-1"))
    elif path.suffix == ".xlsx":
        book = load_workbook(path)
        cell = book["Projekt"].cell(amount.rad + 1, int(amount.kolumn) + 1)
        cell.value = off_by_one_ore(cell.value)
        book.save(path)
    else:
        rows, text = table(path), io.StringIO(newline="")
        rows[amount.rad][int(amount.kolumn)] = str(
            off_by_one_ore(rows[amount.rad][int(amount.kolumn)])
        )
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        path.write_bytes(text.getvalue().encode(encoding(path)))


# --- what reacts -----------------------------------------------------------------------------


def remarks(path: Path) -> set[tuple[int | None, str]]:
    """What the intake of the file's kind finds in it: row and rule."""
    if path.parent.name == "ledger":
        with duckdb.connect() as con:
            database.create_raw(con)
            ledger.load(con, path, "mutation", None)
            return set(con.execute("select rad, regel from raw.fynd").fetchall())
    return {(row["rad"], remark["regel"]) for row in inspect_rows(path) for remark in row["fynd"]}


def file_reacts(home: Home, amount: Amount, scratch: Path) -> bool:
    """Whether reading the changed file alone finds what the unchanged one does not hold."""
    if amount.slag == "bokfort" and not amount.fil.endswith(".se"):
        return False  # whether a voucher balances is told by SQL there
    shutil.rmtree(scratch, ignore_errors=True)
    copy = scratch / amount.fil
    copy.parent.mkdir(parents=True)
    shutil.copyfile(home.landing / amount.fil, copy)
    change(scratch, amount)
    return bool(remarks(copy) - remarks(home.landing / amount.fil))


@dataclass(frozen=True)
class Seen:
    """What the reconciliation and the data tests say of one warehouse."""

    per_namnd: dict[tuple[int, str], set[tuple[Any, ...]]]
    per_projekt: dict[tuple[int, str], set[tuple[Any, ...]]]
    verifikat: set[tuple[int, str, str]]
    staden: set[tuple[Any, ...]]


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, str], set[tuple[Any, ...]]]:
    out: dict[tuple[int, str], set[tuple[Any, ...]]] = {}
    for ar, kod, *rest in rows:
        out.setdefault((ar, kod), set()).add(tuple(rest))
    return out


# The key of a voucher is verifikation|year|series|number.
_VOUCHER = "split_part(ersattning_nyckel, '|', 3), split_part(ersattning_nyckel, '|', 4)"
_PER_NAMND = """
select a.ar, s.varde_kod, a.siffra_id, a.skillnad, a.status
from mart.rpt_avstamning as a inner join mart.fct_publicerad_siffra as s using (siffra_id)
where a.matt = 'utbetalt_sek' and a.dimension = 'namnd'
union all
select ar, namnd_kod, projekt_kod, skillnad_sek, status from mart.rpt_redovisat_mot_bokfort
"""
_PER_PROJEKT = """
select distinct r.ar, u.projektkod, r.projekt_kod, r.skillnad_sek, r.status
from mart.rpt_redovisat_mot_bokfort as r
inner join mart.fct_utbetalning as u using (ar, namnd_kod, projekt_kod)
"""
_STADEN = "select siffra_id, skillnad, status from mart.rpt_avstamning"


class Marts:
    """The marts of the example, landed and computed again with some amounts changed."""

    def __init__(self, malmo: Home, root: Path) -> None:
        self.home = Home(root)
        shutil.copytree(malmo.root, root)
        results = json.loads((build.target(malmo) / "run_results.json").read_text("utf-8"))
        self.nodes = [node for node in results["results"] if node.get("compiled_code")]
        self.malmo = malmo
        self.before = self._see()

    def with_changes(self, changed: list[Amount]) -> Seen:
        """Land the files with one öre more in each of these cells and compute the marts."""
        for fil in {amount.fil for amount in changed}:
            shutil.copyfile(self.malmo.landing / fil, self.home.landing / fil)
        for amount in changed:
            change(self.home.landing, amount)
        pipeline.land(self.home)
        with duckdb.connect(str(self.home.warehouse)) as con:
            self._compute(con)
        seen = self._see()
        for fil in {amount.fil for amount in changed}:
            shutil.copyfile(self.malmo.landing / fil, self.home.landing / fil)
        return seen

    def _compute(self, con: duckdb.DuckDBPyConnection) -> None:
        """Every table of dbt's graph anew, in the order dbt built them."""
        views = {
            f'"{database}"."{schema}"."{name}"'
            for database, schema, name in con.execute(
                "select database_name, schema_name, view_name from duckdb_views()"
            ).fetchall()
        }
        for node in self.nodes:
            relation = node["relation_name"]
            if node["unique_id"].startswith("model.") and relation not in views:
                con.execute(f"create or replace table {relation} as {node['compiled_code']}")

    def _see(self) -> Seen:
        (balance,) = (
            node["compiled_code"]
            for node in self.nodes
            if node["unique_id"] == "test.fondbok.ledger_verifikat_balanserar"
        )
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            return Seen(
                _grouped(con.execute(_PER_NAMND).fetchall()),
                _grouped(con.execute(_PER_PROJEKT).fetchall()),
                set(con.execute(f"select ar, {_VOUCHER} from ({balance})").fetchall()),
                set(con.execute(_STADEN).fetchall()),
            )

    def reacts(self, amount: Amount, after: Seen) -> bool:
        """Whether something at the nämnd, project or voucher of the amount is another now."""
        if amount.slag == "bokfort":
            voucher = (amount.grupp[0], *(amount.verifikat or ()))
            both = (after.per_projekt.get(amount.grupp), self.before.per_projekt.get(amount.grupp))
            return voucher in after.verifikat - self.before.verifikat or both[0] != both[1]
        return after.per_namnd.get(amount.grupp) != self.before.per_namnd.get(amount.grupp)


def batches(wanted: Iterable[Amount]) -> list[list[Amount]]:
    """The amounts in few batches: one of a group in each, and few enough of a file.

    A ledger most of whose vouchers do not balance is taken for an export of chosen accounts.
    """
    out: list[list[Amount]] = []
    for amount in wanted:
        for batch in out:
            alike = [
                other for other in batch if other.fil.split("/")[0] == amount.fil.split("/")[0]
            ]
            of_file = sum(other.fil == amount.fil for other in batch)
            if of_file < PER_FILE and all(other.grupp != amount.grupp for other in alike):
                batch.append(amount)
                break
        else:
            out.append([amount])
    return out
