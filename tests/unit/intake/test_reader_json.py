"""JSON: exact numbers, lists, and files that are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondbok.files.refusal import Refusal
from fondbok.findings import FileRead
from fondbok.intake.readers import json_
from fondbok.intake.readers.tables import Source
from fondbok.intake.submissions import read_submission
from tests.unit.intake.intake_files import goals, row, rules

Read = Callable[..., FileRead]


def test_numbers_are_exact(read_json: Read) -> None:
    """Not even a number that no float can hold loses an öre."""
    read = read_json(
        '{"namnd":"ASN","ar":2022,"projekt":[{"projekt":"A","utbetalt":90071992547409.93}]}'
    )
    assert row(read)["utbetalt"] == Decimal("90071992547409.93")
    assert rules(read) == {"BELOPP_FOR_STORT"}


def test_lists_of_goals_units_and_codes(read_json: Read) -> None:
    """What is several is a list."""
    read = read_json(
        kf_mal=[1, 3],
        kf_mal_fordelning=[60.5, 39.5],
        deltagande=["kulturförvaltningen", "FSF"],
        ekonomikod=["2231", 2232],
        utbetalt=100,
    )
    assert goals(read) == [1, 3]
    assert [g["andel"] for g in read.rows["submission_kf_mal"]] == [
        Decimal("60.5"),
        Decimal("39.5"),
    ]
    assert row(read)["deltagande"] == "KUN;FSN"
    assert row(read)["ekonomikod"] == "2231;2232"
    assert read.fynd == []


def test_a_namnd_without_projects_has_handed_in(read_json: Read) -> None:
    """Who, when and which version are kept, also where there is no row to say it."""
    read = read_json(
        {"namnd": "Kulturnämnden", "ar": 2024, "version": 2, "diarienummer": "KUN-1", "projekt": []}
    )
    assert rules(read) == {"INGA_PROJEKT"}
    assert read.rows["submission"] == [
        {
            "fil_sha256": read.rows["submission"][0]["fil_sha256"],
            "namnd_kod": "KUN",
            "namnd_text": "Kulturnämnden",
            "namnd_koder": None,
            "ar": 2024,
            "diarienummer": "KUN-1",
            "beslutsdatum": None,
            "version": 2,
        }
    ]


def test_head_and_side_lists(read_json: Read) -> None:
    """Version, diarienummer, decision date, and answers by their keys."""
    read = read_json(
        {
            "namnd": "ASF",
            "ar": "2022",
            "version": 3,
            "diarienummer": "ASN-2023-1122",
            "beslutsdatum": "2023-03-30",
            "projekt": [{"projekt": "A", "utbetalt": None}],
            "svar": [{"fraga_nr": 1, "svar": "Ja"}],
            "natverk": [{"natverk": "Eurocities", "roll": "medlem"}],
        }
    )
    assert (row(read)["version"], row(read)["diarienummer"]) == (3, "ASN-2023-1122")
    assert row(read)["beslutsdatum"].isoformat() == "2023-03-30"
    assert row(read)["utbetalt"] is None
    assert read.rows["submission_svar"][0]["fraga_nr"] == 1
    assert read.fynd == []


@pytest.mark.parametrize(
    "text",
    ["[]", "5", "null", '"hej"', '{"projekt": 5}', "{", "[" * 100_000, '{"a": NaN}', "Infinity"],
)
def test_what_is_no_submission_is_refused(read_json: Read, text: str) -> None:
    """Refused with the reason, whatever it is."""
    read = read_json(text)
    assert (read.status, rules(read)) == ("avvisad", {"JSON_OGILTIG"})


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "9" * 5000, "-1e400"])
def test_numbers_beyond_reason_reject_the_row(read_json: Read, number: str) -> None:
    """They neither crash nor fill the memory nor become money."""
    read = read_json(
        f'{{"namnd":"ASN","ar":2022,"projekt":[{{"projekt":"A","utbetalt":{number}}}]}}'
    )
    assert row(read)["utbetalt"] in (None, Decimal(0))
    assert rules(read) & {"BELOPP_FOR_STORT", "BELOPP_OLASLIGT", "BELOPP_AVRUNDAT"}


def test_half_a_surrogate_can_be_stored(read_json: Read) -> None:
    """JSON may spell what no encoding can write."""
    read = read_json('{"namnd":"ASN","ar":2022,"projekt":[{"projekt":"A\\ud800","utbetalt":1}]}')
    row(read)["projekt"].encode("utf-8")


def test_a_bare_name_is_a_project(read_json: Read) -> None:
    """A list of names is projects without anything more; no item is lost."""
    read = read_json({"namnd": "ASN", "ar": 2022, "projekt": ["Vägen in", {"projekt": "TAMU"}]})
    assert [r["projekt"] for r in read.rows["submission_projekt"]] == ["Vägen in", "TAMU"]


ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "projekt",
        "utbetalt",
        "budget",
        "kf_mal",
        "kf_mal_fordelning",
        "start",
        "slut",
        "period",
        "roll",
        "fond",
        "deltagande",
        "eu_andel",
        "valuta",
        "namnd",
        "ar",
        "version",
        "ekonomikod",
    ]
)


@pytest.mark.parametrize("name", ["\x1e\x80", "\x1f\x1e\x1fa\x80"])
def test_signs_that_part_records_are_no_end_of_a_cell(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    rows = {"namnd": "ASN", "ar": 2024, "projekt": [{"projekt": name}]}
    path.write_text(json.dumps(rows), encoding="utf-8")
    (found,) = [
        each for each in read_submission(path, "s").fynd if each.regel == "TECKEN_FELKODADE"
    ]
    assert (found.rad, found.kolumn) == (1, "projekt")


@settings(max_examples=60)
@given(projects=st.lists(st.dictionaries(FIELDS, ANY_JSON, max_size=6), max_size=3))
def test_any_values_are_read_and_counted(
    projects: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any value in any field: no fault, and every item has exactly one outcome."""
    path = tmp_path_factory.mktemp("json") / "a.json"
    document = {"namnd": "ASN", "ar": 2022, "projekt": projects}
    path.write_text(json.dumps(document))
    read = read_submission(path, "s")
    if read.status != "avvisad":
        assert read.rader_lasta == len(read.rows["submission_projekt"]) <= len(projects)
        assert read.utfall["avvisad"] == len(read.avvisade)


def test_reader_gives_a_source() -> None:
    """The common shape all readers hand over."""
    source = json_.read(b'{"projekt": [{"projekt": "A", "x": 1}]}')
    assert isinstance(source, Source)
    assert source.projekt[0].header == ["projekt", "x"]
    with pytest.raises(Refusal):
        json_.read(b"{]")


def test_as_many_keys_as_items_is_refused(read_json: Read) -> None:
    """A table as wide as it is long is no submission; it must not fill the memory."""
    items = [{"projekt": "A", f"nyckel {at}": 1} for at in range(3_000)]
    read = read_json({"namnd": "ASN", "ar": 2022, "projekt": items})
    assert rules(read) == {"FIL_FOR_STOR"}
