"""Writing the answers: which files there are, and which are no longer wanted.

Belongs here: names, and leaving untouched what would come out the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from fondbok.feedback import book, contents, landed, page
from fondbok.saving import replace_file
from fondbok.template import styles, workbook

FILES = "_filer"
_YEAR = re.compile(r"\d{4}")
_SUFFIXES = (".html", ".xlsx")


def write(warehouse: Path, out_dir: Path) -> list[Path]:
    """Write an answer for every submission, and remove those of submissions that are gone.

    For a nämnd and a year: `<ar>/<namnd_kod>.html` and `.xlsx`. What belongs to no nämnd is in
    `_filer.html` and `.xlsx`. The same warehouse gives the same bytes; a file that would come out
    the same is left as it is. Each file is replaced as a whole.

    Args:
        warehouse: the build database after a build: raw, kvalitet and mart.rpt_inlamning.
        out_dir: the feedback folder; made when it does not exist.

    Returns:
        Every answer there now is, in order, whether or not it was written anew.

    Raises:
        duckdb.Error: the database cannot be read or was never built.
        OSError: an answer cannot be written.
    """
    found = landed.read(warehouse)
    made = _made_by()
    kept: list[Path] = []
    for answer in contents.answers(found):
        stem = out_dir / str(answer.ar) / answer.namnd_kod
        kept += _put(stem, page.answer(answer, made), partial(book.answer, answer))
    report = contents.file_report(found)
    kept += _put(out_dir / FILES, page.files(report, made), partial(book.files, report))
    _remove_stale(out_dir, set(kept))
    return kept


def _put(stem: Path, html: bytes, make_book: Callable[[], bytes]) -> list[Path]:
    """Page and workbook of one answer. The page tells both: it names the code and the content."""
    as_page, as_book = (stem.with_name(stem.name + suffix) for suffix in _SUFFIXES)
    if not (as_book.is_file() and as_page.is_file() and as_page.read_bytes() == html):
        # The page last: a run killed in between is done over.
        replace_file(as_book, make_book())
        replace_file(as_page, html)
    return [as_page, as_book]


def _remove_stale(out_dir: Path, kept: set[Path]) -> None:
    """Remove answers nobody was given now; other files in the folder are somebody's own."""
    for folder in sorted(path for path in out_dir.iterdir() if path.is_dir()):
        if not _YEAR.fullmatch(folder.name):
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix in _SUFFIXES and path not in kept:
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


@cache
def _made_by() -> str:
    """Fingerprint of the code that makes answers: other code makes them anew."""
    here = Path(__file__).parent
    sources = [*here.rglob("*.py"), *here.rglob("*.jinja")]
    sources += [Path(module.__file__ or "") for module in (styles, workbook)]
    digest = hashlib.sha256()
    for source in sorted(sources, key=lambda path: path.name):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:12]
