"""Commands about what is published: who has handed in, figures and their rows, releases."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import duckdb
import typer
from rich.markup import escape
from rich.table import Table

from fondbok.cli.given import question_asked, served_release
from fondbok.cli.telling import tell_uncounted
from fondbok.cli.terminal import DEFAULT_HOME, SWEDISH, HomeOption, JsonOption, app, fail, out
from fondbok.ending import FAULT, USAGE
from fondbok.paths import Home


@app.command(**SWEDISH)
def status(
    home: HomeOption = DEFAULT_HOME,
    ar: Annotated[int | None, typer.Option("--ar", help="Visa bara ett år.")] = None,
    as_json: JsonOption = False,
    health: Annotated[
        bool,
        typer.Option(
            "--health",
            help="Hur det står till, för övervakning: kod 0 frisk, 1 varning, 2 kritisk.",
        ),
    ] = False,
    larma: Annotated[
        bool,
        typer.Option(
            "--larma",
            help="Med --health: säg det också till dem som står under larm i fondbok.toml, när"
            " något nytt är fel och när det är över.",
        ),
    ] = False,
) -> None:
    """Vem som har lämnat in, vad som är fel och vilken utgåva som gäller."""
    from fondbok import grader, pipeline
    from fondbok.publish.wording import HANDED_IN

    place = Home(home)
    if health or larma:
        _tell_condition(place, as_json, larma)
    served = served_release(place)
    with duckdb.connect(str(place.mart), read_only=True) as con:
        cursor = con.execute(
            "select ar, namnd_kod, namnd, status, antal_projekt_olika, antal_avvisade,"
            " antal_fynd, version, inlamningsdatum, fil from mart.rpt_inlamning"
            " where ar = ? or ? is null"
            " order by ar, namnd, version",
            [ar, ar],
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if ar is not None and not rows:
            _no_such_year(con, ar)
        uncounted = pipeline.uncounted(con, ar)
        agreed = grader.agreement(con, ar)
    if as_json:
        body = {
            "release": asdict(served),
            "inlamningar": rows,
            "raknas_inte": uncounted,
            "avstamning": asdict(agreed) if agreed else None,
        }
        typer.echo(json.dumps(body, ensure_ascii=False, default=str))
        return
    out.print(f"Utgåva {served.release_id}, publicerad {served.publicerad:%Y-%m-%d %H:%M} UTC")
    tell_uncounted(uncounted)
    if agreed:
        out.print(f"Mot publicerade siffror: {agreed.sentence}.")
    table = Table(
        *("År", "Nämnd", "Status", "Projekt", "Avvisade", "Fynd", "Version", "Datum", "Fil"),
        box=None,
    )
    for row in rows:
        row["status"] = HANDED_IN.get(row["status"], row["status"])
        cells = (row[name] for name in names if name != "namnd_kod")
        table.add_row(*("" if value is None else escape(str(value)) for value in cells))
    out.print(table)


def _tell_condition(home: Home, as_json: bool, larma: bool) -> NoReturn:
    from fondbok.operations import condition, watch

    if not home.root.is_dir():
        fail(f"Mappen {home.root} finns inte. Peka ut rätt mapp med --home.", USAGE)
    found = condition.look(home)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        for line in found.lines():
            typer.echo(line)
    unsaid = watch.tell(home, found) if larma else []
    for line in unsaid:
        typer.echo(line, err=True)
    raise typer.Exit(max(found.code, condition.CODES["varning"] if unsaid else 0))


def _no_such_year(con: duckdb.DuckDBPyConnection, ar: int) -> NoReturn:
    rows = con.execute("select distinct ar from mart.rpt_inlamning order by ar").fetchall()
    years = ", ".join(str(year) for (year,) in rows) or "inga"
    fail(f"Utgåvan har inget för år {ar}. År som finns: {years}.", USAGE)


@app.command(**SWEDISH)
def tables(home: HomeOption = DEFAULT_HOME) -> None:
    """Skriv årets tabeller ur den publicerade databasen."""
    from fondbok.report import terminal

    place = Home(home)
    served_release(place)
    terminal.print_tables(place.mart, out)


@app.command(**SWEDISH)
def trace(
    rapport: Annotated[
        str, typer.Argument(help="Rapportens tabell, t.ex. rpt_utbetalt_per_namnd.")
    ],
    home: HomeOption = DEFAULT_HOME,
    ar: Annotated[int | None, typer.Option("--ar", help="År.")] = None,
    namnd: Annotated[str | None, typer.Option("--namnd", help="Nämndens kod, t.ex. ASN.")] = None,
    fondgrupp: Annotated[str | None, typer.Option("--fondgrupp", help="Fondgrupp.")] = None,
    mal: Annotated[str | None, typer.Option("--mal", help="KF-målets nummer, eller okant.")] = None,
    nyckel: Annotated[
        list[str] | None,
        typer.Option("--nyckel", help="KOLUMN=VÄRDE i en annan rapports nyckel, eller =okant."),
    ] = None,
    matt: Annotated[str, typer.Option("--matt", help="Kolumnen med beloppet.")] = "belopp_sek",
    verifiera: Annotated[
        bool, typer.Option("--verifiera", help="Läs också om filerna och jämför.")
    ] = False,
    utgava: Annotated[str, typer.Option("--utgava", help="En utgåva som finns kvar.")] = "aktuell",
    as_json: JsonOption = False,
) -> None:
    """Följ en siffra ned till fil, blad och rad."""
    from fondbok import seeds
    from fondbok.publish import kept
    from fondbok.publish import trace as tracing
    from fondbok.publish.trace import files as trace_files
    from fondbok.publish.trace import view as trace_view

    place = Home(home)
    if (place.tables / "organisation.csv").is_file():  # what the city is called
        seeds.use(place.tables)
    mart = kept.file(place, kept.resolve(place, utgava))
    found = tracing.trace(
        mart,
        rapport,
        ar=ar,
        namnd=namnd,
        fondgrupp=fondgrupp,
        mal=mal,
        nyckel=dict(part.partition("=")[::2] for part in nyckel or ()),
        matt=matt,
    )
    answers = trace_files.verify(place, found) if verifiera else None
    if as_json:
        typer.echo(json.dumps(trace_view.as_json(found, answers), ensure_ascii=False, default=str))
    else:
        trace_view.render(found, out, answers)
    if not found.stammer or any(a.utfall == "avviker" for a in (answers or {}).values()):
        raise typer.Exit(FAULT)


@app.command(**SWEDISH)
def diff(
    a: Annotated[str, typer.Argument(help="Den ena utgåvan (namn, aktuell eller foregaende).")],
    b: Annotated[str, typer.Argument(help="Den andra utgåvan.")],
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Visa varje publicerad siffra som skiljer två utgåvor, och raderna bakom."""
    from fondbok.publish import comparison
    from fondbok.publish.comparison import view

    found = comparison.diff(Home(home), a, b)
    if as_json:
        typer.echo(json.dumps(view.as_json(found), ensure_ascii=False, default=str))
    else:
        view.render(found, out)


