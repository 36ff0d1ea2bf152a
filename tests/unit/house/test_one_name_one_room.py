"""One base exception, rules named as their ids, no statement unused: a newcomer may rely on it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from fondbok.errors import FondbokError
from fondbok.files import rules as of_files
from fondbok.findings import Rule
from fondbok.intake import rules as of_submissions
from fondbok.ledger import rules as of_ledgers
from fondbok.paths import PROJECT
from fondbok.sql import Templates

PACKAGE = PROJECT / "fondbok"
STATEMENTS = PACKAGE / "ledger" / "sql"


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield path, node


def test_every_exception_descends_from_one() -> None:
    """By name, so that a class in a module that nothing imports is seen too."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, node in classes()
    }
    own = {FondbokError.__name__}
    while found := {name for name, above in bases.items() if above & own} - own:
        own |= found
    builtin = re.compile(r"(?:Exception|BaseException|\w+Error)$")
    strays = {
        name
        for name, above in bases.items()
        if name not in own and any(builtin.match(each) for each in above)
    }
    assert strays == set()
    assert len(own) > 10


@pytest.mark.parametrize("module", [of_files, of_submissions, of_ledgers])
def test_a_rule_is_named_as_its_id(module: object) -> None:
    named = {name: value for name, value in vars(module).items() if isinstance(value, Rule)}
    assert named
    assert {name for name, rule in named.items() if name != rule.id} == set()


def test_every_statement_is_used() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE / "ledger").rglob("*.py")
    )
    used = set(re.findall(r'\bstatement\(\s*"(\w+)"', code))
    assert used == {path.stem for path in STATEMENTS.glob("*.sql")}


def test_a_place_that_is_not_filled_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "asks.sql").write_text("select {{ what }}", encoding="utf-8")
    templates = Templates(tmp_path)
    assert templates.render("asks", what="1") == "select 1"
    with pytest.raises(UndefinedError):
        templates.render("asks")


def test_macros_and_shared_values_serve_every_statement(tmp_path: Path) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "double.sql").write_text(
        "{% macro double(value) -%}\n{{ value }} * 2\n{%- endmacro %}", encoding="utf-8"
    )
    (tmp_path / "asks.sql").write_text("select {{ double(given) }}", encoding="utf-8")
    assert Templates(tmp_path, given="3").render("asks") == "select 3 * 2"
