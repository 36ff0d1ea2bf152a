"""The raw tables follow the declared fields, and a row that does not fit them fails by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from fondbok.findings import FileRead
from fondbok.intake import fields, submissions
from fondbok.warehouse import database, reading
from fondbok.warehouse.batches import UnknownColumn, as_batch
from fondbok.warehouse.reading import Schemas


@pytest.fixture
def schemas() -> Schemas:
    with duckdb.connect() as con:
        database.create_raw(con)
        tables = ("submission_projekt", "submission_svar", "fynd", "avvisad_rad")
        return {t: con.sql(f"from raw.{t} limit 0").to_arrow_table().schema for t in tables}


def test_every_declared_column_is_in_its_raw_table(schemas: Schemas) -> None:
    """In the order of the declarations, after where the row stood."""
    names = schemas["submission_projekt"].names
    assert names[-len(fields.EMPTY) :] == list(fields.EMPTY)
    assert len(set(names)) == len(names)


def test_a_key_without_a_column_is_named(schemas: Schemas) -> None:
    row = {"kallrad_id": "a", "fil_sha256": "b", "lonekostnader": 5}
    with pytest.raises(UnknownColumn, match=r"raw\.submission_projekt .* lonekostnader$"):
        as_batch("submission_projekt", [row], schemas["submission_projekt"])


def test_a_key_that_a_row_lacks_is_unknown(schemas: Schemas) -> None:
    batch = as_batch("submission_svar", [{"svar": "Ja"}], schemas["submission_svar"])
    assert batch.to_pylist()[0] == dict.fromkeys(schemas["submission_svar"].names) | {"svar": "Ja"}


def test_a_field_that_raw_does_not_know_stops_the_reading(
    schemas: Schemas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is no fault of the file, which must not be refused for it."""
    path = tmp_path / "underlag.json"
    path.write_text("{}")
    read = FileRead("json", rows={"submission_projekt": [{"projekt": "A", "okand_kolumn": 1}]})
    monkeypatch.setattr(submissions, "read_submission", lambda *_: read)
    with pytest.raises(UnknownColumn, match="okand_kolumn"):
        reading.read_chunk([(path, hashlib.sha256(b"{}").hexdigest())], schemas)
