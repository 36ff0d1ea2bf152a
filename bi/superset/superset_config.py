"""Superset's settings for one home: everything in FONDBOK_BI, nobody else's machine, Swedish.

Superset reads this file by its name (SUPERSET_CONFIG_PATH).
"""

import os
from pathlib import Path

_FOLDER = Path(os.environ["FONDBOK_BI"])

SECRET_KEY = (_FOLDER / "hemlighet").read_text("utf-8").strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_FOLDER / 'superset.db'}"
BABEL_DEFAULT_LOCALE = "sv"
LANGUAGES = {"sv": {"flag": "se", "name": "Svenska"}, "en": {"flag": "gb", "name": "English"}}
# kr after the figure, a blank between thousands, a comma before the öre.
D3_FORMAT = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0kr"]}
# What is published is small: a question is asked anew each time, so that a new release is seen.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
# What a user has chosen on a page.
FILTER_STATE_CACHE_CONFIG = {
    "CACHE_TYPE": "FileSystemCache",
    "CACHE_DIR": str(_FOLDER / "val"),
    "CACHE_DEFAULT_TIMEOUT": 7_776_000,
}
EXPLORE_FORM_DATA_CACHE_CONFIG = {**FILTER_STATE_CACHE_CONFIG, "CACHE_DIR": str(_FOLDER / "utkast")}
TALISMAN_ENABLED = True
WTF_CSRF_ENABLED = True
# No word to the outside: no pixel that counts installations, no maps from elsewhere.
SCARF_ANALYTICS = "false"
ENABLE_JAVASCRIPT_CONTROLS = False
