"""dbt's documentation of the models as one page that stands alone.

Belongs here: having dbt make the page, and closing it to the outside. What it says is in the YAML
beside the models.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.warehouse import build

# dbt's page carries a tracker that asks its maker's servers when tracking is on. It is off here,
# and the page itself tells the browser to open no connection whatever it holds.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline';"
    " img-src data:; font-src data:; worker-src blob:; connect-src 'none'; form-action 'none'"
)
TRACKER = "//d1fc8wv8zag5ca.cloudfront.net/2.9.0/sp.js"
HEAD = '<meta charset="utf-8">'


class DocsError(FondbokError):
    """dbt could not make the page."""


def dbt_docs(home: Home) -> Path:
    """Write the documentation of every model, column, test and exposure.

    Column types are read from the warehouse; without one they are left out. dbt opens the warehouse
    for writing, so no run may be at work: call it inside `fondbok.pipeline.exclusive`.

    Args:
        home: the home folder; the page is written to docs/index.html in it.

    Returns:
        The page.

    Raises:
        DocsError: dbt failed, or its page is not as this module knows it.
    """
    folder = home.warehouse_dir / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    command = build.dbt("docs", "generate", "--static")
    place = build.place(home)
    if not home.warehouse.is_file():
        # dbt opens a database in any case; a home without one must not get an empty one.
        place["env"]["FONDBOK_WAREHOUSE"] = str((folder / "tom.duckdb").resolve())
        command.append("--empty-catalog")
    done = subprocess.run(
        [*command, *build.dbt_arguments(home), "--target-path", str(folder.resolve())],
        **place,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DocsError(f"dbt kunde inte skriva dokumentationen:\n{done.stdout[-3000:]}")
    page = home.root / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(closed((folder / "static_index.html").read_text("utf-8")), "utf-8")
    return page


def closed(page: str) -> str:
    """The page without its tracker's address and with a policy that lets nothing out.

    Raises:
        DocsError: the page has another head than the policy can be put into.
    """
    if HEAD not in page:
        raise DocsError("dbts sida ser inte ut som väntat: inget huvud att sätta spärren i.")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return page.replace(TRACKER, "").replace(HEAD, HEAD + policy, 1)
