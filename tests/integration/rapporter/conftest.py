"""One warehouse for the whole folder, built once."""

from __future__ import annotations

import pytest

from tests.integration.rapporter.lager import Lager, bygg, landa, new_path
from tests.integration.rapporter.rader import FYND, alla_bokningar, alla_rader


@pytest.fixture(scope="session")
def lager(tmp_path_factory: pytest.TempPathFactory) -> Lager:
    """The warehouse, with every data test of the project passed on the way."""
    path = new_path(tmp_path_factory.mktemp("rapporter"))
    utan_projekt = [("ASN", 2024, 1), ("GVN", 2024, 1), ("KS", 2025, 1), ("KS", 2025, 2)]
    landa(path, alla_rader(), alla_bokningar(), FYND, [("FRN", 2024)], utan_projekt)
    return bygg(path)
