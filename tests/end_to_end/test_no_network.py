"""Nothing opens a connection to the outside, as strace sees what the system is asked for.

Every connect, and every address that something is sent to, of the command and all that it starts.
An address is allowed when it is this machine's own; so asking a name server is none.
"""

from __future__ import annotations

import ipaddress
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fondbok.paths import Home
from tests.dagster_page import serving

CALLS = "connect,sendto,sendmsg,sendmmsg"
STRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={CALLS}", "-e", "signal=none", "-o")
_ADDRESS = re.compile(r'sin_addr=inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
LOOK = "import socket; socket.socket().connect_ex(({address!r}, 9))"


@pytest.fixture(scope="module", autouse=True)
def _can_look(tmp_path_factory: pytest.TempPathFactory) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian: apt install strace)")
    file = tmp_path_factory.mktemp("strace") / "prov"
    done = subprocess.run([*STRACE, file, "true"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"strace may not look here: {done.stderr.strip()[:200]}")


def outside(file: Path) -> list[str]:
    """The lines of a trace that name an address of another machine."""
    return [line for line in file.read_text("utf-8", errors="replace").splitlines() if is_out(line)]


def is_out(line: str) -> bool:
    """Whether a line names such an address; a port of 0 sends nothing: it asks for a route."""
    found = _ADDRESS.search(line)
    if found is None:
        return False
    address = ipaddress.ip_address((found[1] or found[2]).removeprefix("::ffff:"))
    port = _PORT.search(line)
    is_asked = port is not None and port[1] == "0"
    return not (address.is_loopback or address.is_unspecified or is_asked)


def traced(file: Path, *words: str | Path) -> str:
    """What a command said, its calls written to a file."""
    command = [*STRACE, file, sys.executable, "-m", "fondbok.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("address", "is_seen"), [("192.0.2.1", True), ("127.0.0.1", False)])
def test_the_look_sees_what_goes_out(tmp_path: Path, address: str, is_seen: bool) -> None:
    file, words = tmp_path / "calls", LOOK.format(address=address)
    code = f"import socket; socket.setdefaulttimeout(0.1); {words}"
    subprocess.run([*STRACE, file, sys.executable, "-c", code], check=True)
    assert "connect(" in file.read_text("utf-8")
    assert bool(outside(file)) == is_seen


def test_export_and_status_reach_for_nothing(malmo: Home, tmp_path: Path) -> None:
    for number, words in enumerate((("export", "-o", tmp_path / "ut"), ("status",), ("doctor",))):
        traced(tmp_path / str(number), *words, "--home", malmo.root)
        assert outside(tmp_path / str(number)) == []


@pytest.mark.slow
def test_a_run_and_the_documents_reach_for_nothing(malmo_copy: Home, tmp_path: Path) -> None:
    lands(malmo_copy)
    said = traced(tmp_path / "run", "refresh", "--home", malmo_copy.root)
    assert "Publicerad" in said
    traced(tmp_path / "doc", "report", "--ar", "2024", "-o", tmp_path, "--home", malmo_copy.root)
    assert [*outside(tmp_path / "run"), *outside(tmp_path / "doc")] == []


@pytest.mark.slow
def test_the_page_and_a_run_in_it_reach_for_nothing(malmo_copy: Home, tmp_path: Path) -> None:
    lands(malmo_copy)
    with serving(malmo_copy, tmp_path / "log", (*STRACE, str(tmp_path / "calls"))) as page:
        assert page.run("refresh")[1] == "SUCCESS"
    assert "connect(" in (tmp_path / "calls").read_text("utf-8"), "the run was not seen"
    assert outside(tmp_path / "calls") == []


def lands(home: Home) -> None:
    new = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nFritidsnämnden;2024;Nytt;5\n"
    (home.submissions / "ny.csv").write_text(new, "utf-8")
