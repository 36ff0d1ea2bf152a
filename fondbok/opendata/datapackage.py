"""The open data as a Frictionless Data Package: a schema for each csv.

Belongs here: what datapackage.json says. Its words are in `about`.
"""

from __future__ import annotations

from typing import Any

from fondbok.opendata import about
from fondbok.opendata.about import About, Written
from fondbok.opendata.reading import Column, Resource

FILE = "datapackage.json"


def descriptor(told: About) -> dict[str, Any]:
    """What stands in datapackage.json, in the order it is read."""
    licence = told.kommun.licens
    path, title = about.LICENCES[licence]
    return {
        "profile": "tabular-data-package",
        "name": "eu-projekt",
        "title": f"{about.TITLE}, {told.kommun.namn}",
        "description": f"{about.DESCRIPTION} {about.LEFT_OUT} {about.SMALL_NUMBERS}",
        "version": told.release.release_id,
        "created": f"{told.release.publicerad.isoformat(timespec='seconds')}Z",
        "keywords": list(about.KEYWORDS),
        "licenses": [{"name": licence, "path": path, "title": title}],
        "contributors": [_publisher(told)],
        "resources": [_resource(told, each) for each in told.open.resources],
    }


def files(descriptor: dict[str, Any]) -> set[str]:
    """The files that a descriptor names."""
    resources = descriptor["resources"]
    return {each["path"] for each in resources} | {each["parquet"]["path"] for each in resources}


def _publisher(told: About) -> dict[str, str]:
    mail = {"email": told.kommun.epost} if told.kommun.epost else {}
    return {"title": told.kommun.namn, "role": "publisher", **mail}


def _resource(told: About, resource: Resource) -> dict[str, Any]:
    without = (
        f" Kolumner med fritext är inte med: {', '.join(resource.left_out)}."
        if resource.left_out
        else ""
    )
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "description": resource.table.comment + without,
        **_file(told.files[resource.name, "csv"]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "parquet": _file(told.files[resource.name, "parquet"]),
        "schema": _schema(told, resource),
    }


def _file(written: Written) -> dict[str, Any]:
    return {
        "path": written.path,
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
    }


def _schema(told: About, resource: Resource) -> dict[str, Any]:
    kept = {(each.name, column.name) for each in told.open.resources for column in each.columns}
    foreign = [
        {
            "fields": [column.name],
            "reference": {"resource": column.points_at[0], "fields": [column.points_at[1]]},
        }
        for column in resource.columns
        if column.points_at in kept and column.points_at is not None
    ]
    return {
        "fields": [_field(column) for column in resource.columns],
        "primaryKey": [column.name for column in resource.columns if column.in_key],
        **({"foreignKeys": foreign} if foreign else {}),
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.meaning,
    }
    if column.type == "number":
        field |= {"decimalChar": ".", "bareNumber": True}
    constraints: dict[str, Any] = {}
    if not column.may_be_missing:
        constraints["required"] = True
    if column.values and column.type == "string":
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})
