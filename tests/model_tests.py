"""Run the unit tests of one dbt model: `make test-model MODEL=int_fynd__formedling`.

A unit test brings its own rows; of the tables it reads only the columns are asked of the home,
which must have been refreshed once.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fondbok.paths import Home
from fondbok.warehouse import build


def main(folder: str, model: str) -> int:
    """Run them; 0 when all pass, another number when one fails or the model has none."""
    home = Home(Path(folder))
    command = build.dbt(
        "--warn-error-options",
        '{"error": ["NoNodesForSelectionCriteria"]}',
    )
    selected = ["test", "--select", f"test_type:unit,{model}"]
    done = subprocess.run(
        [*command, *selected, *build.dbt_arguments(home)], **build.place(home), check=False
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
