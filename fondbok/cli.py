"""The command line.

Belongs here: arguments, exit codes and what a person sees. Every command calls one function of the
library; nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

# First: typer looks its texts up when it is imported.
from fondbok import __version__, faults, language

# isort: split
import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from typer._click.exceptions import ClickException

from fondbok.ending import (
    BLOCKED,
    FAULT,
    INTERRUPTED,
    OK,
    TERMINATED,
    USAGE,
    Terminated,
    on_sigterm,
)
from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.publish import release as releases_of
from fondbok.publish.release import Release

OTHER_VERSION = (
    "Utgåvan är gjord av en annan version av Fondbok och saknar något som kommandot läser. Kör"
    " fondbok refresh, så byggs den om av den här versionen."
)
SWEDISH: dict[str, Any] = {"cls": language.SwedishCommand, "options_metavar": "[FLAGGOR]"}


class _Answered(language.SwedishGroup):
    """Every command ends with a sentence and an exit code where Fondbok says no, never a trace."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except FondbokError as error:
            fail(str(error), USAGE if error.is_asked_wrong else FAULT)
        except (duckdb.CatalogException, duckdb.BinderException):
            fail(OTHER_VERSION, FAULT)
        except faults.KNOWN as error:
            fail(faults.sentence(error), FAULT)
        except Terminated as error:  # before typer makes them a code without a word
            fail(str(error), TERMINATED)
        except KeyboardInterrupt:
            fail("Avbrutet. Det som var publicerat gäller.", INTERRUPTED)


app = typer.Typer(
    cls=_Answered,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[FLAGGOR]",
    subcommand_metavar="KOMMANDO ...",
    pretty_exceptions_enable=False,
    help="Fondbok: från underlag och bokföring till en publicerad och avstämd databas.",
)
WIDE = 160  # columns of a table in a file or a pipe, where there is no window to fit

out = Console(width=None if sys.stdout.isatty() else WIDE, soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def _folder(home: Path) -> Path:
    if home.exists() and not home.is_dir():
        fail(f"{home} är en fil. Ange en mapp med --home.", USAGE)
    return home


HomeOption = Annotated[
    Path,
    typer.Option("--home", envvar="FONDBOK_HOME", callback=_folder, help="Mappen där allt ligger."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Skriv ett JSON-objekt i stället.")]
DEFAULT_HOME = Path("var")
MOST_TOLD = 20  # findings told one by one on the terminal


def main() -> None:
    """Entry point: a broken pipe, Ctrl-C or a plea to stop ends with a sentence and a code."""
    on_sigterm()
    _keep_stdout()
    try:
        code = app(standalone_mode=False)
    except ClickException as error:
        ctx = getattr(error, "ctx", None)
        err.print(f"[red]{escape(language.mening(error))}[/red]")
        err.print(escape(f"Skriv {ctx.command_path if ctx else 'fondbok'} --help för hjälp."))
        sys.exit(USAGE)
    except (typer.Abort, KeyboardInterrupt):
        err.print("Avbrutet.")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAULT)
    sys.exit(code if isinstance(code, int) else OK)


def _keep_stdout() -> None:
    """Let nobody but this program write to standard output: what reads it wants the answer alone.

    DuckDB draws a bar there, past Python, when a question takes more than two seconds.
    """
    if sys.stdout is not sys.__stdout__ or sys.stdout is None:
        return  # somebody has taken it already
    sys.stdout.flush()
    sys.stdout = os.fdopen(
        os.dup(1), "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors, closefd=True
    )
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def give_back_stdout() -> None:
    """Let standard output be what it was, for another program that this process becomes."""
    sys.stdout.flush()
    os.dup2(sys.stdout.fileno(), 1)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"fondbok {__version__}")
        raise typer.Exit


@app.callback()
def fondbok(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Visa versionen och sluta."
        ),
    ] = False,
) -> None:
    """Fondbok: från underlag och bokföring till en publicerad och avstämd databas."""
    del version  # told by its callback


