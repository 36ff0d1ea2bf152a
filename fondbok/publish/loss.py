"""What the served release has and the next one would not, because files are gone or say nothing.

Belongs here: which (nämnd, år) a release has from which file, and what became of it. A file that
was corrected, renamed or replaced by one that says the same loses nothing; neither does a decision
in the seeds that moves money. Does not belong here: what is done about a loss (`fondbok.pipeline`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from fondbok.publish import harkomst
from fondbok.publish.wording import kronor

SHOWN = 40  # losses that are told one by one
WHAT_TO_DO = (
    "Lägg tillbaka filerna, eller se till att programmet får läsa dem, och kör igen. Är det"
    " meningen att de ska bort: kör fondbok refresh --accept-loss."
)


@dataclass(frozen=True)
class Forlust:
    """A (nämnd, år) that the served release has from a file and the next one would not have.

    Attributes:
        typ: submission | ledger.
        ar: the year.
        namnd_kod: the nämnd.
        fil: the file it came from, as the served release names it.
        belopp_sek: the money that would be lost, None when the release names no amount.
        orsak: what has become of the file, in Swedish.
    """

    typ: str
    ar: int
    namnd_kod: str
    fil: str
    belopp_sek: Decimal | None
    orsak: str

    def mening(self) -> str:
        """The loss as one Swedish sentence."""
        what = "underlaget" if self.typ == "submission" else "bokföringen"
        money = "utan belopp" if self.belopp_sek is None else kronor(self.belopp_sek)
        return f"{self.namnd_kod} {self.ar}: {money} ur {what} {self.fil}. {self.orsak}"


def meningar(found: list[Forlust]) -> list[str]:
    """All losses, as the operator is told them."""
    if not found:
        return []
    lines = [each.mening() for each in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"Och {len(found) - SHOWN} till.")
    head = f"{len(found)} redovisningar i den utgåva som gäller finns inte längre i landing/."
    return [head.replace("1 redovisningar", "1 redovisning", 1), *lines, WHAT_TO_DO]


def is_within(found: list[Forlust], kronor: Decimal) -> bool:
    """Whether losses come to no more than an amount; one whose amount is unknown never does."""
    amounts = [each.belopp_sek for each in found]
    return kronor > 0 and None not in amounts and sum(map(abs, filter(None, amounts))) <= kronor


def losses(served: Path, warehouse: Path) -> list[Forlust]:
    """What would be lost if the warehouse were published in the place of a release.

    Args:
        served: the release being served.
        warehouse: the build database, landed; built too, unless the build was stopped.

    Returns:
        The losses, by year, nämnd and file.
    """
    with (
        duckdb.connect() as con,
        harkomst.attached(con, served, "fore"),
        harkomst.attached(con, warehouse, "efter"),
    ):
        if not harkomst.columns(con, "fore", "kallrad"):
            return []
        con.execute(f"create temp table fore_ger as {_gives(con, 'fore')}")
        built = bool(harkomst.columns(con, "efter", "fil", "kvalitet"))
        con.execute(_READ if built else _READ_RAW)
        if built:
            con.execute(f"create temp table efter_ger as {_gives(con, 'efter')}")
        con.execute(_missing(con, built=built))
        return [Forlust(*row) for row in con.execute(_LOSSES).fetchall()]


def everything(served: Path, orsak: str) -> list[Forlust]:
    """All that a release has, when there is no landing folder to read."""
    with duckdb.connect() as con, harkomst.attached(con, served, "fore"):
        if not harkomst.columns(con, "fore", "kallrad"):
            return []
        rows = con.execute(
            "select typ, ar, namnd_kod, fil, belopp_sek, ?::varchar"
            f" from ({_gives(con, 'fore')}) order by ar, namnd_kod, typ, fil",
            [orsak],
        ).fetchall()
    return [Forlust(*row) for row in rows]


def _gives(con: duckdb.DuckDBPyConnection, database: str) -> str:
    """SQL: each file's (nämnd, år) in a release, with its money: what counts, not what it replaced.

    A submission without projects has no source row; it is handed in all the same.
    """
    counted = f"""
        select typ, fil, fil_sha256, namnd_kod, ar, sum(belopp_sek) as belopp_sek
        from ({harkomst.kallrad(con, database)})
        where typ in ('submission', 'ledger') and namnd_kod is not null and ar is not null
        group by all
    """
    there = harkomst.columns(con, database, "rpt_inlamning")
    # Called so by older releases.
    number = "antal_projekt" if "antal_projekt" in there else "antal_projekt_olika"
    if not {"status", number, "antal_avvisade", "fil"} <= there.keys():
        return counted
    return f"""
        with counted as ({counted})
        from counted
        union all
        select distinct
            'submission', handed.fil, fil.fil_sha256, handed.namnd_kod, handed.ar,
            cast(null as decimal(18, 2))
        from {database}.mart.rpt_inlamning as handed
        inner join {database}.kvalitet.fil as fil on handed.fil = fil.fil
        anti join counted
            on fil.fil_sha256 = counted.fil_sha256
                and handed.namnd_kod = counted.namnd_kod
                and handed.ar = counted.ar
        where handed.status in ('inlamnad', 'inlamnad_med_fel', 'inlamnad_utan_projekt')
            and coalesce(handed.{number}, 0) = 0
            and coalesce(handed.antal_avvisade, 0) = 0
    """


# The contents that the next release would be made of; one whose every row is rejected says nothing.
_READ = """
create temp table register as
select fil, typ, status, orsak, rader_avvisade from efter.kvalitet.fil;
create temp table last as
select fil_sha256 from efter.kvalitet.fil
where status not in ('avvisad', 'ignorerad')
    and (rader_laddade + rader_ersatta > 0 or rader_avvisade = 0)
