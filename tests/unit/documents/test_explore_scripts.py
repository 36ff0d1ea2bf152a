"""The scripts of utforska.html: they read as JavaScript, and reach for nothing they may not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fondbok.documents.utforska import page

SCRIPTS = sorted(Path(page.__file__).parent.glob("*.js"))


def test_there_are_scripts() -> None:
    assert {each.name for each in SCRIPTS} == {"figures.js", "page.js"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_a_script_reads(script: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine to check the scripts with")
    done = subprocess.run(
        [node, "--check", script], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_a_script_makes_no_markup_connection_or_float_of_money(script: Path) -> None:
    code = script.read_text("utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|"
        r"XMLHttpRequest|WebSocket|sendBeacon|import\(|localStorage|parseFloat|parseInt",
        code,
    )
    # The one length that is drawn is a number; no amount is.
    assert len(re.findall(r"\bNumber\(", code)) <= 1
