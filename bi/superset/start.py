"""Superset on 127.0.0.1 for one home: made ready the first time, filled anew every time.

`make bi` runs it with Superset's own Python. What Superset keeps lies in <home>/bi.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path

CONFIG = Path(__file__).with_name("superset_config.py")
USER = "admin"
_COMMAND = (sys.executable, "-c", "from superset.cli.main import superset; superset()")
ADDRESS = "127.0.0.1"


def environment(folder: Path) -> dict[str, str]:
    """What Superset needs to find its folder and its settings, and to tell nobody of it."""
    return {
        **os.environ,
        "FONDBOK_BI": str(folder),
        "SUPERSET_CONFIG_PATH": str(CONFIG),
        "FLASK_APP": "superset.app:create_app",
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
    }


def prepare(folder: Path, bundle: Path) -> None:
    """Make the folder ready and put what the bundle holds in place.

    Raises:
        subprocess.CalledProcessError: a step of Superset's failed; its words are on standard error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _secret(folder / "hemlighet")
    if not (folder / "klar").exists():
        _superset(folder, "db", "upgrade")
        _superset(folder, "init")
        password = _secret(folder / "losenord")
        _superset(
            folder,
            *("fab", "create-admin", "--username", USER, "--firstname", "Fondbok"),
            *("--lastname", "Fondbok", "--email", "fondbok@localhost", "--password", password),
        )
        (folder / "klar").touch()
    _superset(folder, "import-dashboards", "-p", str(bundle), "-u", USER)


def serve(folder: Path, port: int) -> None:
    """Become Superset's server."""
    command = [*_COMMAND, "run", "--host", ADDRESS, "--port", str(port)]
    os.execve(sys.executable, command, environment(folder))


def _secret(file: Path) -> str:
    """A word that nobody else has, made the first time and kept where only the owner reads it."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(42), "utf-8")
    return file.read_text("utf-8")


def _superset(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [*_COMMAND, *words],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stderr[-3000:])
        done.check_returncode()


def main() -> None:
    """Make ready and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--only-prepare", action="store_true")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    prepare(folder, asked.bundle.resolve())
    print(f"Superset: http://{ADDRESS}:{asked.port}/superset/dashboard/eu-projekten/")
    print(f"Användare {USER}, lösenord i {folder / 'losenord'} (stäng med Ctrl+C)", flush=True)
    if not asked.only_prepare:
        serve(folder, asked.port)


if __name__ == "__main__":
    main()
