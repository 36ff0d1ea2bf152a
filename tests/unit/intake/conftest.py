"""Small submissions in every format, written as a nämnd would write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fondbok.findings import FileRead
from fondbok.intake.control import odd_ones
from tests.unit.intake.intake_files import HEADER, START, read_file

Sheets = dict[str, Sequence[Sequence[Any]]]


@pytest.fixture(autouse=True)
def _amounts_may_be_small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """100 is easier to read than 100 000: tests about what is paid are marked real_amounts."""
    if request.node.get_closest_marker("real_amounts") is None:
        monkeypatch.setattr(odd_ones, "_HARDLY", Decimal(0))


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets given as rows of cells; returns the file."""

    def write(sheets: Sheets, name: str = "underlag.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for at, row in enumerate(rows, start=1):
                for column, value in enumerate(row, start=1):
                    if value is not None:
                        sheet.cell(at, column, value)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def read_workbook(workbook: Callable[..., Path]) -> Callable[..., FileRead]:
    """Read project rows under the ordinary header and Start sheet."""

    def read(
        rows: Sequence[Sequence[Any]],
        header: Sequence[Any] = HEADER,
        start: Sequence[Sequence[Any]] = START,
        **more: Sequence[Sequence[Any]],
    ) -> FileRead:
        sheets: Sheets = {"Start": start, "Projekt": [header, *rows], **more}
        return read_file(workbook(sheets))

    return read


@pytest.fixture
def read_csv(tmp_path: Path) -> Callable[..., FileRead]:
    """Read csv text (or bytes)."""

    def read(text: str | bytes, encoding: str = "utf-8") -> FileRead:
        path = tmp_path / "underlag.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_file(path)

    return read


@pytest.fixture
def read_json(tmp_path: Path) -> Callable[..., FileRead]:
    """Read one JSON submission: project fields as keywords, or a whole document."""

    def read(document: Any = None, **project: Any) -> FileRead:
        if document is None:
            one = {"projekt": "Vägen in", **project}
            document = {"namnd": "ASN", "ar": 2022, "projekt": [one]}
        path = tmp_path / "underlag.json"
        text = document if isinstance(document, str) else json.dumps(document, default=str)
        path.write_text(text, encoding="utf-8")
        return read_file(path)

    return read
