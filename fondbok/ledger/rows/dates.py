"""When a row is booked, and in which fiscal year.

Belongs here: the order in which a date is tried to be read. The shapes of dates are in `tables`.
"""

from __future__ import annotations

from fondbok.ledger import tables
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import Layout


def usual_date(layout: Layout) -> str:
    """SQL of a date that is written the usual way, NULL of any other."""
    if layout.month is not None:
        return f"date '{layout.month}'"
    if layout.profile.dates:
        return tables.profile_date("falt_datum", layout.profile.dates)
    return tables.iso_date("falt_datum")


def bare_date(layout: Layout) -> str:
    """What is left to read of a date that is not written the usual way, NULL where none is."""
    if layout.month is not None or layout.profile.dates:
        return "cast(null as varchar)"
    odd = "vanlig_datum is null and falt_datum <> ''"
    return f"case when {odd} then {tables.bare_date('falt_datum')} end"


def booked(layout: Layout, known: Evidence) -> str:
    """SQL of the day a row is booked."""
    if layout.month is not None or layout.profile.dates:
        return "vanlig_datum"
    odd = [tables.odd_date(known.dates)]
    if "rakenskapsar" in layout.columns and layout.profile.fiscal_year_starts == 1:
        # The number of a month beside its year.
        odd.append(tables.month_of_year(tables.year("falt_rakenskapsar"), "bar_datum"))
    return f"coalesce(vanlig_datum, {', '.join(odd)})"


def fiscal_year(layout: Layout) -> str:
    """The year in which the row's fiscal year begins: its own column, else by its date.

    A period is the year's own: what is booked in January may belong to the period 13 before it.
    """
    starts = layout.profile.fiscal_year_starts
    said = ["year(datum)"] if starts == 1 else [f"year(datum - to_months({starts - 1}))"]
    if "period" in layout.columns and starts == 1:
        said.insert(0, tables.year_of_period("falt_period"))
    if "rakenskapsar" in layout.columns:
        said.insert(0, tables.year("falt_rakenskapsar"))
    return f"cast(coalesce({', '.join(said)}) as integer)"
