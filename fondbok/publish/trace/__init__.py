"""`fondbok trace`: from a published cell to the rows of the files behind it, to the öre.

Belongs here: reading the published file, adding up, and saying which rule changed a row's amount on
its way to the cell. Nothing but the published file is opened. Does not belong here: how it looks
(`view`) and looking into the landed files (`files`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from fondbok import organisation
from fondbok.errors import FondbokError
from fondbok.publish import harkomst, rapporter, wording
from fondbok.publish import release as releases
from fondbok.publish.harkomst import MATT, quoted
from fondbok.publish.rapporter import Rapport
from fondbok.publish.release import PublishError
from fondbok.publish.wording import kronor, tal

SUBMISSION, LEDGER = "submission", "ledger"
OKANT = "okant"


class TraceError(FondbokError):
    """There is no such cell to trace; the message says what can be asked for."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Regel:
    """A rule that a source row's amount met on its way to the cell.

    Attributes:
        regel: KURS, TECKEN, PROJEKTNAMN, PROJEKTKOD, BOKFORT, EJ_BOKFORT, ANDEL, ANPASSAT or
            UNGEFARLIGT.
        text: what it did here, in Swedish.
    """

    regel: str
    text: str


@dataclass(frozen=True)
class Bidrag:
    """A source row's part of a cell.

    Fields are None where the release does not say.

    Attributes:
        kallrad_id: md5 over file, sheet and row.
        typ: submission | ledger.
        fil: path below landing/ when the release was made.
        fil_sha256: SHA-256 of the file's bytes.
        blad: sheet, '' in text files.
        rad: 1-based row as a person sees it.
        inlast_tid: when the bytes were first seen, UTC.
        innehall_hash: hash over the row's cells.
        ar: the year it counts in.
        namnd_kod: the nämnd it counts for.
        projekt_kod: the project it counts in.
        projekt: that project's name in that year.
        projekt_text: the project's name as written; for a ledger row its project code.
        namnd_text: the nämnd as written; for a ledger row its ansvar.
        fond_text: the fund as written.
        roll_text: the role as written.
        belopp_text: the amount's cell as written.
        verifikat: voucher, account with its name, and date of a ledger row, in Swedish.
        ansvar_namn: what the ledger's file calls the ansvar.
        projektkod_namn: what it calls the project code.
        belopp_original: the amount as read, in `valuta`, with the sign of the file.
        valuta: its currency.
        kurs: SEK per unit of `valuta`, None for SEK.
        rad_sek: the row's whole amount in SEK.
        belopp_sek: its part of the cell.
        grad: how sure its participation's amount is; None where the release does not say.
        regler: what changed it on the way.
    """

    kallrad_id: str
    typ: str
    fil: str | None
    fil_sha256: str | None
    blad: str
    rad: int | None
    inlast_tid: datetime | None
    innehall_hash: str | None
    ar: int | None
    namnd_kod: str | None
    projekt_kod: str | None
    projekt: str | None
    projekt_text: str | None
    namnd_text: str | None
    fond_text: str | None
    roll_text: str | None
    belopp_text: str | None
    verifikat: str | None
    ansvar_namn: str | None
    projektkod_namn: str | None
    belopp_original: Decimal | None
    valuta: str | None
    kurs: Decimal | None
    rad_sek: Decimal | None
    belopp_sek: Decimal
    grad: str | None = None
    regler: tuple[Regel, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A published money cell and the rows behind it.

    Attributes:
        rapport: the table.
        radnyckel: the row, like 'ar=2022;namnd_kod=ASN'.
        matt: the column.
        belopp_sek: what is published, None for unknown.
        summa_sek: what the rows add up to, None when there are none.
        anpassat: fitted values are in it.
        ungefarligt: approximate values are in it.
        grad: how sure it is, as in mart.dim_grad; None where the release does not say.
        bidrag: the rows, by project, file, sheet and row.
        fel: Swedish sentences on what does not hold; empty when all does.
    """

    rapport: str
    radnyckel: str
    matt: str
    belopp_sek: Decimal | None
    summa_sek: Decimal | None
    anpassat: bool
    ungefarligt: bool
    grad: str | None = None
    bidrag: tuple[Bidrag, ...] = ()
    fel: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trace:
    """The cells asked for, in the order of their keys.

    Attributes:
        release_id: the release they were read from.
        celler: at least one.
    """

    release_id: str
    celler: tuple[Cell, ...] = field(default=())

    @property
    def stammer(self) -> bool:
        """Whether every cell is exactly what its rows add up to."""
        return not any(cell.fel for cell in self.celler)


def trace(
    mart: Path,
    rapport: str,
    *,
    ar: int | None = None,
    namnd: str | None = None,
    fondgrupp: str | None = None,
    mal: str | None = None,
    nyckel: Mapping[str, str] | None = None,
    matt: str = "belopp_sek",
) -> Trace:
    """Follow every cell of a report's column that fits the conditions.

    Args:
        mart: a published file.
        rapport: a report whose cells have rows behind them; the prefix may be left out.
        ar: only this year.
        namnd: only this nämnd's code.
        fondgrupp: only this group of funds.
        mal: only the goal with this number; 'okant' is the unknown goal.
        nyckel: only rows with these values in columns of the report's key; 'okant' is an empty one.
        matt: the column, belopp_sek unless told.

    Raises:
        TraceError: no such report, column or row.
        PublishError: the file is not a release.
    """
    held = releases.read(mart)
    if held is None:
        raise PublishError(f"{mart} går inte att läsa som en utgåva. Kör fondbok refresh.")
    report = _report(rapport)
    _check_column(report, matt)
    conditions = _conditions(
        report, ar=ar, namnd=namnd, fondgrupp=fondgrupp, mal=mal, nyckel=nyckel or {}
    )
    with duckdb.connect(str(mart), read_only=True) as con:
        cells = _cells(con, report, matt, conditions)
        parts = _parts(con, report, matt)
    if not cells:
        raise TraceError(
            f"{report.namn} har ingen rad som passar villkoren. fondbok tables"
            " visar åren och raderna."
        )
    return Trace(
        held.release_id,
        tuple(_cell(report, matt, cell, parts.get(cell["radnyckel"], [])) for cell in cells),
    )


def _report(name: str) -> Rapport:
    known = rapporter.sparade()
    for table, report in known.items():
        if name in (table, table.removeprefix("rpt_"), table.removeprefix("rpt_utbetalt_")):
            return report
    raise TraceError(f"{name} går inte att spåra. Det går för: {', '.join(known)}.")


def _check_column(report: Rapport, matt: str) -> None:
    known = (*MATT, *report.aret_fore)
    if matt not in known:
        raise TraceError(
            f"{report.namn}.{matt} går inte att spåra. Det går för: {', '.join(known)}."
        )


def _conditions(
    report: Rapport,
    *,
    ar: int | None,
    namnd: str | None,
    fondgrupp: str | None,
    mal: str | None,
    nyckel: Mapping[str, str],
) -> list[tuple[str, Any]]:
    """SQL conditions with their parameter."""
    asked = [
        ("ar", "--ar", ar, "ar = ?"),
        ("namnd_kod", "--namnd", namnd, "upper(namnd_kod) = upper(?)"),
        ("fondgrupp", "--fondgrupp", fondgrupp, "lower(fondgrupp) = lower(?)"),
        ("nummer", "--mal", mal, _is("nummer")),
    ]
    asked += [(name, f"--nyckel {name}", value, _is(name)) for name, value in nyckel.items()]
    used = [entry for entry in asked if entry[2] is not None]
    for column, option, _, _ in used:
        if column not in report.nyckel:
            raise TraceError(
                f"{report.namn} är inte uppdelad så: {option} går inte att använda här."
            )
    return [(condition, value) for _, _, value, condition in used]


def _is(column: str) -> str:
    return f"coalesce(cast({quoted(column)} as varchar), '{OKANT}') = ?"


_NO_GOAL = "cast(null as varchar) as malperiod, cast(null as integer) as nummer"


def _cells(
    con: duckdb.DuckDBPyConnection, report: Rapport, matt: str, conditions: list[tuple[str, Any]]
) -> list[dict[str, Any]]:
    """The cells asked for; they are left in temp.trace_cell for `_parts`."""
    where = " and ".join(condition for condition, _ in conditions) or "true"
    keys = report.nyckel
    mal = "malperiod, nummer" if "nummer" in keys else _NO_GOAL
    grad = _grade(con, report.namn, f"{matt}_grad")
    con.execute(
        f"""
        create temp table trace_cell as
        select
            {harkomst.radnyckel(keys, "rapport")} as radnyckel,
            {mal},
            {matt} as belopp_sek,
            {_fitted(con, report.namn)} as anpassat,
            coalesce(ungefarligt, false) as ungefarligt,
            {grad} as grad,
            row_number() over (order by {", ".join(keys)}) as plats
        from mart.{report.namn} as rapport
        where {where}
        """,
        [value for _, value in conditions],
    )
    return _rows(con, "select * from temp.trace_cell order by plats")


def _grade(con: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    """The column, or an unknown where an older release does not have it."""
    (database,) = con.execute("select current_database()").fetchone() or ("",)
    return column if column in harkomst.columns(con, database, table) else "cast(null as varchar)"


def _fitted(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Whether fitted money is in a row of a report; an older release has a flag of it."""
    (database,) = con.execute("select current_database()").fetchone() or ("",)
    if "anpassat" in harkomst.columns(con, database, table):
        return "coalesce(anpassat, false)"
    return "coalesce(anpassat_sek <> 0, false)"


def _parts(
    con: duckdb.DuckDBPyConnection, report: Rapport, matt: str
) -> dict[str, list[dict[str, Any]]]:
    """The source rows of the cells in temp.trace_cell, by radnyckel."""
    (database,) = con.execute("select current_database()").fetchone() or ("",)
    query = _PARTS.format(
        kallor=harkomst.kallor(con, database),
        harkomst=harkomst.rader(con, database),
        kallrad=harkomst.kallrad(con, database),
        grad=_grade_of_the_whole(con, database),
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(con, query, [report.namn, matt]):
        found.setdefault(row["radnyckel"], []).append(row)
    return found


def _grade_of_the_whole(con: duckdb.DuckDBPyConnection, database: str) -> str:
    """SQL: how sure each participation's whole amount is; an older release says it elsewhere."""
    for table in ("bi_deltagande", "fct_deltagande"):
        if "belopp_sek_grad" in harkomst.columns(con, database, table):
            return f"select projekt_kod, namnd_kod, ar, belopp_sek_grad as grad from mart.{table}"
    return (
        "select distinct projekt_kod, namnd_kod, ar, cast(null as varchar) as grad"
        " from mart.fct_eu_medel"
    )


def _rows(
    con: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | None = None
) -> list[dict[str, Any]]:
    cursor = con.execute(query, parameters or [])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# What a row counts for as a whole is its part of its nämnd's cell: no split happens on that grain.
_PARTS = """
with hela as (
    select kallrad_id, sum(belopp_sek) as belopp_sek
    from ({harkomst}) as rader
    where rapport = 'rpt_utbetalt_per_namnd' and matt = 'belopp_sek'
    group by kallrad_id
),

-- A goal has the same share of each fund's money.
andelar as (
    select distinct b.projekt_kod, b.namnd_kod, b.ar, m.malperiod, m.nummer, b.andel
    from mart.fct_eu_medel as b
    inner join mart.dim_kf_mal as m on b.kf_mal_key = m.kf_mal_key
),

deltagande as (
    select
        projekt_kod, namnd_kod, ar, projekt_key, sum(redovisat_sek) as redovisat_sek,
        any_value(belopp_kalla) as belopp_kalla, bool_or(anpassat) as anpassat,
        bool_or(ungefarligt) as ungefarligt
    from mart.fct_eu_medel
    group by projekt_kod, namnd_kod, ar, projekt_key
),

rader as (
    select
        cell.radnyckel, cell.plats, cell.malperiod, cell.nummer,
        harkomst.kallrad_id, harkomst.belopp_sek as del_sek,
        kallrad.* exclude (kallrad_id, typ, ar, namnd_kod, projekt_kod, belopp_sek),
        kallrad.belopp_sek as rad_sek,
        coalesce(kallrad.typ, if(bokning.kallrad_id is null, 'submission', 'ledger')) as typ,
        coalesce(kallrad.ar, bokning.ar) as ar,
        coalesce(kallrad.namnd_kod, bokning.namnd_kod) as namnd_kod,
        coalesce(kallrad.projekt_kod, bokning.projekt_kod) as projekt_kod,
        bokning.serie, bokning.verifikation, bokning.konto, bokning.datum, bokning.projektkod,
        hela.belopp_sek as raknat_sek,
        harkomst.kallrad_id
            = md5(kallrad.fil_sha256 || '|' || kallrad.blad || '|' || cast(kallrad.rad as varchar))
            as ar_dess_rad
    from temp.trace_cell as cell
    inner join ({kallor}) as kalla
        on cell.radnyckel = kalla.radnyckel and kalla.rapport = ? and kalla.matt = ?
    inner join ({harkomst}) as harkomst
        on kalla.kalla_rapport = harkomst.rapport
            and kalla.kalla_radnyckel = harkomst.radnyckel
            and kalla.kalla_matt = harkomst.matt
    left join ({kallrad}) as kallrad on harkomst.kallrad_id = kallrad.kallrad_id
    left join mart.fct_utbetalning as bokning on harkomst.kallrad_id = bokning.kallrad_id
    left join hela on harkomst.kallrad_id = hela.kallrad_id
)

select
    rader.*,
    projekt.projekt, deltagande.belopp_kalla, deltagande.redovisat_sek, deltagande.anpassat,
    deltagande.ungefarligt, hela_grad.grad, andelar.andel
from rader
left join deltagande
    on rader.projekt_kod = deltagande.projekt_kod
        and rader.namnd_kod = deltagande.namnd_kod
        and rader.ar = deltagande.ar
left join mart.dim_projekt as projekt on deltagande.projekt_key = projekt.projekt_key
left join ({grad}) as hela_grad
    on rader.projekt_kod = hela_grad.projekt_kod
        and rader.namnd_kod = hela_grad.namnd_kod
        and rader.ar = hela_grad.ar
left join andelar
    on rader.projekt_kod = andelar.projekt_kod
        and rader.namnd_kod = andelar.namnd_kod
        and rader.ar = andelar.ar
        and rader.nummer is not distinct from andelar.nummer
        and rader.malperiod is not distinct from andelar.malperiod
order by rader.plats, projekt.projekt, rader.projekt_kod, rader.fil, rader.blad, rader.rad,
    rader.kallrad_id
"""


def _cell(report: Rapport, matt: str, cell: dict[str, Any], rows: list[dict[str, Any]]) -> Cell:
    total = sum((row["del_sek"] for row in rows), Decimal("0.00")) if rows else None
    faults = [*_sum_faults(cell["belopp_sek"], total), *_row_faults(rows)]
    return Cell(
        rapport=report.namn,
        radnyckel=cell["radnyckel"],
        matt=matt,
        belopp_sek=cell["belopp_sek"],
        summa_sek=total,
        anpassat=cell["anpassat"],
        ungefarligt=cell["ungefarligt"],
        grad=cell["grad"],
        bidrag=tuple(_part(report, row) for row in rows),
        fel=tuple(faults),
    )


def _sum_faults(published: Decimal | None, total: Decimal | None) -> Iterator[str]:
    if published == total:
        return
    if total is None:
        yield f"Cellen är {kronor(published)} men ingen rad ligger bakom den."
    elif published is None:
        yield f"Cellen är okänd men raderna blir tillsammans {kronor(total)}."
    else:
        yield (
            f"Raderna blir tillsammans {kronor(total)}, cellen är {kronor(published)}:"
            f" {kronor(published - total)} är oförklarat."
        )


def _row_faults(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        where = wording.plats(row["fil"], row["blad"], row["rad"])
        if row["fil"] is None:
            yield f"Källraden {row['kallrad_id']} finns inte i mart.kallrad."
        elif not row["ar_dess_rad"]:
            yield f"{where}: källradens id är inte gjort av filens innehåll, blad och rad."
        if row["kurs"] is not None and row["rad_sek"] != _in_sek(row):
            yield f"{where}: beloppet i kronor är inte beloppet i {row['valuta']} gånger kursen."


def _in_sek(row: dict[str, Any]) -> Decimal:
    amount: Decimal = row["belopp_original"] * row["kurs"]
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


_AS_READ = (
    "kallrad_id",
    "typ",
    "fil",
    "fil_sha256",
    "rad",
    "inlast_tid",
    "innehall_hash",
    "ar",
    "namnd_kod",
    "projekt_kod",
    "projekt",
    "namnd_text",
    "fond_text",
    "roll_text",
    "belopp_text",
    "ansvar_namn",
    "projektkod_namn",
    "belopp_original",
    "valuta",
    "kurs",
)


def _part(report: Rapport, row: dict[str, Any]) -> Bidrag:
    return Bidrag(
        **{name: row[name] for name in _AS_READ},
        blad=row["blad"] or "",
        projekt_text=row["projekt_text"] or row["projektkod"],
        verifikat=_voucher(row),
        rad_sek=row["raknat_sek"] if row["rad_sek"] is None else row["rad_sek"],
        belopp_sek=row["del_sek"],
        grad=row["grad"],
        regler=tuple(_rules(report, row)),
    )


def _voucher(row: dict[str, Any]) -> str | None:
    if row["konto"] is None:
        return None
    name = " ".join(part for part in (row["serie"], row["verifikation"]) if part)
    day: date | None = row["datum"]
    account = " ".join(part for part in ("konto", row["konto"], row["konto_namn"]) if part)
    parts = [f"verifikat {name}" if name else "", account, str(day or "")]
    return ", ".join(part for part in parts if part)


def _rules(report: Rapport, row: dict[str, Any]) -> Iterator[Regel]:
    """The rules a row met, in the order of the way: reading, naming, choosing, splitting."""
    yield from _rules_of_value(row)
    yield from _rules_of_name(row)
    yield from _rules_of_choice(row)
    yield from _rules_of_share(report, row)
    if row["anpassat"]:
        yield Regel("ANPASSAT", "Deltagandets belopp är anpassat: källan anger det inte självt.")
    if row["ungefarligt"]:
        yield Regel("UNGEFARLIGT", "Deltagandets belopp är ungefärligt: källan har avrundat det.")


def _rules_of_value(row: dict[str, Any]) -> Iterator[Regel]:
    original, amount = row["belopp_original"], row["rad_sek"]
    if row["kurs"] is not None:
        text = f"{tal(original)} {row['valuta']} × {tal(row['kurs'], 6)} = {kronor(amount)}"
        yield Regel("KURS", f"{text} (årets genomsnittskurs).")
    if row["typ"] == LEDGER and original and amount is not None and original == -amount:
        text = f"Bokfört som {tal(original)}: en intäkt är kredit, så tecknet vänds."
        yield Regel("TECKEN", text)


def _rules_of_name(row: dict[str, Any]) -> Iterator[Regel]:
    project = row["projekt"]
    if project is None:
        return
    if row["typ"] == LEDGER:
        code = row["projekt_text"] or row["projektkod"]
        text = f"Projektkod {code} hör" if code else "En bokning utan projektkod hör"
        yield Regel("PROJEKTKOD", f"{text} till {project}.")
    elif row["projekt_text"] is not None and row["projekt_text"].strip() != project:
        yield Regel("PROJEKTNAMN", f"Skrivet {row['projekt_text'].strip()}, räknas som {project}.")


_COUNTED_ELSEWHERE = {
    "annan_namnd": "pengarna är bokförda hos en annan nämnd och räknas där.",
    "annat_ar": "pengarna är bokförda i början av nästa år och räknas då.",
}


def _rules_of_choice(row: dict[str, Any]) -> Iterator[Regel]:
    if elsewhere := _COUNTED_ELSEWHERE.get(row["belopp_kalla"]):
        text = f"Redovisat {kronor(row['redovisat_sek'])} räknas inte här: {elsewhere}"
        yield Regel("RAKNAS_ANNANSTANS", text)
    if row["belopp_kalla"] == "skillnad" and row["typ"] == LEDGER:
        text = (
            "Bokföringen pekar inte ut något projekt: det som nämnden redovisat räknas på"
            " projekten, och bara skillnaden är okänd."
        )
        yield Regel("SKILLNAD", text)
    if row["belopp_kalla"] != "bokfort":
        return
    reported = row["redovisat_sek"]
    if row["typ"] == LEDGER:
        text = "Bokföringen gäller. "
        text += (
            "Nämnden har inte redovisat något belopp."
            if reported is None
            else (f"Nämnden redovisade {kronor(reported)} för deltagandet.")
        )
        yield Regel("BOKFORT", text)
    else:
        yield Regel(
            "EJ_BOKFORT",
            f"Redovisat {kronor(reported)} räknas inte: bokföringen täcker nämndens år och har"
            " ingen bokning för deltagandet.",
        )


def _rules_of_share(report: Rapport, row: dict[str, Any]) -> Iterator[Regel]:
    whole, part = row["raknat_sek"], row["del_sek"]
    # A row that stands for money booked without a project counts twice, with opposite signs.
    if not whole or part == whole:
        return
    # A goal has a share of the participation; what else divides its money is in the rows' words.
    of_goal = "nummer" in report.nyckel and row["andel"] is not None
    share = f" (andel {tal(row['andel'], 12)})" if of_goal else ""
    whose = organisation.filled(report.i_ord or "")
    text = f"{kronor(part)} av radens {kronor(whole)} hör till {whose}{share}."
    yield Regel("ANDEL", text)
