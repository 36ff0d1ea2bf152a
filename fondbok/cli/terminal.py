"""The program as a person meets it: its name, its flags, its exit codes and how it speaks.

Belongs here: what every command has in common. The commands are in rooms of their own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from typer._click.exceptions import ClickException

from fondbok.ending import FAULT, INTERRUPTED, OK, TERMINATED, USAGE, Terminated, on_sigterm
from fondbok.errors import FondbokError

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


@contextmanager
def progress_told(as_json: bool) -> Iterator[tuple[Callable[[str], None], Any]]:
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
