"""Commands about what is handed in: what a file says, the form, and names of one project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.markup import escape
from rich.table import Table

from fondbok import language
from fondbok.cli.given import each_file, existing, served_release, with_reference
from fondbok.cli.terminal import DEFAULT_HOME, SWEDISH, HomeOption, JsonOption, app, fail, out
from fondbok.ending import FAULT, USAGE
from fondbok.paths import Home


@app.command(**SWEDISH)
def check(
    files: Annotated[list[Path], typer.Argument(help="Filer eller mappar att granska.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Visa vad systemet läser ut av filer, cell för cell, utan att läsa in dem."""
    from fondbok.report import checked
    from fondbok.warehouse import single

    place = with_reference(home)
    rejected = 0
    for file in each_file(files):
        rejected += checked.tell(file, single.rows(file, place.profiles), out)
    if rejected:
        raise typer.Exit(FAULT)


@app.command(**SWEDISH)
def inspect(
    file: Annotated[Path, typer.Argument(help="Fil att läsa.")],
    as_json: JsonOption = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Skriv filens rader som systemet förstår dem, ett JSON-objekt per rad."""
    from fondbok.warehouse import single

    del as_json  # the output is JSON either way; the flag is part of the contract
    for row in single.rows(existing(file), with_reference(home).profiles):
        typer.echo(json.dumps(row, ensure_ascii=False))


@app.command(**SWEDISH)
def template(
    namnd: Annotated[str, typer.Option("--namnd", help="Nämndens kod eller namn, t.ex. ASN.")],
    ar: Annotated[int, typer.Option("--ar", help="Året som ska redovisas.")],
    out_file: Annotated[Path, typer.Option("-o", "--output", help="Arbetsboken som skrivs.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Skriv arbetsboken för en nämnd och ett år, med förra årets projekt ifyllda."""
    from fondbok import template as templates

    if out_file.is_dir() or out_file.suffix.lower() != ".xlsx":
        fail(f"Mallen är en arbetsbok: ange en fil som slutar på .xlsx, inte {out_file}.", USAGE)
    templates.write(namnd, ar, out_file, with_reference(home).mart)
    out.print(escape(f"Skrev {out_file}"))


@app.command(**SWEDISH)
def pairs(
    home: HomeOption = DEFAULT_HOME,
    samma: Annotated[
        tuple[str, str] | None, typer.Option("--samma", help="Två namn på ett projekt.")
    ] = None,
    skilda: Annotated[
        tuple[str, str] | None, typer.Option("--skilda", help="Två projekt, inte ett.")
    ] = None,
    angra: Annotated[
        tuple[str, str] | None, typer.Option("--angra", help="Ta tillbaka ett beslut.")
    ] = None,
    motiv: Annotated[str, typer.Option("--motiv", help="Varför, utan personnamn.")] = "",
    alla: Annotated[bool, typer.Option("--alla", help="Visa även avgjorda par.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Visa projekt som kan vara samma, eller avgör ett par."""
    place = Home(home)
    served_release(place)
    if samma or skilda or angra:
        _decide(place, samma, skilda, angra, motiv)
        return
    with duckdb.connect(str(place.mart), read_only=True) as con:
        rows = con.execute(
            "select projekt_a, projekt_b, likhet, beslut from kvalitet.projektpar"
            " where beslut = 'obeslutat' or ? order by likhet desc, projekt_a, projekt_b",
            [alla],
        ).fetchall()
    if as_json:
        names = ("projekt_a", "projekt_b", "likhet", "beslut")
        body = [dict(zip(names, row, strict=True)) for row in rows]
        typer.echo(json.dumps(body, ensure_ascii=False, default=str))
        return
    if not rows:
        out.print("Inga par väntar på beslut.")
        return
    table = Table("Projekt", "Projekt", "Likhet", "Beslut", box=None)
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row))
    out.print(table)
    out.print('Avgör ett par: fondbok pairs --samma "A" "B" eller --skilda "A" "B", med --motiv.')


def _decide(
    home: Home,
    samma: tuple[str, str] | None,
    skilda: tuple[str, str] | None,
    angra: tuple[str, str] | None,
    motiv: str,
) -> None:
    from fondbok.reference.decisions import Decisions

    if sum(map(bool, (samma, skilda, angra))) > 1:
        fail("Ange en av --samma, --skilda och --angra.", USAGE)
    if not angra and not motiv.strip():
        fail("Ange --motiv: varför paret är samma eller skilda.", USAGE)
    with duckdb.connect(str(home.mart), read_only=True) as con:
        names = con.execute("select distinct projekt from mart.dim_projekt").fetchall()
    decisions = Decisions(home.referens, frozenset(name for (name,) in names))
    if samma:
        out.print(escape(decisions.same(*samma, motiv=motiv)))
    if skilda:
        out.print(escape(decisions.different(*skilda, motiv=motiv)))
    if angra:
        out.print(escape(decisions.undo(*angra)))


profile = typer.Typer(
    cls=language.SwedishGroup,
    no_args_is_help=True,
    options_metavar="[FLAGGOR]",
    subcommand_metavar="KOMMANDO ...",
    help="Profiler för bokföringsexporter.",
)


app.add_typer(profile, name="profile")


@profile.command("suggest", **SWEDISH)
def profile_suggest(
    file: Annotated[Path, typer.Argument(help="Ett exempel på exporten.")],
) -> None:
    """Föreslå en profil (YAML) för en export; spara den i profiles/ och läs igenom den."""
    from fondbok.ledger import suggest

    typer.echo(suggest.suggest(existing(file)), nl=False)
