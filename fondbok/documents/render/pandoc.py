"""pandoc as a program of its own.

Belongs here: the call. It reads a tree and templates, nothing else (--sandbox), and knows no clock.
"""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from fondbok.errors import FondbokError


class RenderError(FondbokError):
    """A document could not be made: the message says what the program behind it said."""


@cache
def _program() -> str:
    import pypandoc  # noqa: PLC0415 - finds the program, nothing more

    return str(pypandoc.get_pandoc_path())


def convert(tree: dict[str, Any], to: str, dated: date, *options: str) -> bytes:
    """A tree in another format.

    Args:
        tree: pandoc's document tree.
        to: pandoc's name of the format.
        dated: what stands as the time it was made.
        options: more of pandoc's options.

    Raises:
        RenderError: pandoc refuses.
    """
    done = subprocess.run(
        [_program(), "--sandbox", "--from=json", f"--to={to}", "--output=-", *options],
        input=json.dumps(tree, ensure_ascii=False).encode("utf-8"),
        capture_output=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch(dated)), "LC_ALL": "C.UTF-8"},
    )
    if done.returncode != 0:
        raise RenderError(
            f"pandoc kunde inte skriva {to}: {done.stderr.decode('utf-8', 'replace').strip()}"
        )
    return done.stdout


def epoch(dated: date) -> int:
    """A day as seconds since 1970, at its noon."""
    return int(datetime(dated.year, dated.month, dated.day, 12, tzinfo=UTC).timestamp())
