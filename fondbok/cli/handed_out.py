"""Commands that write what others read: reports, tables, open data, documentation."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from fondbok import faults
from fondbok.cli.given import served_release
from fondbok.cli.terminal import (
    DEFAULT_HOME,
    SWEDISH,
    HomeOption,
    JsonOption,
    app,
    fail,
    out,
    progress_told,
)
from fondbok.ending import FAULT, USAGE
from fondbok.paths import Home


@app.command(**SWEDISH)
def report(
    ar: Annotated[int, typer.Option("--ar", help="Året som redovisas.")],
    namnd: Annotated[
        str | None,
        typer.Option("--namnd", help="Bara den nämndens tjänsteskrivelse (kod eller namn)."),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="docx, html och pdf, med komma emellan.")
    ] = "docx,html,pdf",
    till: Annotated[
        Path | None, typer.Option("--till", "-o", help="Mapp att skriva i, annars reports/<år>.")
    ] = None,
    diff_: Annotated[
        bool,
        typer.Option("--diff", help="Visa bara vad som ändrats sedan dokumenten gjordes."),
    ] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Gör årets redovisning och tjänsteskrivelser, och en sida för att utforska alla år."""
    from fondbok.documents import making

    place = Home(home)
    served_release(place)
    if diff_:
        _tell_changes(making.compare(place, ar, namnd=namnd, folder=till), as_json)
        return
    formats = [each.strip() for each in format_.split(",") if each.strip()]
    with progress_told(as_json) as (say, _):
        made = making.make(place, ar, namnd=namnd, formats=formats, folder=till, say=say)
    if as_json:
        told = {
            "filer": [str(file) for file in made.files],
            "utkast": made.drafts,
            "utan_dokument": made.left_out,
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for file in made.files:
        out.print(escape(str(file)))
    for name, reasons in made.drafts.items():
        out.print(escape(f"{name} är ett utkast. {' '.join(reasons)}"))
    if made.left_out:
        out.print(escape(f"Utan tjänsteskrivelse, inget inlämnat: {', '.join(made.left_out)}."))


def _tell_changes(found: Any, as_json: bool) -> None:
    """What the documents would state otherwise if they were made now."""
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    for name, before in found.fore.items():
        mine = [change for change in found.changes if change.dokument == name]
        since = "samma utgåva" if before == found.utgava else f"gjord av {before}"
        count = f"{len(mine)} ändrade siffror" if mine else "inga ändrade siffror"
        count = "en ändrad siffra" if len(mine) == 1 else count
        out.print(escape(f"{name} ({since}): {count}."))
        for change in mine:
            out.print(escape(f"- {change.mening}"))
    for name in found.not_made:
        out.print(escape(f"{name}: är inte gjord ännu."))
    out.print(escape(f"Utgåva som gäller: {found.utgava}."))


@app.command(**SWEDISH)
def export(
    home: HomeOption = DEFAULT_HOME,
    format_: Annotated[
        str, typer.Option("--format", help="xlsx (en arbetsbok), csv eller parquet.")
    ] = "xlsx",
    till: Annotated[
        Path | None,
        typer.Option("--till", "-o", help="Mapp att skriva i."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Skriv de publicerade tabellerna till Excel eller andra program."""
    from fondbok.report import export as exporting

    place = Home(home)
    if format_ not in exporting.FORMATS:
        fail(f"Formatet {format_} finns inte. Välj {', '.join(exporting.FORMATS)}.", USAGE)
    served_release(place)
    try:
        files = exporting.export(place.mart, till or place.exports, format_)
    except OSError as error:
        fail(f"Exporten gick inte att skriva: {faults.sentence(error)}", FAULT)
    if as_json:
        typer.echo(json.dumps({"filer": [str(file) for file in files]}, ensure_ascii=False))
        return
    for file in files:
        out.print(escape(str(file)))


@app.command("export-raw", **SWEDISH)
def export_raw(
    till: Annotated[
        Path | None,
        typer.Option("--till", "-o", help="Mapp att skriva i; mappen raw i den ersätts hel."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Skriv det som landat som Parquet, för andra motorer än DuckDB."""
    from fondbok import pipeline
    from fondbok.rawexport import making

    place = Home(home)
    with pipeline.exclusive(place):
        made = making.make(place, till or place.lake)
    if as_json:
        told = {"mapp": str(made.folder), "filer": made.files, "rader": made.rows}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    out.print(
        escape(
            f"Skrev {made.folder}: {len(made.rows)} tabeller, {sum(made.rows.values())} rader i"
            f" {made.files} filer, lästa tillbaka och lika med lagret."
        )
    )


@app.command(**SWEDISH)
def opendata(
    till: Annotated[Path, typer.Option("--till", "-o", help="Mapp att skriva i. Den ersätts hel.")],
    adress: Annotated[
        str, typer.Option("--adress", help="Webbadressen där mappen ska ligga.")
    ] = "",
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Skriv öppna data: csv och Parquet, med datapackage.json och DCAT-AP-SE."""
    from fondbok.opendata import making

    place = Home(home)
    served_release(place)
    made = making.make(place, till, adress)
    if as_json:
        told = {"filer": [str(file) for file in made.files], "att_veta": made.sentences}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in (*map(str, made.files), *made.sentences):
        out.print(escape(line))


@app.command(**SWEDISH)
def docs(home: HomeOption = DEFAULT_HOME) -> None:
    """Skriv dokumentationen som webbsidor i hemmappen: tabellerna, och modellerna bakom dem."""
    from fondbok import pipeline
    from fondbok.documents import dataordbok
    from fondbok.saving import replace_file
    from fondbok.warehouse import docs as models

    place = Home(home)
    with pipeline.exclusive(place):
        page = models.dbt_docs(place)
    out.print(escape(f"Skrev {page}"))
    if place.mart.is_file():
        tables = page.parent / dataordbok.FILE
        replace_file(tables, dataordbok.make(place.mart))
        out.print(escape(f"Skrev {tables}"))