def fail(message: str, code: int) -> NoReturn:
    """Say why and stop."""
    err.print(f"[red]{escape(message)}[/red]")
    raise typer.Exit(code)


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
        with _progress(as_json) as (say, progress):
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
    except faults.KNOWN as error:
        _refuse(faults.sentence(error), FAULT, as_json)
    if as_json:
        typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        _tell_refresh(result)
        _tell_agreement(place)
        _tell_proposal(place, result)
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


def _tell_proposal(place: Home, result: Any) -> None:
    """What publishing would change, last: of a run that was told not to."""
    if result.forslag is None:
        return
    from fondbok.publish import proposal
    from fondbok.publish.comparison import view

    found = proposal.difference(place)
    if found is None:
        out.print("Ingenting helt är publicerat att jämföra med.")
    else:
        view.render(found, out)
    out.print("Publicera med fondbok refresh.")


def _refuse(message: str, code: int, as_json: bool) -> NoReturn:
    """A run that never came to an outcome still prints the whole object when asked for it."""
    from fondbok import pipeline

    if as_json:
        result = pipeline.RefreshResult(None, reasons=[message])
        typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    fail(message, code)


def _tell_uncounted(uncounted: list[str]) -> None:
    """What was read and does not count comes before everything else that is told."""
    if not uncounted:
        return
    out.print("[bold]Räknas inte:[/bold]")
    for told in uncounted[:MOST_TOLD]:
        out.print(escape(f"- {told}"))
    if len(uncounted) > MOST_TOLD:
        rest = len(uncounted) - MOST_TOLD
        out.print(f"- och {rest} till. Alla står i kvalitet.fynd och i återkopplingen i feedback/.")


def _tell_money(money: dict[str, dict[str, str]]) -> None:
    """What became of every krona, for each kind of file."""
    from decimal import Decimal

    from fondbok.publish.wording import kronor

    for typ, title in (("ledger", "Bokföring"), ("submission", "Underlag")):
        if typ not in money:
            continue
        kr = {name: kronor(Decimal(value)) for name, value in money[typ].items()}
        no_grant = f" + {kr['no_grant']} inget EU-bidrag" if typ == "ledger" else ""
        # A whole ledger comes to nothing, which is not to say that nothing was in it.
        evens_out = Decimal(money[typ]["read"]) == 0 and any(map(Decimal, money[typ].values()))
        of_what = " (plus och minus tar ut varandra)" if evens_out else ""
        out.print(
            f"{title}: {kr['read']} läst{of_what} = {kr['counted']} räknas{no_grant}"
            f" + {kr['replaced']} ersatt + {kr['held']} avvisat."
        )


def _tell_refresh(result: Any) -> None:
    _tell_uncounted(result.uncounted)
    for note in result.notes:
        out.print(escape(f"- {note}"))
    for reason in result.reasons:
        err.print(f"[red]Stoppad:[/red] {escape(reason)}")
    if result.rows:
        rows, files = result.rows, result.files
        out.print(
            f"Filer: {files['read']} lästa, {files['new']} nya, {files['unchanged']} oförändrade,"
            f" {files['refused']} avvisade. Fynd: {result.findings}."
        )
        out.print(
            f"Rader: {rows['read']} lästa = {rows['loaded']} laddade + {rows['rejected']} avvisade"
            f" + {rows['totals']} summor + {rows['duplicates']} dubbletter"
            f" + {rows['superseded']} ersatta."
        )
    _tell_money(result.money)
    if result.reasons:
        served = result.release_id or "ingen"
        err.print(f"Ingenting publicerades. Utgåva som gäller: {served}.")
    elif result.published:
        out.print(f"[green]Publicerad: {result.release_id}[/green] ({result.seconds} s)")
    elif result.news:
        out.print(f"Ingenting publicerades. Utgåva som gäller: {result.release_id or 'ingen'}.")
    else:
        out.print(f"Inget nytt. Utgåva som gäller: {result.release_id or 'ingen'}.")


def _tell_agreement(place: Home) -> None:
    """How what is served agrees with print; nothing where nothing is served."""
    from fondbok import grader

    if not place.mart.exists():
        return
    with duckdb.connect(str(place.mart), read_only=True) as con:
        if found := grader.agreement(con):
            out.print(f"Mot publicerade siffror: {found.sentence}.")


