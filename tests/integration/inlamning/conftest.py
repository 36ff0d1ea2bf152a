"""One dbt build for the folder; the other landings are built with the SQL it compiled."""

from __future__ import annotations

import pytest

from fondbok.paths import PROJECT, Home
from tests.integration.inlamning.bygge import Built, build, folder

CASES = PROJECT / "tests" / "fixtures" / "cases"
D = CASES / "accounting" / "D"


@pytest.fixture(scope="session")
def d_second(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The landing of case D with its resubmissions."""
    home = Home(tmp_path_factory.mktemp("d") / "home")
    return build(home, folder(D / "landing") | folder(D / "second", "submissions/"))
