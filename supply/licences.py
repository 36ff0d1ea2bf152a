"""`make licences`: every package of the environment has a licence that the list allows.

Belongs here: holding what pip-licenses tells against licences.toml. A package that says nothing of
its licence is refused as one that is not allowed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

RULES = Path(__file__).with_name("licences.toml")
OWN = "fondbok"


def told(python: str = sys.executable) -> dict[str, str]:
    """The licence of each package of an environment, as it says itself.

    Raises:
        subprocess.CalledProcessError: the environment could not be looked through.
    """
    command = [sys.executable, "-m", "piplicenses", "--python", python, "--with-system"]
    done = subprocess.run(
        [*command, "--from=mixed", "--format=json"], capture_output=True, text=True, check=True
    )
    return {each["Name"]: each["License"] for each in json.loads(done.stdout)}


def refused(packages: Mapping[str, str], rules: Mapping[str, Any]) -> list[str]:
    """What does not hold, a line each; empty when all is as the rules say."""
    exceptions = {_plain(name): each for name, each in rules["exceptions"].items()}
    carried = {_plain(name) for name in rules["carried"]}
    here = {_plain(name): licence for name, licence in packages.items()}
    lines = []
    for name, licence in sorted(here.items()):
        agreed = exceptions.get(name)
        if agreed is not None and agreed["licence"] != licence:
            lines.append(f"{name}: is {licence!r}, and was agreed to as {agreed['licence']!r}")
        elif agreed is None and name != OWN and not _is_allowed(licence, rules["allowed"]):
            lines.append(f"{name}: {licence!r} is not in supply/licences.toml")
    gone = sorted((exceptions.keys() | carried) - here.keys())
    return [*lines, *(f"{name}: in supply/licences.toml, and no package" for name in gone)]


def _is_allowed(licence: str, allowed: Iterable[str]) -> bool:
    """Whether one may use it: all that is joined by AND or ;, one of what is joined by OR."""
    known = set(allowed)
    parts = re.split(r"\s+AND\s+|;\s*", licence)
    return all(
        any(
            way.strip(" ()") in known or way.strip() in known for way in re.split(r"\s+OR\s+", part)
        )
        for part in parts
    )


def _plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Print what is refused; 1 when anything is."""
    packages = told()
    lines = refused(packages, tomllib.loads(RULES.read_text("utf-8")))
    print("\n".join(lines) or f"{len(packages)} packages, every licence allowed.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
