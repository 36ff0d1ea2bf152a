"""The wheel, in an environment of its own outside the checkout: it carries all it needs."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from fondbok.paths import PROJECT

pytestmark = pytest.mark.thorough

UMEA = Path(__file__).parents[1] / "fixtures" / "umea"
_YEAR = (
    "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True);"
    " print(con.sql('select max(ar) from mart.rpt_sammanfattning').fetchone()[0])"
)
CLEAN = {
    "PYTHONDONTWRITEBYTECODE": "1",
    "FONDBOK_KOMMUN": "",
    "PYTHONPATH": "",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; the dependencies are this one's, nothing is fetched."""
    scratch = tmp_path_factory.mktemp("installerad")
    wheels, environment = scratch / "wheels", scratch / "env"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels, cwd=PROJECT)
    (wheel,) = wheels.glob("*.whl")
    venv.create(environment, with_pip=False)
    (packages,) = (environment / "lib").glob("python*/site-packages")
    (packages / "beroenden.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    pip = (sys.executable, "-m", "pip", "--python", environment / "bin" / "python")
    run(*pip, "install", "-q", "--no-deps", "--no-index", "--ignore-installed", wheel)
    return environment


def run(*command: str | Path, cwd: Path = Path("/"), code: int = 0) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **CLEAN},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def contents(environment: Path) -> set[Path]:
    return {path for path in environment.rglob("*") if path.is_file()}


def test_an_installed_wheel_starts_a_city_and_publishes(installed: Path, tmp_path: Path) -> None:
    before = contents(installed)
    python, fondbok = installed / "bin" / "python", installed / "bin" / "fondbok"
    where = run(python, "-c", "import fondbok.paths as p; print(p.MODELS, p.CONTRACTS)")
    assert str(PROJECT) not in where
    home = tmp_path / "hem"
    assert run(fondbok, "--version").startswith("fondbok ")
    run(fondbok, "init", "--home", home, "--namn", "Umeå kommun", cwd=tmp_path)
    shutil.copytree(UMEA / "referens", home / "referens", dirs_exist_ok=True)
    shutil.copytree(UMEA / "landing", home / "landing", dirs_exist_ok=True)
    run(fondbok, "refresh", "--home", home, cwd=tmp_path)
    assert "4 040 000,00" in run(fondbok, "tables", "--home", home).replace("\u00a0", " ")
    year = run(python, "-c", _YEAR, home / "mart" / "fondbok.duckdb").strip()
    made = run(fondbok, "report", "--home", home, "--ar", year, "--format", "html", cwd=tmp_path)
    assert "utforska.html" in made
    loads = (
        f"import os; os.environ['FONDBOK_HOME'] = {str(home)!r}; import orchestration.definitions"
    )
    run(python, "-c", loads, cwd=tmp_path)
    assert contents(installed) == before, "something was written inside the installation"
