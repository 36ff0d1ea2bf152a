"""Commands that run the way from landing to the published mart."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.markup import escape

from fondbok import faults
from fondbok.cli.telling import tell_agreement, tell_proposal, tell_refresh
from fondbok.cli.terminal import (
    DEFAULT_HOME,
    SWEDISH,
    HomeOption,
    JsonOption,
    app,
    err,
    fail,
    give_back_stdout,
    out,
    progress_told,
)
from fondbok.ending import BLOCKED, FAULT, OK, USAGE
from fondbok.errors import FondbokError
from fondbok.paths import Home


@app.command(**SWEDISH)
def refresh(
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    full: Annotated[bool, typer.Option("--full", help="Läs och bygg allt från början.")] = False,
    accept_loss: Annotated[
        bool,
        typer.Option(
            "--accept-loss",
            help="Publicera fast filer som den gällande utgåvan bygger på är borta.",
        ),
    ] = False,
    no_publish: Annotated[
        bool,
        typer.Option(
            "--no-publish", help="Bygg och visa vad som skulle ändras, utan att publicera."
        ),
    ] = False,
    homes: Annotated[
        Path | None,
        typer.Option(
            "--homes", help="Kör alla hem i den här mappen, ett per kommun, i stället för --home."
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, help="Hur många hem som körs på en gång.")
    ] = 1,
) -> None:
    """Läs in det som är nytt, bygg, kontrollera och publicera."""
    from fondbok import pipeline

    flags = {"--full": full, "--accept-loss": accept_loss, "--no-publish": no_publish}
    if homes is not None:
        _refresh_all(homes, jobs, [flag for flag, said in flags.items() if said], as_json)
    place = Home(home)
    try:
        with progress_told(as_json) as (say, progress):
            result = pipeline.refresh(
                place,
                full=full,
                accept_loss=accept_loss,
                no_publish=no_publish,
                say=say,
                progress=progress,
            )
    except FileNotFoundError as error:
        if place.landing.is_dir():
            _refuse(faults.sentence(error), FAULT, as_json)
        _refuse(
            f"Mappen {place.landing} finns inte. Skapa den med undermapparna submissions och"
            " ledger och lägg filerna där, eller peka ut rätt mapp med --home.",
            USAGE,
            as_json,
        )
    except FondbokError as error:
        _refuse(faults.sentence(error), USAGE if error.is_asked_wrong else FAULT, as_json)
    except faults.KNOWN as error:
        _refuse(faults.sentence(error), FAULT, as_json)
    if as_json:
        typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        tell_refresh(result)
        tell_agreement(place)
        tell_proposal(place, result)
    if result.reasons:
        raise typer.Exit(BLOCKED)


def _refresh_all(folder: Path, jobs: int, flags: list[str], as_json: bool) -> NoReturn:
    """Refresh every home of a folder; the exit status is the worst of theirs."""
    from fondbok.samling import homes as of_homes
    from fondbok.samling import refreshing

    found = of_homes.find(folder)
    for note in found.notes():
        err.print(escape(note))

    def tell(ended: refreshing.Ended, number: int) -> None:
        err.print(escape(f"{number}/{len(found.homes)} {ended.mening()}"))

    ended = refreshing.refresh_all(found.homes, jobs=jobs, flags=flags, tell=tell)
    if as_json:
        told = {"hem": [asdict(each) for each in ended], "inga_hem": found.strangers}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        out.print(escape(refreshing.summary(ended)))
        for each in ended:
            if each.kod:
                out.print(escape(each.mening()))
    codes = {each.kod for each in ended} - {OK}
    raise typer.Exit(BLOCKED if codes == {BLOCKED} else FAULT if codes else OK)


def _refuse(message: str, code: int, as_json: bool) -> NoReturn:
    """A run that never came to an outcome still prints the whole object when asked for it."""
    from fondbok import pipeline

    if as_json:
        result = pipeline.RefreshResult(None, reasons=[message])
        typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    fail(message, code)


@app.command(**SWEDISH)
def samla(
    homes: Annotated[
        Path, typer.Option("--homes", help="Mappen som kommunernas hem ligger i, ett per kommun.")
    ],
    fil: Annotated[Path, typer.Option("--fil", "-o", help="Filen att skriva. Den ersätts hel.")],
    as_json: JsonOption = False,
) -> None:
    """Lägg det som många kommuner publicerat sida vid sida i en fil."""
    from fondbok.samling import gathering

    made = gathering.gather(homes, fil, say=lambda line: err.print(escape(line)))
    if as_json:
        told = {
            "fil": str(made.fil),
            "med": [{"kommun_kod": m.kommun_kod, "utgava": m.release.release_id} for m in made.med],
            "utan": made.utan,
            "noteringar": made.noteringar,
            "rader": made.rader,
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in (*made.noteringar, *made.utan):
            out.print(escape(line))
        out.print(
            escape(
                f"Skrev {made.fil}: {sum(made.rader.values())} rader i {len(made.rader)} tabeller"
                f" från {len(made.med)} hem, lika med det som är publicerat i dem."
            )
        )
    raise typer.Exit(BLOCKED if made.utan else OK)


@app.command(**SWEDISH)
def ui(
    home: HomeOption = DEFAULT_HOME,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Port på 127.0.0.1.", show_default="den i fondbok.toml"),
    ] = None,
) -> None:
    """Starta Dagsters webbsida på 127.0.0.1."""
    from fondbok import dagster_ui, settings

    place = Home(home)
    give_back_stdout()
    dagster_ui.serve(place, port or settings.read(place).dagster.port)
