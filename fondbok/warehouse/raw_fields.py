"""The raw tables of what a submission says, column by column as its fields are declared.

Belongs here: their definition. Where a row stood is the same in all of them and stands here; the
other raw tables are in raw_schema.sql. That a row fits is seen to where rows are packed
(`batches`).
"""

from __future__ import annotations

from collections.abc import Iterable

from fondbok.intake import fields
from fondbok.intake.fields import Kind
from fondbok.sql import text_literal

# Beside a row's fields: where it stood.
_PLACE = (
    "kallrad_id varchar not null",
    "fil_sha256 varchar not null",
    "blad varchar not null",
    "rad bigint not null",  # 1-based line or row as a person sees it
)
# And what became of it: rows of the project table are kept whatever it was.
_OUTCOME = (
    "utfall varchar not null check (utfall in ('laddad', 'avvisad', 'total', 'dubblett'))",
    "innehall_hash varchar not null",  # md5 over the source cells before cleaning
    "radinnehall varchar not null",  # the row as JSON {header: text}, masked
)
# The other sheets do not say whose they are: it is said once for the submission.
_WHOSE = ("namnd_kod varchar", "ar integer", "version integer")


def statements(kommun_kod: str) -> str:
    """The raw tables of a submission's rows, as `create table if not exists`."""
    first = f"kommun_kod varchar not null default {text_literal(kommun_kod)}"
    made = [_create("submission_projekt", (first, *_PLACE, *_OUTCOME), "projekt")]
    beside = fields.TABLES.items()
    made += [_create(table, (first, *_PLACE, *_WHOSE), kind) for kind, table in beside]
    return "\n".join(made)


def _create(table: str, place: Iterable[str], kind: Kind) -> str:
    own = (f"{column.name} {column.type}" for field in fields.SHEETS[kind] for column in field.raw)
    return f"create table if not exists raw.{table} ({', '.join((*place, *own))});"
