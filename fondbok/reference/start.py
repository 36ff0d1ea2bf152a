"""`fondbok init`: a home with everything a city fills in, and a page that says in which order.

Belongs here: making the folders and files of start/ in a home. What lies there already is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.reference import kommun
from fondbok.reference.kommun import Kommun

START = Path(__file__).resolve().parent / "start"


class StartError(FondbokError):
    """The answers make no city; the message is Swedish."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Started:
    """What was made and what was there already, below the home."""

    made: tuple[Path, ...]
    left: tuple[Path, ...]


def init(
    home: Home,
    namn: str,
    *,
    andra_namn: tuple[str, ...] = (),
    slag: str = "kommun",
    organisationsnummer: str = "",
    kommunkod: str = "",
) -> Started:
    """Make a home for a city.

    Args:
        home: the home folder; made when it is not there.
        namn: the city's name as it stands in documents.
        andra_namn: what else it is called.
        slag: kommun, region or kommunalförbund.
        organisationsnummer: ten digits, '' when not known yet.
        kommunkod: four digits, '' when not known yet.

    Raises:
        StartError: an answer cannot stand in kommun.toml.
        OSError: the home cannot be written.
    """
    settings = _settings(namn, andra_namn, slag, organisationsnummer, kommunkod)
    _assert_readable(settings)
    for folder in (home.submissions, home.ledger, home.profiles, home.root / "referens"):
        folder.mkdir(parents=True, exist_ok=True)
    files = {home.root / kommun.FILE: settings}
    for path in sorted(START.iterdir()):
        if path.name != kommun.FILE:
            files[home.root / "referens" / path.name] = path.read_text("utf-8")
    left = tuple(path for path in files if path.exists())
    made = tuple(path for path in files if path not in left)
    for path in made:
        path.write_text(files[path], "utf-8")
    return Started(made, left)


def _settings(
    namn: str, andra_namn: tuple[str, ...], slag: str, organisationsnummer: str, kommunkod: str
) -> str:
    filled = {
        "namn": _quoted(namn),
        "andra_namn": ", ".join(map(_quoted, andra_namn)),
        "slag": _quoted(slag),
        "organisationsnummer": _line("organisationsnummer", organisationsnummer, "212000-0000"),
        "kommunkod": _line("kommunkod", kommunkod, "0000"),
    }
    text = (START / kommun.FILE).read_text("utf-8")
    for name, value in filled.items():
        text = text.replace(f'"{{{name}}}"', value).replace(f"{{{name}}}", value)
    return text


def _quoted(text: str) -> str:
    return '"' + text.strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(name: str, value: str, example: str) -> str:
    return f"{name} = {_quoted(value)}" if value else f'# {name} = "{example}"'


def _assert_readable(settings: str) -> None:
    answer = kommun.parsed(settings)
    if not isinstance(answer, Kommun):
        raise StartError(" ".join(f"{fault.kolumn}: {fault.meddelande}" for fault in answer))
