"""What the machine says no to is a Swedish sentence, wherever it is told."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import duckdb
import pytest

from fondbok import faults, pipeline
from fondbok.operations import runlog
from fondbok.paths import Home
from fondbok.pipeline import Fault
from tests.unit.language.test_language import assert_swedish

SAID: list[tuple[BaseException, str]] = [
    (OSError(errno.ENOSPC, "No space left on device"), "disken är full"),
    (OSError(errno.ELOOP, "Too many levels", "/srv/landing"), "/srv/landing är en länk som leder"),
    (OSError(errno.EIO, "Input/output error", "/srv/a"), "Kontrollera disken"),
    (OSError(errno.ENOMEM, "Cannot allocate memory"), "Minnet räckte inte"),
    (OSError(errno.EMFILE, "Too many open files", "/srv/a"), "ulimit -n"),
    (OSError(errno.EXDEV, "Invalid link", "/a"), "/a gick inte att använda"),
    (MemoryError(), "Minnet räckte inte"),
    (duckdb.OutOfMemoryException("failed to pin block of size 256.0 KiB"), "Minnet räckte inte"),
    (duckdb.IOException('Could not write file "/a": No space left on device'), "/a får inte plats"),
    (duckdb.IOException('Cannot open file "/a": Permission denied'), "Kontrollera rättigheterna"),
    (Fault("Redan svenska."), "Redan svenska."),
]


@pytest.mark.parametrize(("error", "said"), SAID, ids=lambda each: str(each)[:30])
def test_a_fault_of_the_machine_is_a_sentence(error: BaseException, said: str) -> None:
    assert isinstance(error, faults.KNOWN)
    told = faults.sentence(error)
    assert said in told
    assert "Errno" not in told
    assert told.endswith(".")
    assert_swedish(told)


def test_a_database_that_is_none_is_told_as_damaged(tmp_path: Path) -> None:
    file = tmp_path / "a.duckdb"
    file.write_bytes(b"skadad" * 1000)
    with pytest.raises(duckdb.Error) as found:
        duckdb.connect(str(file))
    assert faults.sentence(found.value) == (
        f"{file} är skadad. Kör fondbok refresh, så lagas eller byggs den om."
    )
    with pytest.raises(duckdb.Error) as found:
        duckdb.connect(str(tmp_path))
    assert "är en mapp" in faults.sentence(found.value)


def test_a_server_that_is_not_there_is_told_of_in_swedish() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(URLError) as found:
            urlopen(nobody, timeout=5)
    assert faults.of_network(found.value).startswith("ingen tar emot där")
    assert faults.of_network(TimeoutError()) == "servern svarar inte."
    assert faults.of_network(socket.gaierror(-2, "Name or service not known")).startswith("namnet")
    refused = HTTPError("http://a", 503, "Service Unavailable", None, None)  # type: ignore[arg-type]
    assert faults.of_network(refused) == "servern svarar med fel 503."


def test_the_log_of_runs_has_the_sentence(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.landing.symlink_to("landing")
    with pytest.raises(OSError):
        pipeline.refresh(home)
    run = runlog.last(home)
    assert run is not None
    assert run.orsaker
    assert_swedish(" ".join(run.orsaker))
