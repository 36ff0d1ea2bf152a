"""What each report declares of itself: its key, and where its figures come from.

Belongs here: reading the meta of models/rapporter/*.yml, from which dbt makes brygga_harkomst too
(dbt_project/macros/rapport.sql refuses a report that does not say all of it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from fondbok import own_yaml
from fondbok.paths import MODELS

FOLDER = MODELS / "rapporter"


@dataclass(frozen=True)
class Rapport:
    """A report's declaration.

    Attributes:
        namn: its table in the schema mart.
        nyckel: the columns of a row's key.
        i_ord: what a row is, in Swedish with its article; None when its cells are not traced.
        summa_av: the report whose cells are added up to its own; None when rows stand behind them.
        aret_fore: columns that show another column of the year before.
    """

    namn: str
    nyckel: tuple[str, ...]
    i_ord: str | None = None
    summa_av: str | None = None
    aret_fore: Mapping[str, str] = field(default_factory=dict)


@cache
def alla() -> dict[str, Rapport]:
    """Every report that the models declare, by name.

    Raises:
        KeyError: a report declares no key or no origin.
    """
    return {
        model["name"]: _rapport(model["name"], model["config"]["meta"])
        for path in sorted(FOLDER.glob("*.yml"))
        for model in own_yaml.read(path)["models"]
    }


def sparade() -> dict[str, Rapport]:
    """Those whose money cells can be followed to rows."""
    return {name: rapport for name, rapport in alla().items() if rapport.i_ord is not None}


def _rapport(namn: str, meta: dict) -> Rapport:
    harkomst = meta["harkomst"]
    return Rapport(
        namn,
        tuple(meta["nyckel"]),
        harkomst.get("i_ord"),
        harkomst.get("summa_av"),
        harkomst.get("aret_fore", {}),
    )
