"""What Fondbok costs beside other ways of doing the same, measured in one run.

The homes that are measured have no reference data of their own: they go by the example city's.
"""

import os
from pathlib import Path

os.environ.setdefault("FONDBOK_KOMMUN", str(Path(__file__).parents[1] / "examples" / "malmo"))
