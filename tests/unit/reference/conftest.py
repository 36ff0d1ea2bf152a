"""Tests here take other reference data than the example's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import take_example


@pytest.fixture(autouse=True)
def put_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other tests go on with the example's reference data."""
    yield
    monkeypatch.undo()
    take_example()
