"""Files spoilt in every way: no exception, no hang, no lost file, and memory within bounds."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from fondbok.paths import PROJECT
from tests.fixtures.submissions import underlag
from tests.fixtures.submissions.faults import memos, right
from tests.integration.intake.mutations import spoil
from tests.unit.intake.intake_files import read_file

pytestmark = pytest.mark.thorough

# Far above what any of them takes: a hang is found, a slow machine is not.
HANG_SECONDS = 60
# Address space of a process that reads one file; the interpreter with its libraries takes a third.
MEMORY_BYTES = 1_500 * 1024 * 1024
FORMATS = ("xlsx", "csv", "json", "docx")
FEW, MANY = 80, 2_500


def files(format_: str) -> list[bytes]:
    """Files of a format that can be read."""
    known = right() | memos()
    return [content for name, content in sorted(known.items()) if name.endswith(f".{format_}")]


@contextmanager
def time_limit() -> Iterator[None]:
    """End what takes too long."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"over {HANG_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANG_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_spoilt(format_: str, seeds: range, folder: Path) -> Counter[str]:
    """Read spoilt files one by one; every one is refused with a reason or keeps its identities."""
    sound = files(format_)
    seen: Counter[str] = Counter()
    path = folder / f"underlag.{format_}"
    for seed in seeds:
        path.write_bytes(spoil(sound[seed % len(sound)], format_, seed))
        try:
            with time_limit():
                read = read_file(path)
        except BaseException as error:
            error.add_note(f"spoil(files({format_!r})[{seed % len(sound)}], {format_!r}, {seed})")
            raise
        seen["avvisad" if read.status == "avvisad" else "laddad"] += 1
    return seen


@pytest.mark.parametrize("format_", FORMATS)
def test_a_few_hundred_spoilt_files(format_: str, tmp_path: Path) -> None:
    """Some are refused and some are read: the mutations reach what lies behind the first check."""
    seen = read_spoilt(format_, range(FEW), tmp_path)
    assert min(seen["avvisad"], seen["laddad"]) >= 3, seen


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("format_", FORMATS)
def test_ten_thousand_spoilt_files(format_: str, part: int, tmp_path: Path) -> None:
    """The same by the thousands."""
    size = MANY // 4
    seeds = range(1_000 + part * size, 1_000 + (part + 1) * size)
    assert read_spoilt(format_, seeds, tmp_path).total() == size


# --- bombs: each in a process of its own that may not take more memory ---


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _sheet(xml: bytes) -> bytes:
    """A workbook whose project sheet has this instead of its rows."""
    sound = underlag.xlsx(underlag.Underlag())
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        part = archive.read("xl/worksheets/sheet2.xml")
    return underlag.repacked(sound, "xl/worksheets/sheet2.xml", part, xml)


def _rows(xml: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return _sheet(b"<worksheet " + space + b"><sheetData>" + xml + b"</sheetData></worksheet>")


def _zip_bomb() -> bytes:
    zeros = bytes(50 * 1024 * 1024)
    return _zip({"xl/workbook.xml": b"<workbook/>"} | {f"xl/{n}.xml": zeros for n in range(6)})


def _lying_bomb() -> bytes:
    """Says that each part unpacks to a hundred bytes."""
    honest = _zip_bomb()
    size = (50 * 1024 * 1024).to_bytes(4, "little")
    return honest.replace(size, (100).to_bytes(4, "little"))


def _laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(10)
    )
    return _sheet(b"<!DOCTYPE x [" + entities + b"]><worksheet>&e9;</worksheet>")


def _million_columns() -> bytes:
    cell = b'<c t="inlineStr"><is><t>Projekt</t></is></c>'
    return _rows(b'<row r="1">' + cell * 1_000_000 + b"</row>")


def _wide_csv() -> bytes:
    return b"Projektnamn;Utbetalt;" * 500_000 + b"\n" + b"A;1;" * 500_000


def _unclosed_csv() -> bytes:
    return b"N\xc3\xa4mnd;\xc3\x85r;Projektnamn;Utbetalt\n" + b'"ASN;2024;A;1\n' * 5_000


def _deep_json() -> bytes:
    return b'{"namnd": "ASN", "ar": 2024, "projekt": ' + b'[{"projekt": ' * 1_000_000


def _deep_word() -> bytes:
    deep = b"<w:sdt><w:sdtContent>" * 100_000 + b"</w:sdtContent></w:sdt>" * 100_000
    return underlag.repacked(
        underlag.docx(["x"]), "word/document.xml", b"<w:body>", b"<w:body>" + deep
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip.xlsx": _zip_bomb,
    "zip.docx": _zip_bomb,
    "zip-that-lies.xlsx": _lying_bomb,
    "laughs.xlsx": _laughs,
    "million-columns.xlsx": _million_columns,
    "far-row.xlsx": lambda: _rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "far-row-in-small-steps.xlsx": lambda: _rows(
        b"".join(b'<row r="%d"><c\nr = "XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 900))
    ),
    "wide.csv": _wide_csv,
    "unclosed.csv": _unclosed_csv,
    "one-line.csv": lambda: b"Projektnamn;Utbetalt;" + b"a" * 40_000_000,
    "deep.json": _deep_json,
    "long-number.json": lambda: b'{"projekt": [{"utbetalt": ' + b"9" * 10**7 + b"}]}",
    "deep.docx": _deep_word,
}  # fmt: skip

# Only large: read like any other file, and its rows rejected where they are wrong.
READ = {"unclosed.csv", "one-line.csv", "long-number.json"}
READ_ONE = """
import json, resource, sys, time
from pathlib import Path
from tests.unit.intake.intake_files import read_file
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
begun = time.process_time()
read = read_file(Path(sys.argv[1]))
spent = time.process_time() - begun
print(json.dumps({"status": read.status, "orsak": read.orsak, "seconds": spent,
    "longest": max(len(f.meddelande) for f in read.fynd)}))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_met_within_time_and_memory(name: str, tmp_path: Path) -> None:
    """Refused with a reason, or read; the process lives, and no message is as large as the file."""
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    done = subprocess.run(
        [sys.executable, "-c", READ_ONE, str(path), str(MEMORY_BYTES)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said["seconds"] < HANG_SECONDS
    assert said["longest"] < 5_000
    assert said["status"] == ("laddad_med_fynd" if name in READ else "avvisad")
    assert bool(said["orsak"]) == (name not in READ)
