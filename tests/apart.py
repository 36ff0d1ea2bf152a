"""Municipalities that are built together stay apart: every model's compiled SQL, looked through.

Belongs here: what a statement must do with kommun_kod so that no row of one municipality meets one
of another. Each place is told by model, part and rule. Which tables are national, and so have no
kommun_kod, is declared here with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp

MUNICIPALITY = "kommun_kod"

NATIONAL = {
    "ansokanslage": "how far an application has come is told in one list",
    "arendedel": "the sections of a matter are told in one list",
    "dim_fond": "the funds are the EU's and the state's",
    "dim_grad": "how sure a figure is has one scale",
    "dim_matt": "what a measure is does not depend on whose it is",
    "fond": "the funds are the EU's and the state's",
    "fond_alias": "the funds are the EU's and the state's",
    "fondgrupp": "the funds are the EU's and the state's",
    "grad": "how sure a figure is has one scale",
    "matt": "what a measure is does not depend on whose it is",
    "motsagelseregel": "the rules are the program's",
    "roll": "the roles are told in one list",
    "roll_alias": "the roles are told in one list",
    "samverkanstyp": "the kinds of partners are told in one list",
    "tidslinje": "the days are everybody's",
    "valutakurs": "the rates are the Riksbank's",
}
"""Tables without kommun_kod, each with why."""

NATIONAL_KEYS = {"fond_key"}
"""Keys that are made without kommun_kod: they lead to a national table."""


@dataclass(frozen=True)
class Fault:
    """A place where two municipalities could meet.

    Attributes:
        place: the part of the statement, a CTE by its name.
        rule: what is wrong with it.
        text: the SQL it is about, cut short.
    """

    place: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.text}"


@dataclass
class _Scope:
    """What the relations of a query are: whether each carries kommun_kod, by name."""

    relations: Mapping[str, bool]
    place: str
    faults: list[Fault] = field(default_factory=list)

    def told(self, rule: str, about: exp.Expression) -> None:
        text = " ".join(about.sql(dialect="duckdb").split())
        self.faults.append(Fault(self.place, rule, text[:100]))

    def within(self, place: str, relations: Mapping[str, bool] | None = None) -> _Scope:
        known = {**self.relations, **(relations or {})}
        return _Scope(known, place, self.faults)


def faults(sql: str, national: Iterable[str] = NATIONAL) -> list[Fault]:
    """Every place of a compiled model where rows of two municipalities could meet.

    Args:
        sql: the statement, as DuckDB gets it.
        national: tables that have no kommun_kod; every other table has it.
    """
    scope = _Scope(dict.fromkeys(national, False), "final")
    query = sqlglot.parse_one(sql, dialect="duckdb")
    columns = _query(query, scope)
    if not columns or columns[0] != MUNICIPALITY:
        scope.told("kommun_kod is not its first column", query)
    _keys(query, scope)
    return list(dict.fromkeys(scope.faults))


def _query(query: exp.Expression, scope: _Scope) -> list[str]:
    """The columns of a query as far as they are named; '*' stands for those of what it reads.

    The place of kommun_kod is always named: a star of a relation that carries it begins with it.
    """
    relations: dict[str, bool] = {}
    for cte in query.ctes:
        columns = _query(cte.this, scope.within(cte.alias, relations))
        relations[cte.alias] = MUNICIPALITY in columns
    inner = scope.within(scope.place, relations)
    if isinstance(query, exp.Subquery):
        return _query(query.this, inner)
    if isinstance(query, exp.SetOperation):
        return _set_operation(query, inner)
    if isinstance(query, exp.Select):
        return _select(query, inner)
    return []


def _set_operation(query: exp.SetOperation, scope: _Scope) -> list[str]:
    branches = [_query(each, scope) for each in (query.left, query.right)]
    having = [MUNICIPALITY in columns for columns in branches]
    if any(having) and not all(having):
        scope.told("a part of the set operation has no kommun_kod", query.right)
    if all(having) and branches[0].index(MUNICIPALITY) != branches[1].index(MUNICIPALITY):
        scope.told("kommun_kod stands in different places of the set operation", query.right)
    return branches[0]


def _select(query: exp.Select, scope: _Scope) -> list[str]:
    sources = dict(_sources(query, scope))
    carrying = [name for name, carries in sources.items() if carries]
    columns = _columns(query, sources)
    _subqueries(query, scope, carrying)
    if not carrying:
        return columns
    if MUNICIPALITY not in columns and not _is_asked_only(query):
        scope.told("kommun_kod is not among its columns", query)
    _joins(query, scope, sources)
    _groups(query, scope)
    _windows(query, scope)
    if query.args.get("limit"):
        scope.told("a limit holds for all municipalities together", query.args["limit"])
    return columns


def _sources(query: exp.Select, scope: _Scope) -> Iterator[tuple[str, bool]]:
    from_ = query.args.get("from_") or query.args.get("from")
    if from_ is not None:
        yield _source(from_.this, scope)
    for join in query.args.get("joins") or ():
        yield _source(join.this, scope)


def _source(relation: exp.Expression, scope: _Scope) -> tuple[str, bool]:
    if isinstance(relation, exp.Table):
        name = relation.name
        return relation.alias_or_name, scope.relations.get(name, True)
    if isinstance(relation, exp.Subquery):
        columns = _query(relation.this, scope.within(f"{scope.place}.{relation.alias}"))
        return relation.alias_or_name, MUNICIPALITY in columns
    return relation.alias_or_name, False  # values, a series of numbers


def _columns(query: exp.Select, sources: Mapping[str, bool]) -> list[str]:
    """The names of what a select has, kommun_kod where a star brings it."""
    found: list[str] = []
    for each in query.expressions:
        if isinstance(each, exp.Star):
            found += [MUNICIPALITY] if next(iter(sources.values()), False) else []
            found.append("*")
            found += [MUNICIPALITY] if any(sources.values()) else []
        elif isinstance(each, exp.Column) and isinstance(each.this, exp.Star):
            found += [MUNICIPALITY] if sources.get(each.table, True) else []
            found.append("*")
        else:
            found.append(each.alias_or_name)
    return found


def _is_asked_only(query: exp.Select) -> bool:
    """Whether the select stands in an EXISTS, which shows no column."""
    return isinstance(query.parent, exp.Exists)


def _conditions(condition: exp.Expression | None) -> Iterator[exp.Expression]:
    """What must all hold."""
    if isinstance(condition, exp.And):
        yield from _conditions(condition.left)
        yield from _conditions(condition.right)
    elif isinstance(condition, exp.Paren):
        yield from _conditions(condition.this)
    elif condition is not None:
        yield condition


def _equated(condition: exp.Expression | None) -> Iterator[tuple[str, str]]:
    """The relations whose kommun_kod a condition equates."""
    for each in _conditions(condition):
        if isinstance(each, exp.EQ):
            left, right = each.this, each.expression
            for one, other in ((left, right), (right, left)):
                if _is_municipality(one) and isinstance(one, exp.Column):
                    for column in other.find_all(exp.Column):
                        if column.name == MUNICIPALITY:
                            yield one.table, column.table


def _is_municipality(expression: exp.Expression) -> bool:
    """kommun_kod itself, or the one of two that is there after a full join."""
    if isinstance(expression, exp.Coalesce):
        parts = [expression.this, *expression.expressions]
        return all(_is_municipality(part) for part in parts)
    if isinstance(expression, exp.Cast | exp.Paren):
        return _is_municipality(expression.this)
    return isinstance(expression, exp.Column) and expression.name == MUNICIPALITY


def _joins(query: exp.Select, scope: _Scope, sources: Mapping[str, bool]) -> None:
    from_ = query.args.get("from_") or query.args.get("from")
    before = [from_.this.alias_or_name] if from_ is not None else []
    for join in query.args.get("joins") or ():
        name = join.this.alias_or_name
        if sources.get(name) and any(sources.get(each) for each in before):
            using = [each.name for each in join.args.get("using") or ()]
            pairs = set(_equated(join.args.get("on")))
            joined = any(name in pair and set(pair) & set(before) for pair in pairs)
            if MUNICIPALITY not in using and not joined:
                scope.told("a join that does not equate kommun_kod", join)
        before.append(name)


def _groups(query: exp.Select, scope: _Scope) -> None:
    group = query.args.get("group")
    if group is not None:
        if not any(_is_municipality(each) for each in group.expressions):
            scope.told("a group by without kommun_kod", group)
    elif any(_is_aggregate(each) for each in query.expressions):
        scope.told("an aggregate over all municipalities", query)
    for each in query.find_all(exp.Distinct):
        on = each.args.get("on")
        is_own = each.parent is query and on is not None
        if is_own and not any(_is_municipality(part) for part in on.expressions):
            scope.told("a distinct on without kommun_kod", each)


def _is_aggregate(expression: exp.Expression) -> bool:
    """Whether an expression sums rows, other than over a window or within another query."""
    for found in expression.find_all(exp.AggFunc):
        node: Any = found
        while node is not expression and not isinstance(node, exp.Window | exp.Query):
            node = node.parent
        if not isinstance(node, exp.Window | exp.Query):
            return True
    return False


def _windows(query: exp.Select, scope: _Scope) -> None:
    named = {each.name: each for each in query.args.get("windows") or ()}
    for each in named.values():
        _partition(each, scope)
    for part in (*query.expressions, query.args.get("qualify")):
        for window in part.find_all(exp.Window) if part is not None else ():
            if window.find_ancestor(exp.Select) is query and not _named(window, named):
                _partition(window, scope)


def _named(window: exp.Window, named: Mapping[str, object]) -> bool:
    alias = window.args.get("alias")
    return alias is not None and alias.name in named and not window.args.get("partition_by")


def _partition(window: exp.Expression, scope: _Scope) -> None:
    if not any(_is_municipality(each) for each in window.args.get("partition_by") or ()):
        scope.told("a window without kommun_kod in its partition", window)


def _subqueries(query: exp.Select, scope: _Scope, carrying: list[str]) -> None:
    """Queries within the expressions of a select: IN, EXISTS, and those of one value."""
    parts = [*query.expressions, query.args.get("where"), query.args.get("having")]
    parts += [join.args.get("on") for join in query.args.get("joins") or ()]
    for part in parts:
        for inner in part.find_all(exp.Select) if part is not None else ():
            if _owner(inner) is query:
                _asked(inner, scope, carrying)


def _owner(inner: exp.Select) -> exp.Expression | None:
    return inner.parent.find_ancestor(exp.Select) if inner.parent else None


def _asked(inner: exp.Select, scope: _Scope, carrying: list[str]) -> None:
    sources = dict(_sources(inner, scope.within(scope.place)))
    if not any(sources.values()):
        return
    columns = _query(inner, scope.within(f"{scope.place}, a query within"))
    where = inner.args.get("where")
    pairs = set(_equated(where.this if where else None))
    if any({one, other} & set(sources) and {one, other} & set(carrying) for one, other in pairs):
        return
    asking = inner.find_ancestor(exp.In)
    if asking is not None and asking.find_ancestor(exp.Select) is not inner:
        asked = asking.this
        parts = asked.expressions if isinstance(asked, exp.Tuple) else [asked]
        if any(map(_is_municipality, parts)) and MUNICIPALITY in columns:
            return
    scope.told("a query within that does not ask of the same kommun_kod", inner)


def _keys(query: exp.Expression, scope: _Scope) -> None:
    """Surrogate keys, as macros/nycklar.sql makes them: kommun_kod first."""
    for made in query.find_all(exp.MD5):
        parts = list(_key_parts(made))
        if not parts:
            continue
        alias = made.parent.alias if isinstance(made.parent, exp.Alias) else ""
        first = next(iter(parts[0].find_all(exp.Column)), None)
        is_first = first is not None and first.name == MUNICIPALITY
        if not is_first and not _is_national(made, alias):
            scope.told("a key without kommun_kod first", made)


def _is_national(made: exp.Expression, alias: str) -> bool:
    if alias in NATIONAL_KEYS:
        return True
    around = made.find_ancestor(exp.Alias)
    return around is not None and around.alias in NATIONAL_KEYS


def _key_parts(made: exp.MD5) -> Iterator[exp.Expression]:
    joined = made.this
    if not isinstance(joined, exp.ConcatWs):
        return
    separator, *parts = joined.expressions
    if not (isinstance(separator, exp.Literal) and separator.this == "|"):
        return
    for part in map(_within, parts):
        if not (isinstance(part, exp.Coalesce) and part.expressions):
            return
        if part.expressions[0].name != "~":
            return
        yield part


def _within(part: exp.Expression) -> exp.Expression:
    """What a cast or brackets are around."""
    return _within(part.this) if isinstance(part, exp.Cast | exp.Paren) else part
