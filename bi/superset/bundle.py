"""Superset's files for a published mart: database, tables, measures, charts and one page.

`python -m bi.superset.bundle HOME FILE.zip` writes what `superset import-dashboards` and Superset's
page for importing take. What is on the page is said in oversikt.yml; types and meanings come from
the published file. The same home gives the same bytes, and an import replaces an earlier one.
"""

from __future__ import annotations

import argparse
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import duckdb
import yaml

from fondbok.paths import Home

OVERVIEW = Path(__file__).with_name("oversikt.yml")
VERSION = "1.0.0"  # of Superset's format
WIDTH = 12  # columns of a page
_SPACE = uuid.UUID("0d6a1c0e-3c39-5c62-9f9c-3f6f4f6a0b11")
_SCHEMA = "mart"
_NO_TIME = "2000-01-01T00:00:00"
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_HEIGHTS = {"tal": 22, "staplar": 60, "tabell": 70}


@dataclass(frozen=True)
class Column:
    """A column of a published table.

    Attributes:
        name: as the file has it.
        type: DuckDB's.
        meaning: its comment.
    """

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Measure:
    """A measure of mart.dim_matt.

    Attributes:
        name: what it is called.
        table: what it is counted from.
        title: what people call it.
        definition: how it is made, in words.
        unit: kr, andel, or what is counted.
        sql: how it is made.
        not_over: what it may not be added over, None when it adds up.
    """

    name: str
    table: str
    title: str
    definition: str
    unit: str
    sql: str
    not_over: str | None

    @property
    def format(self) -> str:
        """As Superset writes it."""
        return {"kr": ",.2f", "andel": ".0%"}.get(self.unit, ",d")

    @property
    def warning(self) -> str | None:
        """What is told where it is chosen."""
        return f"Summera inte över {self.not_over}." if self.not_over else None


def write(home: Home, file: Path) -> None:
    """Write the bundle of a home.

    Raises:
        duckdb.Error: nothing is published, or a table of the page is not.
        KeyError: a column has no Swedish name; the text says which.
    """
    overview = yaml.safe_load(OVERVIEW.read_text("utf-8"))
    files = {
        "metadata.yaml": {"version": VERSION, "type": "Dashboard", "timestamp": _NO_TIME},
        "databases/fondbok.yaml": _database(home, overview),
    }
    with duckdb.connect(str(home.mart), read_only=True) as con:
        measures = _measures(con)
        for table in overview["tabeller"]:
            files[f"datasets/fondbok/{table}.yaml"] = _dataset(
                overview, table, _meaning(con, table), _columns(con, table), measures
            )
        newest = _newest(con, overview["sida"])
    for each in overview["diagram"]:
        files[f"charts/{_slug(each['namn'])}.yaml"] = _chart(each, measures)
    files["dashboards/eu_projekten.yaml"] = _page(overview, newest)
    with ZipFile(file, "w") as bundle:
        for name, content in files.items():
            text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
            bundle.writestr(ZipInfo(f"fondbok/{name}", _FIRST_ZIP_DAY), text)


def key(*names: str) -> str:
    """The name that Superset knows a thing by, the same from one bundle to the next."""
    return str(uuid.uuid5(_SPACE, "/".join(names)))


def _slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name.lower())


def _database(home: Home, overview: dict[str, Any]) -> dict[str, Any]:
    return {
        "database_name": overview["databas"],
        "sqlalchemy_uri": f"duckdb:///{home.mart.resolve()}",
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        # Opened to read, it keeps nobody from publishing and nobody from reading.
        "extra": {"engine_params": {"connect_args": {"read_only": True}}},
        "uuid": key("databas"),
        "version": VERSION,
    }


def _meaning(con: duckdb.DuckDBPyConnection, table: str) -> str:
    row = con.execute(
        "select comment from duckdb_tables() where schema_name = ? and table_name = ?",
        [_SCHEMA, table],
    ).fetchone()
    if row is None:
        raise duckdb.CatalogException(f"{_SCHEMA}.{table} är inte publicerad")
    return str(row[0] or "")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    rows = con.execute(
        "select column_name, data_type, coalesce(comment, '') from duckdb_columns()"
        " where schema_name = ? and table_name = ? order by column_index",
        [_SCHEMA, table],
    ).fetchall()
    return [Column(*row) for row in rows]


def _measures(con: duckdb.DuckDBPyConnection) -> dict[str, Measure]:
    """How each figure of the reports is made."""
    rows = con.execute(
        "select matt, tabell, benamning, definition, enhet, uttryck, summeras_inte_over"
        f" from {_SCHEMA}.dim_matt order by matt"
    ).fetchall()
    return {row[0]: Measure(*row) for row in rows}


def _dataset(
    overview: dict[str, Any],
    table: str,
    meaning: str,
    columns: list[Column],
    measures: dict[str, Measure],
) -> dict[str, Any]:
    return {
        "table_name": table,
        "schema": _SCHEMA,
        "description": meaning,
        "main_dttm_col": "ar_datum",
        "filter_select_enabled": True,
        "uuid": key("tabell", table),
        "database_uuid": key("databas"),
        "version": VERSION,
        "metrics": [
            {
                "metric_name": name,
                "verbose_name": each.title,
                "description": each.definition,
                "expression": each.sql,
                "d3format": each.format,
                "warning_text": each.warning,
            }
            for name, each in measures.items()
            if each.table == table
        ],
        "columns": [_column(overview["kolumner"], column) for column in columns],
    }


