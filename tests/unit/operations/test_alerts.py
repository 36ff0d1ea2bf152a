"""Who is told what, over real sockets: a mail server and a web server on this machine."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from fondbok import pipeline, settings
from fondbok.operations import condition, runlog, watch
from fondbok.paths import Home
from fondbok.publish import health, release
from fondbok.publish.release import Release
from tests.conftest import fondbok

UNSEEN, OVER = "behöver ses till", "allt väl igen"


class Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as a message needs."""

    def handle(self) -> None:
        self.say("220 prov")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.say("354 skriv")
                body = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    body += line
                self.server.received.append(message_from_bytes(body, policy=default))  # type: ignore[attr-defined]
            self.say("221 hej" if word == b"QUIT" else "250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Web(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.received.append(json.loads(self.rfile.read(length)))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(server: Any) -> Iterator[tuple[int, list[Any]]]:
    server.received = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], server.received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def mail() -> Iterator[tuple[int, list[Any]]]:
    with serving(socketserver.TCPServer(("127.0.0.1", 0), Mail)) as served:
        yield served


@pytest.fixture
def web() -> Iterator[tuple[int, list[Any]]]:
    with serving(HTTPServer(("127.0.0.1", 0), Web)) as served:
        yield served


def home(folder: Path, port: int, *, webhook: int | None = None) -> Home:
    text = f'[larm]\ne_post = ["drift@example.org"]\nsmtp = "127.0.0.1:{port}"\n'
    if webhook:
        text += f'webhook = "http://127.0.0.1:{webhook}/larm"\n'
    (folder / settings.names.FILE).write_text(text, "utf-8")
    return Home(folder)


def stopped(*reasons: str) -> runlog.Run:
    return runlog.ended("k", "stoppad", utgava="r-1", orsaker=list(reasons))


def test_what_stopped_a_run_reaches_both(tmp_path, mail, web) -> None:
    place = home(tmp_path, mail[0], webhook=web[0])
    assert pipeline.conclude(place, stopped("ASN 2024: 5 kr går inte ihop.")) == []
    (message,) = mail[1]
    assert message["To"] == "drift@example.org"
    assert "stoppades" in message["Subject"]
    assert "ASN 2024: 5 kr går inte ihop." in message.get_content()
    assert "Utgåva r-1 gäller. Inget nytt publicerades." in message.get_content()
    (posted,) = web[1]
    assert (posted["utfall"], posted["utgava"]) == ("stoppad", "r-1")
    assert posted["orsaker"] == ["ASN 2024: 5 kr går inte ihop."]


def test_one_trouble_is_told_once_and_its_end_too(tmp_path, mail) -> None:
    place = home(tmp_path, mail[0])
    fine = runlog.ended("k", "inget_nytt", utgava="r-1")
    for run in (fine, stopped("a"), stopped("a"), stopped("a", "b"), fine, fine):
        pipeline.conclude(place, run)
    told = [message["Subject"].partition(": ")[2] for message in mail[1]]
    assert told[0] == UNSEEN, "nothing is published here"
    assert told[1:] == ["körningen stoppades", "körningen stoppades", "frisk igen"]


def test_nobody_to_tell_is_no_fault(tmp_path: Path) -> None:
    assert pipeline.conclude(Home(tmp_path), stopped("a")) == []
    assert runlog.last(Home(tmp_path)) is not None


def test_a_server_that_does_not_answer_is_told_and_stops_nothing(tmp_path: Path) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Mail) as closed:
        port = closed.server_address[1]
    told = pipeline.conclude(home(tmp_path, port, webhook=port), stopped("a"))
    assert len(told) == 2
    assert all("gick inte fram" in line for line in told)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[larm]\ne_mail = []\n", "larm.e_mail finns inte"),
        ("[larmet]\n", "larmet finns inte"),
        ('[larm]\ne_post = ["ingen adress"]\n', "larm.e_post.0"),
        ('[larm]\nsmtp = "server"\n', "larm.smtp"),
        ('[larm]\nwebhook = "file:///etc/passwd"\n', "larm.webhook"),
        ("larm = [\n", "går inte att läsa"),
    ],
)
def test_a_setting_that_is_none_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / settings.names.FILE).write_text(text, "utf-8")
    with pytest.raises(settings.SettingsError, match=said):
        settings.read(Home(tmp_path))
    (told,) = pipeline.conclude(Home(tmp_path), stopped("a"))
    assert told.startswith("Ingen kunde larmas.")


def test_a_trial_is_sent_by_command(tmp_path, mail) -> None:
    nobody = fondbok("larm", "--home", tmp_path)
    assert (nobody.code, "e_post" in nobody.err) == (2, True)
    run = fondbok("larm", "--home", home(tmp_path, mail[0]).root)
    assert run.code == 0, run.err
    (message,) = mail[1]
    assert message["Subject"] == f"Fondbok ({tmp_path.name}): prov av larm"


def test_a_refresh_that_fails_is_told(tmp_path, mail) -> None:
    run = fondbok("refresh", "--home", home(tmp_path, mail[0]).root)
    assert run.code != 0
    (message,) = mail[1]
    assert "gick inte att köra" in message["Subject"]


def test_what_did_not_come_through_is_told_by_the_next_run(tmp_path, mail) -> None:
    port, received = mail
    shut = home(tmp_path, 9)
    assert pipeline.conclude(shut, stopped("a")) != []
    place = home(tmp_path, port)
    pipeline.conclude(place, stopped("a"))
    pipeline.conclude(place, stopped("a"))
    assert len(received) == 1, "told once it could be, and once"


