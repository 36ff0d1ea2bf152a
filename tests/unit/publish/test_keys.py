"""The keys that the published file declares: which, in what order, and that the file holds them."""

from __future__ import annotations

import pytest

from fondbok.publish import keys
from fondbok.publish.keys import Keys
from fondbok.quality import declared
from fondbok.quality.declared import Column, Reference, Table


def column(name: str, *, never_missing: bool = True, to: str = "") -> Column:
    table, _, target = to.partition(".")
    reference = Reference("mart", table, target) if to else None
    return Column(name, "varchar", never_missing, (), reference)


DIM = Table("mart", "dim", (column("dim_key"), column("kod")), (("dim_key",), ("kod",)))


def fact(*columns: Column, key: tuple[str, ...] = ("rad",), without_index: str = "") -> Table:
    return Table("mart", "fct", (column("rad"), *columns), (key,), without_index=without_index)


def test_a_key_is_primary_and_a_reference_to_it_foreign() -> None:
    told = keys.declared([DIM, fact(column("dim_key", to="dim.dim_key"))])
    assert told["mart.fct"] == Keys(("rad",), (), ((("dim_key",), "dim", ("dim_key",)),))
    assert told["mart.dim"] == Keys(("dim_key",))


def test_another_key_is_declared_when_something_points_at_it() -> None:
    told = keys.declared([DIM, fact(column("kod", to="dim.kod"))])
    assert told["mart.dim"] == Keys(("dim_key",), (("kod",),))
    assert told["mart.fct"].foreign == ((("kod",), "dim", ("kod",)),)


def test_a_key_within_a_municipality_is_pointed_at_within_it() -> None:
    code = column("kommun_kod")
    dim = Table("mart", "dim", (code, column("kod")), (("kommun_kod", "kod"),))
    told = keys.declared([dim, fact(code, column("kod", to="dim.kod"))])
    assert told["mart.fct"].foreign == ((("kommun_kod", "kod"), "dim", ("kommun_kod", "kod")),)
    assert told["mart.fct"].clauses()[-1] == (
        'foreign key ("kommun_kod", "kod") references "dim" ("kommun_kod", "kod")'
    )


def test_a_key_that_may_be_missing_is_only_unique() -> None:
    table = Table("mart", "t", (column("a"), column("b", never_missing=False)), (("a", "b"),))
    assert keys.declared([table])["mart.t"] == Keys((), (("a", "b"),))


def test_a_reference_to_what_is_no_key_is_not_declared() -> None:
    dim = Table("mart", "dim", (column("dim_key"), column("namn")), (("dim_key",),))
    assert keys.declared([dim, fact(column("namn", to="dim.namn"))])["mart.fct"].foreign == ()


def test_a_reference_to_another_schema_is_not_declared() -> None:
    table = Table("text", "t", (column("dim_key", to="dim.dim_key"),), (("dim_key",),))
    assert keys.declared([DIM, table])["text.t"] == Keys(("dim_key",))


def test_a_table_without_index_declares_nothing_and_nothing_points_at_it() -> None:
    large = fact(column("dim_key", to="dim.dim_key"), without_index="för stor")
    below = Table("mart", "del", (column("rad", to="fct.rad"),), (("rad",),))
    told = keys.declared([DIM, large, below])
    assert "mart.fct" not in told
    assert told["mart.del"].foreign == ()


def test_what_is_pointed_at_comes_first() -> None:
    told = {
        "mart.a": Keys(foreign=((("x",), "z", ("x",)),)),
        "mart.z": Keys(("x",)),
        "mart.b": Keys(),
    }
    assert keys.in_order(told, told) == ["mart.b", "mart.z", "mart.a"]


def test_tables_that_point_at_one_another_are_refused() -> None:
    told = {
        "mart.a": Keys(foreign=((("x",), "b", ("x",)),)),
        "mart.b": Keys(foreign=((("x",), "a", ("x",)),)),
    }
    with pytest.raises(ValueError, match=r"mart\.a, mart\.b"):
        keys.in_order(told, told)


def test_only_what_the_built_table_has_is_declared() -> None:
    keyed = Keys(("a",), (("b", "c"),), ((("d",), "t", ("d",)),))
    assert keyed.present(["a", "b"]) == Keys(("a",))


def test_every_published_tables_keys_can_be_declared() -> None:
    tables, gaps = declared.published()
    told = keys.declared(tables)
    assert gaps == []
    assert set(keys.in_order(told, told)) == set(told)
    without = {table.name for table in tables if table.without_index}
    assert without == {"brygga_harkomst", "bi_harkomst"}
