"""What the packages are: licences held against a list, and no silence where nobody could look."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from fondbok.paths import PROJECT
from supply import audit, licences

RULES: dict[str, Any] = tomllib.loads(licences.RULES.read_text("utf-8"))
FEW = {"allowed": ["MIT", "Apache-2.0", "MPL-2.0"], "exceptions": {}, "carried": {}}


def test_every_package_of_this_environment_is_allowed() -> None:
    packages = licences.told()
    assert "duckdb" in packages
    assert licences.refused(packages, RULES) == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-3.0-only", False),
        ("MIT; GNU General Public License (GPL)", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_a_licence_that_is_not_in_the_list_is_refused(licence: str, allowed: bool) -> None:
    assert (licences.refused({"New_Package": licence}, FEW) == []) is allowed


def test_an_exception_is_for_one_package_and_one_licence() -> None:
    agreed = {"licence": "LGPL", "reason": "because"}
    rules = {**FEW, "exceptions": {"some-package": agreed}}
    assert licences.refused({"Some.Package": "LGPL"}, rules) == []
    assert "agreed to as 'LGPL'" in licences.refused({"some_package": "GPL"}, rules)[0]
    assert "no package" in licences.refused({"other": "MIT"}, rules)[0]
    assert "not in" in licences.refused({"some-package": "LGPL", "other": "LGPL"}, rules)[0]


def told(**package: Any) -> dict[str, Any]:
    return {"dependencies": [{"name": "a", "version": "1", "vulns": []}, package]}


def test_a_known_fault_and_a_package_nobody_looked_up_are_no_success() -> None:
    assert audit.judged(told(name="b", version="2", vulns=[]))[0] == audit.WELL
    fault = {"id": "PYSEC-1", "fix_versions": ["3"]}
    code, lines = audit.judged(told(name="b", version="2", vulns=[fault]))
    assert (code, lines) == (audit.FAULTS, ["b 2: PYSEC-1, mended in 3"])
    code, lines = audit.judged(told(name="b", skip_reason="not found"))
    assert (code, "1 of 2" in lines[0]) == (audit.NOT_LOOKED, True)
    assert audit.judged({"dependencies": []})[0] == audit.NOT_LOOKED


def test_no_way_to_the_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real tool, and a road that is closed."""
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"six==1.17.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    asked = [*audit.command(lock), "--cache-dir", str(tmp_path / "cache"), "--timeout", "2"]
    code, lines = audit.audit(asked)
    assert (code, lines[0].startswith("NOT LOOKED UP")) == (audit.NOT_LOOKED, True)


def test_the_bill_of_materials_names_what_is_locked(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    done = subprocess.run(
        ["make", "-s", "-C", str(PROJECT), "sbom", f"SBOM={file}", f"PYTHON={sys.executable}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(file.read_text("utf-8"))
    named = {each["name"]: each["version"] for each in found["components"]}
    assert found["bomFormat"] == "CycloneDX"
    assert named["duckdb"] == "1.5.5"
    assert any(each.get("hashes") for each in found["components"][0]["externalReferences"])