def test_a_fault_in_another_section_is_told_to_those_who_are_to_be_told(tmp_path, mail) -> None:
    port, received = mail
    place = home(tmp_path, port)
    with (tmp_path / settings.names.FILE).open("a", encoding="utf-8") as file:
        file.write("[korning]\nminnet = 1\n")
    done = fondbok("refresh", "--home", str(tmp_path))
    assert done.code == 2, done.err
    assert [m["Subject"] for m in received] == [
        f"Fondbok ({place.root.name}): körningen gick inte att köra till slut"
    ]
    assert "korning.minnet finns inte" in received[0].get_content()


# What no run tells


@pytest.fixture
def served(tmp_path, mail, monkeypatch) -> Home:
    """A home that serves a whole release, with somebody to tell and a disk with room."""
    place = home(tmp_path, mail[0])
    runlog.add(place, runlog.ended("k", "publicerad", utgava="r-1"))
    published = datetime.now(UTC).replace(tzinfo=None)
    monkeypatch.setattr(release, "current", lambda _: Release("r-1", published, "k", "i", 1, 1))
    monkeypatch.setattr(health, "is_whole", lambda _: True)
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "0")
    return place


def subjects(received: list[Any]) -> list[str]:
    """Without the name of the home; a long line is folded on its way."""
    return [" ".join(message["Subject"].partition(": ")[2].split()) for message in received]


def test_a_disk_nearly_full_is_told_once_and_that_it_is_over(served, mail, monkeypatch) -> None:
    assert watch.tell(served) == []
    assert mail[1] == []
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "1000000000")
    assert watch.tell(served) == []
    (served.root / "more").write_bytes(b"0" * 5_000_000)  # other figures are the same trouble
    assert watch.tell(served) == []
    assert subjects(mail[1]) == [UNSEEN]
    assert "MB ledigt" in mail[1][0].get_content()
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "0")
    watch.tell(served)
    watch.tell(served)
    assert subjects(mail[1]) == [UNSEEN, OVER]
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "1000000000")
    watch.tell(served)
    assert subjects(mail[1]) == [UNSEEN, OVER, UNSEEN]


def test_a_second_trouble_is_told_beside_the_first(served, mail, monkeypatch) -> None:
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "1000000000")
    watch.tell(served)
    monkeypatch.setattr(health, "is_whole", lambda _: False)
    watch.tell(served)
    monkeypatch.setattr(health, "is_whole", lambda _: True)
    watch.tell(served)
    assert subjects(mail[1]) == [UNSEEN, UNSEEN], "one of two that is over is no end"
    assert "är ändrad eller skadad" in mail[1][1].get_content()


def test_silence_is_told(served, mail) -> None:
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=9)
    assert watch.tell(served, condition.look(served, later)) == []
    assert "Ingen körning på 9 dagar" in mail[1][0].get_content()


def test_what_a_run_came_to_is_told_by_the_run_alone(served, mail) -> None:
    runlog.add(served, stopped("a"))
    assert condition.look(served).state == "kritisk"
    watch.tell(served)
    assert mail[1] == []


def test_a_run_that_ends_well_tells_how_the_home_is(served, mail, monkeypatch) -> None:
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "1000000000")
    pipeline.conclude(served, runlog.ended("k-2", "inget_nytt", utgava="r-1"))
    assert subjects(mail[1]) == [UNSEEN]


def test_what_could_not_be_told_is_told_the_next_time(tmp_path, served, mail, monkeypatch) -> None:
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "1000000000")
    (told,) = watch.tell(home(tmp_path, 9))
    assert "gick inte fram" in told
    home(tmp_path, mail[0])
    assert watch.tell(served) == []
    assert subjects(mail[1]) == [UNSEEN]


def test_a_file_that_was_damaged_and_is_mended_is_told(served, mail, monkeypatch) -> None:
    monkeypatch.setattr(health, "needs_mending", lambda _: True)
    monkeypatch.setattr(health, "mend", lambda *_, **__: ["Utgåva r-1 är återställd."])
    assert pipeline.mend(served) == ["Utgåva r-1 är återställd."]
    assert subjects(mail[1]) == ["det publicerade var skadat och är lagat"]
    assert mail[1][0].get_content().strip() == "Utgåva r-1 är återställd."


def test_the_monitors_command_tells_and_says_whom_it_could_not_reach(tmp_path, mail) -> None:
    place = home(tmp_path, mail[0])
    asked = ("status", "--health", "--larma", "--home", place.root)
    assert [fondbok(*asked).code, fondbok(*asked).code] == [2, 2]
    assert subjects(mail[1]) == [UNSEEN]
    assert fondbok("status", "--health", "--home", place.root).out.startswith("KRITISK ")
    (place.logs / watch.FILE).unlink()
    home(tmp_path, 9)
    assert "gick inte fram" in fondbok(*asked).err


def test_a_run_that_cannot_be_logged_says_so(tmp_path: Path) -> None:
    place = Home(tmp_path)
    place.logs.write_text("no folder", "utf-8")
    (told,) = pipeline.conclude(place, stopped("a"))
    assert told.startswith(f"Körningen står inte i {place.logs / runlog.FILE}: ")