@contextmanager
def _progress(as_json: bool) -> Iterator[tuple[Callable[[str], None], Any]]:
    """A spinner and a counter on a terminal, plain lines elsewhere, silence for --json."""
    if as_json:
        yield (lambda _line: None), None
        return
    if not err.is_terminal:
        yield (lambda line: err.print(escape(line))), None
        return
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err) as bar:
        task = bar.add_task("")

        def say(line: str) -> None:
            bar.console.print(escape(line))
            bar.update(task, description=escape(line))

        def progress(fil: str, done: int, total: int) -> None:
            bar.update(task, description=f"{done}/{total} {escape(fil)}")

        yield say, progress


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
def check(
    files: Annotated[list[Path], typer.Argument(help="Filer eller mappar att granska.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Visa vad systemet läser ut av filer, cell för cell, utan att läsa in dem."""
    from fondbok.report import checked
    from fondbok.warehouse import single

    place = _with_reference(home)
    rejected = 0
    for file in _each_file(files):
        rejected += checked.tell(file, single.rows(file, place.profiles), out)
    if rejected:
        raise typer.Exit(FAULT)


def _with_reference(root: Path) -> Home:
    """A home with its reference data in use; faults in it are told, and stop when nothing holds."""
    from fondbok import pipeline

    home = Home(root)
    taken = pipeline.take_reference(home)
    for note in taken.notes if taken.faults else ():
        err.print(escape(note))
    if taken.stops:
        raise typer.Exit(USAGE)
    return home


def _each_file(paths: list[Path]) -> list[Path]:
    """The files named and those in the folders named, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(_existing(path))
            continue
        inside = sorted(each for each in path.rglob("*") if each.is_file())
        if not inside:
            fail(f"Mappen {path} är tom.", USAGE)
        found.extend(map(_existing, inside))
    return found


@app.command(**SWEDISH)
def inspect(
    file: Annotated[Path, typer.Argument(help="Fil att läsa.")],
    as_json: JsonOption = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Skriv filens rader som systemet förstår dem, ett JSON-objekt per rad."""
    from fondbok.warehouse import single

    del as_json  # the output is JSON either way; the flag is part of the contract
    for row in single.rows(_existing(file), _with_reference(home).profiles):
        typer.echo(json.dumps(row, ensure_ascii=False))


def _served(home: Home) -> Release:
    """The release being served; a command that needs one stops without it."""
    from fondbok.publish import health

    served = releases_of.current(home)
    if served is not None and health.is_whole(home):
        return served
    if served is not None:
        fail(
            f"{home.mart} är inte längre den fil som publicerades: den är ändrad eller skadad. Kör "
            "fondbok refresh, så återställs den ur utgåvan.",
            FAULT,
        )
    if home.mart.exists():
        fail(f"{home.mart} går inte att läsa. Kör fondbok refresh, så återställs den.", FAULT)
    fail(f"Det finns ingen publicerad utgåva i {home.mart_dir}. Kör fondbok refresh.", USAGE)


def _existing(file: Path) -> Path:
    if file.is_dir():
        fail(f"{file} är en mapp. Ange en fil.", USAGE)
    if not file.is_file():
        fail(f"Filen {file} finns inte.", USAGE)
    if not os.access(file, os.R_OK):
        fail(f"Filen {file} går inte att öppna: programmet saknar läsrättighet.", USAGE)
    return file


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
) -> None:
    """Vem som har lämnat in, vad som är fel och vilken utgåva som gäller."""
    from fondbok import grader, pipeline
    from fondbok.publish.wording import HANDED_IN

    place = Home(home)
    if health:
        _tell_condition(place, as_json)
    served = _served(place)
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
    _tell_uncounted(uncounted)
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


def _no_such_year(con: duckdb.DuckDBPyConnection, ar: int) -> NoReturn:
    rows = con.execute("select distinct ar from mart.rpt_inlamning order by ar").fetchall()
    years = ", ".join(str(year) for (year,) in rows) or "inga"
    fail(f"Utgåvan har inget för år {ar}. År som finns: {years}.", USAGE)


@app.command(**SWEDISH)
def larm(home: HomeOption = DEFAULT_HOME) -> None:
    """Skicka ett provlarm till dem som står under larm i fondbok.toml."""
    from fondbok import settings
    from fondbok.operations import alerts, runlog

    place = Home(home)
    chosen = settings.read(place).larm
    if not chosen.is_set:
        fail(
            f"Ingen larmas. Skriv till exempel detta i {place.root / settings.names.FILE}:"
            ' [larm] och e_post = ["drift@example.org"].',
            USAGE,
        )
    run = runlog.ended("prov", "inget_nytt")
    failed = alerts.send(chosen, "Fondbok: prov av larm", "Det här är ett prov. Inget är fel.", run)
    if failed:
        fail(" ".join(failed), FAULT)
    out.print(escape(f"Skickat till {', '.join(chosen.e_post) or chosen.webhook}."))


def _tell_condition(home: Home, as_json: bool) -> NoReturn:
    from fondbok.operations import condition

    if not home.root.is_dir():
        fail(f"Mappen {home.root} finns inte. Peka ut rätt mapp med --home.", USAGE)
    found = condition.look(home)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        # The first line is what a monitor shows.
        typer.echo(" ".join([found.state.upper(), *found.reasons[:1]]))
        for reason in found.reasons[1:]:
            typer.echo(reason)
    raise typer.Exit(found.code)


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
            row["handling"] or "",
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
    if as_json:
        typer.echo(json.dumps(posts, ensure_ascii=False))
        return
    table = Table("När (UTC)", "Utgåva", "Hur", "Varför", "Körning", "Konto", box=None)
    for post in posts:
        cells = (post[name] for name in ("nar", "utgava", "handling", "orsak", "korning", "vem"))
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)


@app.command(**SWEDISH)
def tables(home: HomeOption = DEFAULT_HOME) -> None:
    """Skriv årets tabeller ur den publicerade databasen."""
    from fondbok.report import terminal

    place = Home(home)
    _served(place)
    terminal.print_tables(place.mart, out)


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

    done = restoring.restore(_existing(file), Home(home))
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
    words = [*(orden or ()), *(_asked(None, fil) or "").splitlines()] if fil else orden or []
    if genomfor:
        with _progress(as_json) as (say, _):
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

    typer.echo(suggest.suggest(_existing(file)), nl=False)


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
    templates.write(namnd, ar, out_file, _with_reference(home).mart)
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
    _served(place)
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
    _served(place)
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
    _served(place)
    made = making.make(place, till, adress)
    if as_json:
        told = {"filer": [str(file) for file in made.files], "att_veta": made.sentences}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in (*map(str, made.files), *made.sentences):
        out.print(escape(line))


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
    _served(place)
    mart = kept.file(place, kept.resolve(place, utgava))
    asked = _asked(fraga, fil)
    with query.opened(mart) as con:
        if asked is None:
            query.shell(con, out, _line_read())
        elif format_ == "table":
            query.show(query.ask(con, asked), out)
        else:
            for line in query.lines(query.ask(con, asked), format_):
                typer.echo(line)


def _asked(question: str | None, file: Path | None) -> str | None:
    """The question as it was handed over; None when it is to be asked for."""
    if file is not None:
        try:
            return file.read_text("utf-8-sig")
        except OSError as error:
            fail(faults.sentence(error), USAGE)
        except UnicodeDecodeError:
            fail(f"{file} går inte att läsa som text i UTF-8. Spara om den.", USAGE)
    if question == "-" or (question is None and not sys.stdin.isatty()):
        return sys.stdin.read()
    return question


def _line_read() -> Callable[[str], str]:
    """How a line is read from the one at the terminal: with arrows and history where there are."""
    with suppress(ImportError):
        import readline  # noqa: F401
    return input


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
    _served(place)
    if diff_:
        _tell_changes(making.compare(place, ar, namnd=namnd, folder=till), as_json)
        return
    formats = [each.strip() for each in format_.split(",") if each.strip()]
    with _progress(as_json) as (say, _):
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


if __name__ == "__main__":
    main()
