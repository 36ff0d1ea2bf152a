"""Commands for whoever keeps a home: making it, looking after it, copying it, erasing in it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from fondbok import faults
from fondbok.cli.given import existing, question_asked
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
def init(
    home: HomeOption = DEFAULT_HOME,
    namn: Annotated[str, typer.Option("--namn", help="Kommunens namn i dokumenten.")] = "",
    andra_namn: Annotated[
        list[str] | None, typer.Option("--andra-namn", help="Vad den också kallas. Kan upprepas.")
    ] = None,
    slag: Annotated[
        str, typer.Option("--slag", help="kommun, region eller kommunalförbund.")
    ] = "kommun",
    organisationsnummer: Annotated[
        str, typer.Option("--organisationsnummer", help="Tio siffror.")
    ] = "",
    kommunkod: Annotated[str, typer.Option("--kommunkod", help="Fyra siffror.")] = "",
) -> None:
    """Gör en mapp för en kommun, med allt som ska fyllas i."""
    from fondbok.reference import start

    if not namn.strip():
        if not sys.stdin.isatty():
            fail('Ange kommunens namn: fondbok init --namn "Exempelstads kommun".', USAGE)
        namn = typer.prompt("Vad heter kommunen, som det ska stå i dokumenten")
        organisationsnummer = organisationsnummer or typer.prompt(
            "Organisationsnummer (Enter om ni fyller i det senare)", default="", show_default=False
        )
        kommunkod = kommunkod or typer.prompt(
            "Kommunkod (Enter om ni fyller i den senare)", default="", show_default=False
        )
    place = Home(home)
    try:
        done = start.init(
            place,
            namn,
            andra_namn=tuple(andra_namn or ()),
            slag=slag,
            organisationsnummer=organisationsnummer,
            kommunkod=kommunkod,
        )
    except OSError as error:
        fail(f"Mappen gick inte att skriva: {faults.sentence(error)}", FAULT)
    for path in done.left:
        out.print(escape(f"{path} fanns redan och är orörd."))
    out.print(escape(f"{len(done.made)} filer skrivna i {place.root}."))
    out.print(escape(f"Läs {place.root / 'referens' / 'LAS_MIG.md'} och fyll i i den ordningen."))
    out.print(escape(f"Sedan säger fondbok doctor --home {place.root} vad som är kvar."))


@app.command(**SWEDISH)
def doctor(home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """Säg vad som saknas eller är fel, och vad man gör åt det."""
    from fondbok import doctor as doctors

    found = doctors.examine(Home(home))
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        words = {"ok": "ok", "valfritt": "valfritt", "saknas": "att göra", "fel": "fel"}
        table = Table("Läge", "Vad", "Gör så här", box=None)
        for each in found:
            table.add_row(words[each.lage], escape(each.vad), escape(each.gor))
        out.print(table)
    if not doctors.ready(found):
        raise typer.Exit(FAULT)


@app.command(**SWEDISH)
def larm(home: HomeOption = DEFAULT_HOME) -> None:
    """Skicka ett provlarm till dem som står under larm i fondbok.toml."""
    from fondbok import settings
    from fondbok.operations import alerts

    place = Home(home)
    chosen = settings.read(place).larm
    if not chosen.is_set:
        fail(
            f"Ingen larmas. Skriv till exempel detta i {place.root / settings.names.FILE}:"
            ' [larm] och e_post = ["drift@example.org"].',
            USAGE,
        )
    title, text = alerts.titled(place, "prov av larm"), "Det här är ett prov. Inget är fel."
    failed = alerts.send(chosen, title, text, {"utfall": "prov"})
    if failed:
        fail(" ".join(failed), FAULT)
    webhook = () if chosen.webhook is None else (str(chosen.webhook),)
    out.print(escape(f"Skickat till {', '.join((*chosen.e_post, *webhook))}."))


@app.command(**SWEDISH)
def backup(
    out_file: Annotated[
        Path, typer.Option("-o", "--output", help="Filen (.zip), eller en mapp att lägga den i.")
    ],
    home: HomeOption = DEFAULT_HOME,
    utan_landing: Annotated[
        bool,
        typer.Option("--utan-landing", help="Ta bara med kontrollsummor av filerna i landing."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Skriv en säkerhetskopia av allt som inte går att göra om."""
    from fondbok.operations import backup as backups

    done = backups.backup(Home(home), out_file, with_landing=not utan_landing)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False, default=str))
        return
    for note in done.notiser:
        out.print(escape(f"- {note}"))
    size = f"{done.storlek / 1024**2:.1f}".replace(".", ",")
    out.print(escape(f"{done.fil}: {done.antal} filer, {size} MB, läst tillbaka."))


@app.command(**SWEDISH)
def restore(
    file: Annotated[Path, typer.Argument(help="Säkerhetskopian.")],
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Återställ en säkerhetskopia i en tom mapp."""
    from fondbok.operations import restore as restoring

    done = restoring.restore(existing(file), Home(home))
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False, default=str))
        return
    for note in done.notiser:
        out.print(escape(f"- {note}"))
    out.print(escape(f"{done.antal} filer återställda i {done.mapp}, som de var {done.gjord}."))
    out.print(escape(f"Kör fondbok doctor --home {done.mapp} och sedan fondbok refresh."))


@app.command(**SWEDISH)
def radera(
    orden: Annotated[
        list[str] | None, typer.Option("--ord", help="Ett namn eller annat ord. Kan upprepas.")
    ] = None,
    fil: Annotated[
        Path | None, typer.Option("--fil", "-f", help="Läs orden ur en fil, ett per rad.")
    ] = None,
    genomfor: Annotated[
        bool, typer.Option("--genomfor", help="Radera. Annars visas bara var orden står.")
    ] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Filer som är borta ur landing ska vara borta.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Visa var en persons uppgifter står, eller radera dem ur allt som gjorts av landing."""
    from fondbok.operations import erasure

    place = Home(home)
    words = (
        [*(orden or ()), *(question_asked(None, fil) or "").splitlines()] if fil else orden or []
    )
    if genomfor:
        with progress_told(as_json) as (say, _):
            found = erasure.erase(place, words, accept_loss=accept_loss, say=say)
    else:
        found = erasure.look(place, words)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        for line in found.meningar():
            out.print(escape(line))
        out.print("Orden står någonstans." if found.nagonstans else "Orden står ingenstans.")
        out.print(escape(erasure.OUT_OF_REACH))
    if found.nagonstans:
        raise typer.Exit(FAULT)
