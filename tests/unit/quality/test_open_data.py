"""Every published table says whether it is open data, and nothing is opened by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from fondbok.quality import declared, kontroll

# A table that is added here is given to anybody: it has no free text and nothing about persons.
OPEN = {
    "bi_deltagande",
    "bi_pengar",
    "dim_ar",
    "dim_fond",
    "dim_grad",
    "dim_kf_mal",
    "dim_matt",
    "dim_namnd",
    "dim_namnd_senaste",
    "dim_projekt_senaste",
    "dim_varning",
}
MODEL = """
models:
  - name: dim_prov
    description: Ett prov.
    {said}
    columns:
      - name: prov
        data_type: varchar
        data_tests: [unique]
"""


def test_every_published_table_says_whether_it_is_open() -> None:
    tables, gaps = declared.published()
    assert gaps == []
    assert [f"{each.schema}.{each.name}" for each in tables if each.is_open is None] == []
    assert kontroll.WRITTEN.is_open is False


def test_only_these_are_open_and_each_has_a_key() -> None:
    opened = [each for each in declared.published()[0] if each.is_open]
    assert {each.name for each in opened} == OPEN
    assert {each.schema for each in opened} == {"mart"}
    assert [each.name for each in opened if not each.keys] == []


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ("config: {meta: {oppna_data: true}}", True),
        ("config: {meta: {oppna_data: false}}", False),
        ("config: {meta: {}}", None),
    ],
)
def test_what_a_model_says_is_read(tmp_path: Path, said: str, is_open: bool | None) -> None:
    (tmp_path / "dim_prov.yml").write_text(MODEL.format(said=said), "utf-8")
    table = declared._of_model("mart", tmp_path / "dim_prov.sql", {})
    assert table.is_open is is_open


def test_a_word_that_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dim_prov.yml").write_text(
        MODEL.format(said="config: {meta: {oppna_data: kanske}}"), "utf-8"
    )
    with pytest.raises(declared.Unsaid, match="oppna_data är 'kanske'"):
        declared._of_model("mart", tmp_path / "dim_prov.sql", {})