def _column(names: dict[str, str], column: Column) -> dict[str, Any]:
    return {
        "column_name": column.name,
        "verbose_name": names[column.name],
        "description": column.meaning,
        "type": column.type,
        "is_dttm": column.type == "DATE",
        "groupby": True,
        "filterable": True,
    }


def _chart(each: dict[str, Any], measures: dict[str, Measure]) -> dict[str, Any]:
    kind, params = _KINDS[each["slag"]](each, measures)
    return {
        "slice_name": each["namn"],
        "description": each.get("om", ""),
        "viz_type": kind,
        "params": {"viz_type": kind, "adhoc_filters": [], **params},
        "uuid": key("diagram", each["namn"]),
        "dataset_uuid": key("tabell", each["tabell"]),
        "version": VERSION,
    }


def _number(each: dict[str, Any], measures: dict[str, Measure]) -> tuple[str, dict[str, Any]]:
    return "big_number_total", {
        "metric": each["matt"],
        "y_axis_format": measures[each["matt"]].format,
        "subheader": each.get("om", ""),
    }


def _bars(each: dict[str, Any], _measures: dict[str, Measure]) -> tuple[str, dict[str, Any]]:
    return "echarts_timeseries_bar", {
        "x_axis": each["per"],
        "metrics": [each["matt"]],
        "groupby": [],
        "orientation": "horizontal",
        "x_axis_sort": each["matt"],
        "x_axis_sort_asc": True,
        "row_limit": 100,
        "y_axis_format": ",.0f",  # the öre are in the table
        "show_value": True,
        "show_legend": False,
        "truncate_metric": True,
        "rich_tooltip": True,
    }


def _table(each: dict[str, Any], _measures: dict[str, Measure]) -> tuple[str, dict[str, Any]]:
    return "table", {
        "query_mode": "raw",
        "all_columns": each["kolumner"],
        "column_config": {name: {"d3NumberFormat": ",.2f"} for name in each["kronor"]},
        "order_by_cols": [json.dumps([each["ordning"], False])],
        "row_limit": 1000,
        "server_page_length": 20,
        "include_search": True,
        "table_timestamp_format": "%Y-%m-%d",
    }


_KINDS = {"tal": _number, "staplar": _bars, "tabell": _table}


def _newest(con: duckdb.DuckDBPyConnection, page: dict[str, Any]) -> Any:
    """The value that the page is opened at: sums over years are nobody's question."""
    row = con.execute(
        f'select max("{page["senaste"]}") from {_SCHEMA}."{page["valjs_ur"]}"'
    ).fetchone()
    return row[0] if row else None


def _page(overview: dict[str, Any], newest: Any) -> dict[str, Any]:
    page = overview["sida"]
    return {
        "dashboard_title": page["namn"],
        "slug": "eu-projekten",
        "published": True,
        "position": dict(_position(overview)),
        "metadata": {
            "native_filter_configuration": [
                _filter(overview, page, column, newest) for column in page["filter"]
            ],
            "cross_filters_enabled": True,
        },
        "uuid": key("sida"),
        "version": VERSION,
    }


def _position(overview: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    page, kinds = overview["sida"], {each["namn"]: each["slag"] for each in overview["diagram"]}
    rows = [f"ROW-{number}" for number, _ in enumerate(page["rader"], 1)]
    yield "DASHBOARD_VERSION_KEY", "v2"
    yield "ROOT_ID", {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]}
    yield "GRID_ID", {"type": "GRID", "id": "GRID_ID", "children": rows, "parents": ["ROOT_ID"]}
    yield "HEADER_ID", {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": page["namn"]}}
    for row, names in zip(rows, page["rader"], strict=True):
        charts = [f"CHART-{_slug(name)}" for name in names]
        parents = ["ROOT_ID", "GRID_ID"]
        yield (
            row,
            {
                "type": "ROW",
                "id": row,
                "children": charts,
                "parents": parents,
                "meta": {"background": "BACKGROUND_TRANSPARENT"},
            },
        )
        for chart, name in zip(charts, names, strict=True):
            yield (
                chart,
                {
                    "type": "CHART",
                    "id": chart,
                    "children": [],
                    "parents": [*parents, row],
                    "meta": {
                        "uuid": key("diagram", name),
                        "chartId": list(kinds).index(name) + 1,  # its own is given at import
                        "sliceName": name,
                        "width": WIDTH // len(names),
                        "height": _HEIGHTS[kinds[name]],
                    },
                },
            )


def _filter(
    overview: dict[str, Any], page: dict[str, Any], column: str, newest: Any
) -> dict[str, Any]:
    is_set = column == page["senaste"] and newest is not None
    chosen: dict[str, Any] = {"extraFormData": {}, "filterState": {}}
    if is_set:
        chosen["extraFormData"]["filters"] = [{"col": column, "op": "IN", "val": [newest]}]
        chosen["filterState"] = {"value": [newest], "label": str(newest)}
    return {
        "id": f"NATIVE_FILTER-{column}",
        "name": overview["kolumner"][column],
        "filterType": "filter_select",
        "type": "NATIVE_FILTER",
        "targets": [{"column": {"name": column}, "datasetUuid": key("tabell", page["valjs_ur"])}],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "controlValues": {
            "multiSelect": not is_set,
            "defaultToFirstItem": False,
            "enableEmptyFilter": is_set,
            "sortAscending": not is_set,
            "searchAllOptions": False,
            "inverseSelection": False,
        },
        "defaultDataMask": chosen,
        "cascadeParentIds": [],
    }


def main() -> None:
    """Write the bundle that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    write(Home(asked.home), asked.file)


if __name__ == "__main__":
    main()
