"""The number of a grant makes one project of several: words are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.intake.intake_files import read_file, row, rules

HEADER = ["Projektnamn", "Fond/program", "Bidragsnummer", "Utbetalt EU-bidrag"]
RULE = "BIDRAGSNUMMER_INGET"


@pytest.mark.parametrize(
    "written",
    ["kommer", "Erasmus+", "saknas ännu", "ansökan inlämnad", "ej klart", "2021", "ESF 2014-2020",
     "ansökan 2021", "Interreg VI 2021–2027", "1", "A2", "N/A, se avtal"],
)  # fmt: skip
def test_what_is_no_number_is_left_out(written: str, workbook: Callable[..., Path]) -> None:
    """The row counts without it."""
    rows = [HEADER, ["Hamnljus", "ESF+", written, 5], ["Kranen", "ESF+", written, 7]]
    found = read_file(workbook({"Start": [("Nämnd", "ASN"), ("År", 2022)], "Projekt": rows}))
    assert [row(found, at)["bidragsnummer"] for at in (0, 1)] == [None, None]
    assert [remark.rad for remark in found.fynd if remark.regel == RULE] == [2, 3]
    assert "PROJEKT_TVA_GANGER" not in rules(found)


@pytest.mark.parametrize(
    "written",
    ["2021-1-SE01-KA120-SCH-1", "2020/00123", "101-7", "GA 101036519", "00123", "NYPS 20201234",
     "ESF 2014-2020 dnr 2018/0042", "kedja 17", "TVS-2021-33"],
)  # fmt: skip
def test_a_number_is_kept_as_it_is_written(written: str, workbook: Callable[..., Path]) -> None:
    """However many letters stand in it."""
    rows = [HEADER, ["Hamnljus", "ESF+", written, 5]]
    found = read_file(workbook({"Start": [("Nämnd", "ASN"), ("År", 2022)], "Projekt": rows}))
    assert row(found)["bidragsnummer"] == written
    assert RULE not in rules(found)


@pytest.mark.parametrize("written", ["-", "saknas", "", "Nej"])
def test_a_blank_is_nothing_to_say(written: str, workbook: Callable[..., Path]) -> None:
    """What says that there is none says it."""
    rows = [HEADER, ["Hamnljus", "ESF+", written, 5]]
    found = read_file(workbook({"Start": [("Nämnd", "ASN"), ("År", 2022)], "Projekt": rows}))
    assert row(found)["bidragsnummer"] is None
