"""What the program's own YAML says.

Belongs here: reading a file of it. What stands in one is known to whoever reads it; a city's own
files are read where their faults are told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast


def read(path: Path) -> Any:
    """The document in a file.

    Raises:
        OSError: it cannot be read.
        yaml.YAMLError: it is no YAML.
    """
    return yaml.load(path.read_text("utf-8"), _LOADER)
