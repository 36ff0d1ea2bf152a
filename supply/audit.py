"""`make audit`: the packages of the lock held against the database of known faults.

Belongs here: asking pip-audit, and saying plainly when it could not look. A package that was not
looked up is not a package without faults.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
WELL, FAULTS, NOT_LOOKED = 0, 1, 3
SHOWN = 5


def command(lock: Path) -> list[str]:
    """How pip-audit is asked: about the lock alone, installing nothing."""
    asked = ["--requirement", str(lock), "--require-hashes", "--disable-pip", "--format", "json"]
    return [sys.executable, "-m", "pip_audit", *asked, "--progress-spinner", "off"]


def judged(found: Mapping[str, Any]) -> tuple[int, list[str]]:
    """An exit code and what to say of what pip-audit told."""
    packages = found["dependencies"]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in"
        f" {', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in packages
        for fault in each.get("vulns", ())
    ]
    if faults:
        return FAULTS, faults
    if skipped or not packages:
        some = ", ".join(skipped[:SHOWN])
        return NOT_LOOKED, [f"NOT LOOKED UP: {len(skipped)} of {len(packages)} packages ({some} …)"]
    return WELL, [f"{len(packages)} packages looked up, no known faults."]


def audit(asked: Sequence[str]) -> tuple[int, list[str]]:
    """Run pip-audit, and judge what it said."""
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    try:
        return judged(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        last = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        return NOT_LOOKED, [f"NOT LOOKED UP: the database could not be reached. {last}"]


def main() -> int:
    """0 no known faults, 1 some, 3 it could not look."""
    code, lines = audit(command(LOCK))
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
