"""The lint of spellings bites on each of them, and on nothing that both engines read alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engines import spellings
from fondbok.paths import PROJECT

REFUSED = [
    "select trim(namn) from t",
    "select trim(namn, '-') from t",
    "select {{ kodnyckel('trim(kod)') }} from t",
    "select belopp_sek / antal from t",
    "select a // b from t",
    "select cast(belopp_sek as integer) from t",
    "select cast((x - floor(x)) * 100 as integer) from t",
    "select cast(andel * 100 as bigint) from t",
    "select cast(null as varchar) from t",
    "select cast(a as hugeint) from t",
    "select string_agg(a, ';' order by a) from t",
    "with a as materialized (select 1) select * from a",
    "with a as not materialized (select 1) select * from a",
    "select concat('a', b) from t",
    "{% set orsak = \"concat('a', b)\" %}",
    "select nfc_normalize(a) from t",
    "select regexp_replace(a, 'b', 'c') from t",
    "select regexp_extract(a, '[0-9]+') from t",
    r"select {{ endast_tecken('a', '\\s+', '') }} from t",
    r"select regexp_matches(a, '^\d+$') from t",
    "select unnest(string_split(a, ';')) from t",
    "select unnest(generate_series(1, 12)) from t",
    "select list(a) from t",
    "select array_to_string(a, ';') from t",
    "select arg_max(a, b) from t",
    "select levenshtein(a, b) from t",
    "select 1 from t inner join u on {{ normaliserat_namn('t.a') }} = u.namn_nyckel",
    "select min_by(typ, plats) as typ from t",
    "select last_value(a ignore nulls) over (order by b) from t",
    "select a from t qualify row_number() over (order by a) = 1",
    "select a, count(*) from t group by all",
    "select a::date from t",
    "select count(*) filter (where a) over (partition by b) from t",
]
ALLOWED = [
    "select {{ putsad('namn') }}, trim(both '-' from namn) from t",
    "select '2022/23', \"a/b\" from t -- either/or",
    "{#- a/b, and concat(a) -#}",
    "select cast(round(belopp_sek, 0) as integer) from t",
    "select cast(ar as integer), cast(belopp.antal_rader as bigint) from t",
    "select cast(null as string) from t",
    "with a as {{ cte('materialized') }} (select 1) select * from a",
    "select concat_ws('', 'a', b) from t",
    "select namn_nyckel = {{ normaliserat_namn('a') }} as ar_okant from t",
    "select regexp_extract(a, '([0-9]+)', 1) from t",
    "select min_by(typ, plats) filter (where typ is not null) from t",
    "select count(case when a then 1 end) over (partition by b) from t",
    "{% macro duckdb__x(a) -%} unnest(string_split({{ a }}, ';')) {%- endmacro %}",
    "{% macro default__x(a) -%} explode(split({{ a }}, ';')) {%- endmacro %}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_spelling_is_refused(text: str) -> None:
    assert spellings.refused(text), text


@pytest.mark.parametrize("text", ALLOWED)
def test_what_both_read_alike_is_not(text: str) -> None:
    assert spellings.refused(text) == []


def test_the_place_is_told() -> None:
    ((line, why),) = spellings.refused("select\n    a,\n    concat(b, c)\nfrom t")
    assert line == 3
    assert "concat_ws" in why


def test_a_body_that_is_dispatched_hides_nothing_after_it() -> None:
    text = (
        "{% macro duckdb__x() -%} list(a) {%- endmacro %}\n{% macro y() -%} list(a) {%- endmacro %}"
    )
    assert [line for line, _ in spellings.refused(text)] == [2]


def test_every_spelling_has_a_case() -> None:
    told = {why for text in REFUSED for _, why in spellings.refused(text)}
    assert told == {each.why for each in spellings.SPELLINGS}


def test_the_project_has_none_and_all_of_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert spellings.main() == 0, capsys.readouterr().out
    read = [file for file, _ in spellings.files()]
    assert len(read) == len(set(read))
    assert {file.parent.name for file in read} >= {"intermediate", "marts", "macros", "seeds"}


def test_it_is_part_of_make_lint() -> None:
    lint = re.search(r"^lint:.*?\n\n", (PROJECT / "Makefile").read_text("utf-8"), re.M | re.S)
    assert lint is not None
    assert "engines.spellings" in lint[0]


def test_a_file_is_told_by_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spellings, "PROJECT", tmp_path)
    file = tmp_path / "a.sql"
    file.write_text("select a::date from t", "utf-8")
    assert list(spellings.told(file, spellings.SPELLINGS)) == ["a.sql:1: cast(... as ...)"]