"""
_READ_RAW = """
create temp table register as
select fil, typ, status, orsak, rader_avvisade from efter.raw.fil;
create temp table last as
select fil_sha256 from efter.raw.fil
where status not in ('avvisad', 'ignorerad')
    and (rader_lasta > rader_avvisade or rader_avvisade = 0);
-- Nothing was built of what was corrected: it is taken to say what it said.
create temp table efter_ger as
from fore_ger semi join (
    from register where status not in ('avvisad', 'ignorerad')
) using (typ, fil)
"""


def _missing(con: duckdb.DuckDBPyConnection, *, built: bool) -> str:
    """SQL: what no file gives any more.

    A content that is still read has lost nothing: decisions may have moved its money. A corrected
    file is known by its name; a correction under a new name by giving what the served release had
    from other files only. Of a ledger only bookings that are in no file now are lost.
    """
    missing = """
        create temp table missing as
        select lost.*
        from fore_ger as lost
        anti join last using (fil_sha256)
        anti join efter_ger as corrected using (typ, fil, namnd_kod, ar)
        anti join (
            from efter_ger anti join fore_ger using (typ, fil, namnd_kod, ar)
            anti join fore_ger using (fil_sha256)
        ) as renewed
            on lost.typ = 'submission'
                and lost.typ = renewed.typ
                and lost.namnd_kod = renewed.namnd_kod
                and lost.ar = renewed.ar
    """
    if not (built and _has_bookings(con)):
        return missing
    return f"""
        {missing};
        create temp table bookings as
        select missing.fil_sha256, booked.*
        from missing
        inner join ({harkomst.kallrad(con, "fore")}) as source
            using (fil_sha256, namnd_kod, ar)
        inner join ({_bookings("fore")}) as booked using (kallrad_id)
        where missing.typ = 'ledger';
        delete from bookings where (ar, serie, nyckel) in (
            select (ar, serie, nyckel) from ({_bookings("efter")})
        ) or (ar, namnd_kod, datum, konto, belopp_sek) in (
            select (ar, namnd_kod, datum, konto, belopp_sek) from ({_bookings("efter")})
        );
        create or replace temp table missing as
        select * from missing where typ <> 'ledger'
        union all
        select
            'ledger', missing.fil, fil_sha256, namnd_kod, ar,
            sum(bookings.belopp_sek)
        from missing inner join bookings using (fil_sha256, namnd_kod, ar)
        where missing.typ = 'ledger'
        group by all
    """


def _has_bookings(con: duckdb.DuckDBPyConnection) -> bool:
    needed = {"kallrad_id", "ar", "namnd_kod", "serie", "verifikation", "datum", "belopp_sek"}
    return all(
        needed <= harkomst.columns(con, name, "fct_utbetalning").keys()
        for name in ("fore", "efter")
    )


def _bookings(database: str) -> str:
    """SQL: bookings with what a later file would replace them by: the voucher, else the month."""
    return f"""
        select
            kallrad_id, ar, namnd_kod, datum, konto, belopp_sek,
            coalesce(serie, '') as serie,
            coalesce(verifikation || ' ' || datum, strftime(datum, '%Y-%m')) as nyckel
        from {database}.mart.fct_utbetalning
    """


_LOSSES = """
select
    missing.typ, missing.ar, missing.namnd_kod, missing.fil, missing.belopp_sek,
    case
        when register.fil is null then 'Filen finns inte i landing/.'
        when register.orsak is not null then register.orsak
        when register.rader_avvisade > 0 then 'Filens rader för det året avvisas nu.'
        else 'Filen säger inte längre något om det året.'
    end
from missing
left join register on missing.fil = register.fil and missing.typ = register.typ
order by missing.ar, missing.namnd_kod, missing.typ, missing.fil
"""
