"""What the machine says no to, as one Swedish sentence with what to do about it.

Belongs here: the words of the operating system, of DuckDB and of Python put so that whoever reads
the log, the mail, Dagster's page or the terminal knows what to do. Does not belong here: what
Fondbok itself says no to, which is Swedish where it is raised.
"""

from __future__ import annotations

import errno
import re
import socket
from urllib.error import HTTPError, URLError

import duckdb

from fondbok.errors import FondbokError

# What a command, a run or a step of Dagster ends with a sentence for; any other is a bug.
KNOWN = (FondbokError, duckdb.Error, OSError, MemoryError)

_NO_ROOM = "får inte plats: disken är full. Gör plats och kör igen"
_SHUT = "får programmet inte läsa eller skriva. Kontrollera rättigheterna"
_SILENT = "ligger på en disk som inte svarar. Kontrollera anslutningen och kör igen"
_OS = {
    errno.ENOENT: "finns inte",
    errno.ENOTDIR: "ligger i något som är en fil och ingen mapp",
    errno.EEXIST: "finns redan och är ingen mapp",
    errno.EISDIR: "är en mapp. Ange en fil",
    errno.ENOTEMPTY: "är inte tom",
    errno.ELOOP: "är en länk som leder tillbaka till sig själv. Ta bort länken eller rätta den",
    errno.EACCES: _SHUT,
    errno.EPERM: _SHUT,
    errno.EROFS: "ligger på en disk som inte går att skriva på",
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: "får inte plats: det utrymme som kontot får använda är fullt",
    errno.EFBIG: "får inte bli så stor som den behöver. Höj gränsen för filers storlek",
    errno.ENAMETOOLONG: "har ett för långt namn",
    errno.EIO: "går inte att läsa eller skriva: disken svarar med fel. Kontrollera disken",
    errno.ESTALE: _SILENT,
    errno.ENOTCONN: _SILENT,
    errno.EHOSTDOWN: _SILENT,
    errno.ETXTBSY: "används av ett annat program",
    errno.EBUSY: "används av ett annat program",
}
# Of the machine and of no file.
_SHORT_OF = {
    errno.ENOMEM: "Minnet räckte inte. Ge maskinen mer minne, eller sänk korning.minne och"
    " korning.tradar i fondbok.toml.",
    errno.EAGAIN: "Maskinen har för många processer. Kör igen när den är mindre belastad.",
    errno.EMFILE: "För många filer är öppna på en gång. Höj gränsen (ulimit -n) och kör igen.",
    errno.ENFILE: "För många filer är öppna på maskinen. Kör igen när den är mindre belastad.",
}
# What DuckDB says in English -> how that is said, with the file where it names one.
_DUCKDB = (
    (r"No space left on device", f"{{}} {_NO_ROOM}."),
    (r"File too large", f"{{}} {_OS[errno.EFBIG]}."),
    (r"Permission denied|Operation not permitted", f"{{}} {_SHUT}."),
    (r"Is a directory", "{} är en mapp, där en databas ska vara. Ta bort mappen och kör igen."),
    (r"Too many levels of symbolic links", f"{{}} {_OS[errno.ELOOP]}."),
    (r"No such file or directory|does not exist", "{} finns inte."),
    (
        r"not a valid DuckDB|orrupt|checksum|Serialization|has been invalidated",
        "{} är skadad. Kör fondbok refresh, så lagas eller byggs den om.",
    ),
    (r"Could not set lock", "{} används av ett annat program. Vänta tills det är klart."),
)
_OF_THE_MACHINE = 3  # the first of them: no model and no table is at fault


def sentence(error: BaseException) -> str:
    """What went wrong, in Swedish.

    Args:
        error: one of `KNOWN`; any other is named by its kind and its own words.
    """
    if isinstance(error, FondbokError):
        return str(error)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return _SHORT_OF[errno.ENOMEM]
    if isinstance(error, duckdb.Error):
        return _of_duckdb(str(error))
    if isinstance(error, OSError):
        return _of_system(error)
    return f"Ett oväntat fel: {type(error).__name__}: {error}"


def _of_system(error: OSError) -> str:
    if error.errno in _SHORT_OF:
        return _SHORT_OF[error.errno]
    path = error.filename2 or error.filename
    told = _OS.get(error.errno or 0, f"gick inte att använda (fel {error.errno})")
    return f"{path or 'Filen'} {told}."


def _of_duckdb(text: str) -> str:
    for words, told in _DUCKDB:
        if re.search(words, text):
            return told.format(_named(text))
    return f"Databasen gick inte att använda: {text.partition(chr(10))[0]}"


def in_words(text: str) -> str | None:
    """The fault of the machine that a message in English tells of, in Swedish; None when of none.

    For what dbt says: it knows a full disk and a fault of the model by the same name.
    """
    if re.search(r"Out of Memory Error|Cannot allocate memory|MemoryError", text):
        return _SHORT_OF[errno.ENOMEM]
    if re.search(r"Input/output error", text):
        return f"{_named(text)} {_OS[errno.EIO]}."
    for words, told in _DUCKDB[:_OF_THE_MACHINE]:
        if re.search(words, text):
            return told.format(_named(text))
    return None


def _named(text: str) -> str:
    found = re.search(r'"([^"]+)"', text)
    return found[1] if found else "Databasen"


def of_network(error: BaseException) -> str:
    """Why a server could not be told something, in Swedish, to follow a colon."""
    if isinstance(error, HTTPError):
        return f"servern svarar med fel {error.code}."
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        return of_network(error.reason)
    if isinstance(error, ConnectionRefusedError):
        return "ingen tar emot där. Kontrollera adressen, och att servern är i gång."
    if isinstance(error, TimeoutError):
        return "servern svarar inte."
    if isinstance(error, socket.gaierror):
        return "namnet finns inte på nätet."
    if isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return "det finns ingen väg dit härifrån."
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM):
        return "maskinen tillåter inte det. Se IPAddressAllow i docs/how-to/operator-server.md."
    return str(error)