@app.command(**SWEDISH)
def sql(
    fraga: Annotated[
        str | None, typer.Argument(help="Frågan, eller - för att läsa den från standard in.")
    ] = None,
    fil: Annotated[Path | None, typer.Option("--fil", "-f", help="Läs frågan ur en fil.")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="table (på skärmen), csv eller json.")
    ] = "table",
    utgava: Annotated[
        str, typer.Option("--utgava", help="Fråga en äldre utgåva (namn eller foregaende).")
    ] = "aktuell",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Ställ en fråga i SQL till den publicerade databasen. Utan fråga öppnas en dialog."""
    from fondbok.publish import kept
    from fondbok.report import query

    place = Home(home)
    if format_ not in query.FORMATS:
        fail(f"Formatet {format_} finns inte. Välj {', '.join(query.FORMATS)}.", USAGE)
    if fraga and fil:
        fail("Skriv frågan eller ange en fil, inte båda.", USAGE)
    served_release(place)
    mart = kept.file(place, kept.resolve(place, utgava))
    asked = question_asked(fraga, fil)
    with query.opened(mart) as con:
        if asked is None:
            query.shell(con, out, _line_read())
        elif format_ == "table":
            query.show(query.ask(con, asked), out)
        else:
            for line in query.lines(query.ask(con, asked), format_):
                typer.echo(line)


def _line_read() -> Callable[[str], str]:
    """How a line is read from the one at the terminal: with arrows and history where there are."""
    with suppress(ImportError):
        import readline  # noqa: F401
    return input


@app.command(**SWEDISH)
def releases(
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    journal: Annotated[
        bool, typer.Option("--journal", help="Visa allt som har gällt, även det som gallrats.")
    ] = False,
) -> None:
    """Utgåvor som finns kvar, i den ordning de senast började gälla, och varför."""
    from fondbok.publish import journal as journals
    from fondbok.publish import release

    place = Home(home)
    posts = release.history(place)
    if journal:
        _tell_journal([{**asdict(post), "nar": post.nar.isoformat()} for post in posts], as_json)
        return
    last = journals.latest(posts)
    order = list(last)
    manifests = sorted(
        release.kept(place),
        key=lambda m: order.index(m["release_id"]) if m["release_id"] in last else -1,
    )
    served = release.current(place)
    rows = [
        {
            **m,
            **_served_as(last.get(m["release_id"])),
            "aktuell": served is not None and m["release_id"] == served.release_id,
        }
        for m in manifests
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        out.print("Det finns inga utgåvor ännu. Kör fondbok refresh.")
        return
    table = Table(
        "", "Utgåva", "Började gälla (UTC)", "Hur", "Varför", "Filer", "Rader", "Kod", box=None
    )
    for row in rows:
        table.add_row(
            "*" if row["aktuell"] else "",
            row["release_id"],
            (row["galler_fran"] or row["publicerad"]).replace("T", " "),
            journals.SAID.get(row["handling"], ""),
            escape(row["orsak"] or ""),
            str(row["antal_filer"]),
            str(row["antal_rader"]),
            row["kod_version"],
        )
    out.print(table)


def _served_as(post: Any) -> dict[str, str | None]:
    """When and why a release last began to be served, as far as the journal knows."""
    if post is None:
        return dict.fromkeys(("galler_fran", "handling", "orsak", "korning", "vem"))
    return {
        "galler_fran": post.nar.isoformat(),
        "handling": post.handling,
        "orsak": post.orsak,
        "korning": post.korning,
        "vem": post.vem,
    }


def _tell_journal(posts: list[dict[str, Any]], as_json: bool) -> None:
    from fondbok.publish.journal import SAID

    if as_json:
        typer.echo(json.dumps(posts, ensure_ascii=False))
        return
    table = Table("När (UTC)", "Utgåva", "Hur", "Varför", "Körning", "Konto", box=None)
    for post in posts:
        told = {**post, "handling": SAID.get(post["handling"], post["handling"])}
        cells = (told[name] for name in ("nar", "utgava", "handling", "orsak", "korning", "vem"))
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)


@app.command(**SWEDISH)
def rollback(
    utgava: Annotated[str, typer.Argument(help="Utgåvan som ska gälla igen.")],
    motiv: Annotated[str, typer.Option("--motiv", help="Varför, utan personnamn.")] = "",
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Låt en tidigare utgåva gälla igen, tills indata eller programmet ändras."""
    from fondbok.publish import rollback as rolling

    done = rolling.rollback(Home(home), utgava, motiv=motiv)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False, default=str))
        return
    for sentence in done.meningar():
        out.print(escape(sentence))
