"""Making the folder of open data, from the release that is served.

Belongs here: the order of the steps, and a folder that is there whole or not at all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fondbok.errors import FondbokError
from fondbok.opendata import datapackage, dcat, reading
from fondbok.opendata.about import About, Written
from fondbok.opendata.reading import Resource
from fondbok.paths import Home
from fondbok.publish.release import checksum, reference_of
from fondbok.publish.release import read as read_release
from fondbok.reference import kommun
from fondbok.report.export import copy_rows
from fondbok.saving import replacing_folder

FORMATS = ("csv", "parquet")
_ADDRESS = re.compile(r"https?://[^\s/<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`?#]*)?")


class AskedWrong(FondbokError):
    """An address or a folder that cannot be used."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Made:
    """What was written.

    Attributes:
        files: in the order of their names.
        sentences: what whoever publishes them must know, in Swedish.
    """

    files: list[Path]
    sentences: list[str]


def make(home: Home, folder: Path, address: str = "") -> Made:
    """Write the open data of the release that is served; the same release gives the same bytes.

    Args:
        home: the home folder.
        folder: where to; new, empty, or with earlier open data and nothing else.
        address: the web address where the folder will lie; '' for not known.

    Raises:
        AskedWrong: the address is none, or the folder has other files in it.
        CannotOpen: the release has nothing to give, or does not know whose it is.
        duckdb.Error: the release is older than mart.dataordbok.
        OSError: the folder cannot be written.
    """
    base = _base(address)
    _assert_free(folder)
    release = read_release(home.mart)
    city = kommun.of_release(reference_of(home.mart, release)) if release else None
    if release is None or city is None:
        raise reading.CannotOpen(
            "Utgåvan säger inte vems den är. Skriv namn i kommun.toml och kör fondbok refresh."
        )
    with duckdb.connect(str(home.mart), read_only=True) as con, replacing_folder(folder) as new:
        con.execute("set threads = 1")  # the order of the rows in a Parquet file, and so its bytes
        told = reading.read(con)
        files = {
            (resource.name, format_): _table(con, resource, new, format_)
            for resource in told.resources
            for format_ in FORMATS
        }
        about = About(release, city, told, files)
        described = json.dumps(datapackage.descriptor(about), ensure_ascii=False, indent=2)
        (new / datapackage.FILE).write_bytes(f"{described}\n".encode())
        (new / dcat.FILE).write_bytes(dcat.turtle(about, base))
    return Made(sorted(folder.iterdir()), _sentences(about, base))


def _base(address: str) -> str:
    if address and not _ADDRESS.fullmatch(address):
        raise AskedWrong(
            f"{address} är ingen webbadress till en mapp. Skriv till exempel"
            " --adress https://data.exempelstad.se/eu-projekt/."
        )
    return f"{address.rstrip('/')}/" if address else ""


def _assert_free(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise AskedWrong(f"{folder} är en fil. Ange en mapp.")
    others = sorted({file.name for file in folder.iterdir()} - _earlier(folder))
    if others:
        raise AskedWrong(
            f"I {folder} ligger annat än öppna data: {', '.join(others[:5])}. Mappen ersätts hel;"
            " ange en ny eller tom mapp."
        )


def _earlier(folder: Path) -> set[str]:
    """The files of open data that was written here before."""
    try:
        before = json.loads((folder / datapackage.FILE).read_text("utf-8"))
        return {datapackage.FILE, dcat.FILE, *datapackage.files(before)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _table(con: duckdb.DuckDBPyConnection, resource: Resource, folder: Path, kind: str) -> Written:
    file = folder / f"{resource.name}.{kind}"
    columns = ", ".join(f'"{column.name}"' for column in resource.columns)
    copy_rows(con, f"select {columns} from {resource.table.quoted}", file, kind)
    return Written(file.name, file.stat().st_size, checksum(file))


def _sentences(about: About, base: str) -> list[str]:
    told = []
    if about.open.unsaid:
        told.append(
            f"{', '.join(about.open.unsaid)} säger inte om den är öppna data, och är inte med."
            " Skriv oppna_data: true eller false i dess YAML."
        )
    told += [
        f"{each.name}: kolumner med fritext är inte med: {', '.join(each.left_out)}."
        for each in about.open.resources
        if each.left_out
    ]
    if not about.kommun.epost:
        told.append(
            "Ingen kontakt står i dcat.ttl, för DCAT-AP-SE vill ha en e-postadress. Skriv rollens"
            " adress i kommun.toml, till exempel epost = \"oppnadata@exempelstad.se\", och kör"
            " fondbok refresh."
        )  # fmt: skip
    if not base:
        told.append(
            "Adresserna i dcat.ttl räknas från den plats där filen läses. Ange --adress med mappens"
            " webbadress innan katalogen lämnas till dataportal.se."
        )
    return told
