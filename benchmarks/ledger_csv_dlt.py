"""The csv of `ledger_csv` through dlt, as dlt's own pages on performance and on Arrow say.

Belongs here: dlt, which only the bench environment has. Rows that cannot be read are left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

import dlt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from benchmarks.ledger_csv import COLUMNS, _Rival

PAGE = 10_000  # "Yield pages instead of rows": 10 000 is the number they name
ROTATE = 100_000  # file rotation, so that normalizing can use several processes
WORKERS = 2
TYPES: dict[str, Any] = {
    "d": {"data_type": "date"},
    "b": {"data_type": "decimal", "precision": 18, "scale": 2},
}


class _Dlt(_Rival):
    def __init__(self, sample: str, folder: str, template: str) -> None:
        super().__init__(sample, folder, template)
        self.table = "bench.rader"

    def load(self, resource: Any) -> None:
        pipeline = dlt.pipeline(
            "bench",
            pipelines_dir=str(self.folder / "pipelines"),
            destination=dlt.destinations.duckdb(str(self.database)),
            dataset_name="bench",
        )
        pipeline.run(resource, loader_file_format="parquet").raise_on_failed_jobs()


class Rows(_Dlt):
    """Rows as dicts, in pages; the documented settings for a table of a million rows."""

    def __init__(self, sample: str, folder: str, template: str) -> None:
        super().__init__(sample, folder, template)
        dlt.config["data_writer.buffer_max_items"] = ROTATE
        dlt.config["extract.data_writer.file_max_items"] = ROTATE
        dlt.config["normalize.data_writer.file_max_items"] = ROTATE
        dlt.config["normalize.workers"] = WORKERS
        dlt.config["normalize.start_method"] = "spawn"

    def run(self) -> None:
        self.load(dlt.resource(self.pages(), name="rader", columns=TYPES))

    def pages(self) -> Iterator[list[dict[str, Any]]]:
        with self.sample.open(encoding="latin-1", newline="") as handle:
            next(handle)
            rows = (row for cells in csv.reader(handle, delimiter=";") if (row := read(cells)))
            while page := list(islice(rows, PAGE)):
                yield page


def read(cells: list[str]) -> dict[str, Any] | None:
    """A row with its day and amount typed, None when one of them or the account is unreadable."""
    row: dict[str, Any] = dict(zip(COLUMNS, cells, strict=True))
    amount = row["b"].replace(" ", "").replace(",", ".")
    if amount.endswith("-"):
        amount = "-" + amount[:-1]
    try:
        row["b"], row["d"] = Decimal(amount), date.fromisoformat(row["d"])
    except (InvalidOperation, ValueError):
        return None
    return row if row["k"] else None


class Arrow(_Dlt):
    """Arrow's own csv reader and functions, tables handed to dlt; no column of lineage added."""

    def run(self) -> None:
        self.load(dlt.resource(self.tables(), name="rader"))

    def tables(self) -> Iterator[pa.Table]:
        reader = arrow_csv.open_csv(
            self.sample,
            arrow_csv.ReadOptions(
                encoding="latin-1", column_names=COLUMNS, skip_rows=1, block_size=16 << 20
            ),
            arrow_csv.ParseOptions(delimiter=";"),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string())),
        )
        for batch in reader:
            yield typed(pa.Table.from_batches([batch]))


def typed(table: pa.Table) -> pa.Table:
    """The readable rows with day and amount typed."""
    text = table["b"]
    minus = pc.ends_with(text, "-")
    number = pc.replace_substring(pc.replace_substring(text, " ", ""), ",", ".")
    number = pc.utf8_rtrim(number, "-")
    readable = pc.match_substring_regex(number, r"^\d+\.\d\d$")
    signed = pc.if_else(minus, pc.binary_join_element_wise("-", number, ""), number)
    amounts = pc.if_else(readable, signed, None).cast(pa.decimal128(18, 2))
    days = table["d"].combine_chunks().dictionary_encode()
    known = pa.array([day(text) for text in days.dictionary.to_pylist()], pa.date32())
    dates = known.take(days.indices)
    keep = pc.and_(pc.is_valid(amounts), pc.and_(pc.is_valid(dates), pc.not_equal(table["k"], "")))
    typed = table.set_column(COLUMNS.index("d"), "d", dates)
    return typed.set_column(COLUMNS.index("b"), "b", amounts).filter(keep)


def day(text: str) -> date | None:
    """An ISO date; few distinct ones, so Python may read them."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
