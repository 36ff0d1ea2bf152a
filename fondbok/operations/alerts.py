"""Telling somebody that a run came to nothing, and that it is well again.

Belongs here: what is said of a run, and sending it by mail or webhook. Nothing is sent unless the
operator has said to whom (`fondbok.settings`). Whether a run is worth a word `runlog` says; what no
run tells of is `watch`'s.
"""

from __future__ import annotations

import json
import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from fondbok import settings
from fondbok.faults import of_network
from fondbok.operations.runlog import OUTCOMES, Run
from fondbok.paths import Home
from fondbok.settings import SettingsError
from fondbok.settings.declared import Larm

NOBODY = "Ingen kunde larmas. {}"
_SECONDS = 10  # a server that does not answer must not hold up the night's run


def tell(home: Home, run: Run) -> list[str]:
    """Tell whoever is to be told of a run; what could not be told, in Swedish."""
    try:
        larm = settings.whom(home)
        if not larm.is_set and settings.any_set(home):
            settings.read(home)  # the section may be there under another name
    except SettingsError as error:
        return [NOBODY.format(error)]
    about = {
        "korning": run.korning,
        "utfall": run.utfall,
        "utgava": run.utgava,
        "orsaker": run.orsaker,
    }
    return send(larm, subject(home, run), text(run), about)


def subject(home: Home, run: Run) -> str:
    """One line."""
    state = f"körningen {OUTCOMES[run.utfall].partition(':')[0]}" if run.failed else "frisk igen"
    return titled(home, state)


def titled(home: Home, what: str) -> str:
    """One line that says which home it is about."""
    return f"Fondbok ({home.root.resolve().name}): {what}"


def text(run: Run) -> str:
    """What happened and what is served meanwhile."""
    served = f"Utgåva {run.utgava} gäller." if run.utgava else "Ingen utgåva gäller."
    lines = [f"Körning {run.korning}, {run.slut:%Y-%m-%d %H:%M} UTC, {OUTCOMES[run.utfall]}."]
    lines += [f"- {reason}" for reason in run.orsaker]
    return "\n".join([*lines, served if not run.failed else f"{served} Inget nytt publicerades."])


def send(larm: Larm, title: str, body: str, about: Mapping[str, Any]) -> list[str]:
    """Send to everybody who is to be told; those who could not be reached, in Swedish.

    Args:
        larm: who is to be told, and how they are reached.
        title: one line.
        body: the text.
        about: the same for a program, beside the two.
    """
    failed = []
    if larm.e_post:
        try:
            _mail(larm, title, body)
        except (OSError, smtplib.SMTPException) as error:
            failed.append(
                f"Larmet till {', '.join(larm.e_post)} gick inte fram: {of_network(error)}"
            )
    if larm.webhook is not None:
        try:
            _post(str(larm.webhook), {"titel": title, "text": body, **about})
        except (OSError, URLError, ValueError) as error:
            failed.append(f"Larmet till {larm.webhook} gick inte fram: {of_network(error)}")
    return failed


def _mail(larm: Larm, title: str, body: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = title, larm.avsandare
    message["To"] = ", ".join(larm.e_post)
    message.set_content(body)
    host, _, port = larm.smtp.rpartition(":")
    with smtplib.SMTP(host, int(port), timeout=_SECONDS) as server:
        if larm.starttls:
            server.starttls()
        server.send_message(message)


def _post(address: str, told: Mapping[str, Any]) -> None:
    request = Request(
        address,
        data=json.dumps(told, ensure_ascii=False).encode("utf-8"),
        headers={"Content-Type": "application/json; charset=utf-8"},
        method="POST",
    )
    with urlopen(request, timeout=_SECONDS):
        pass
