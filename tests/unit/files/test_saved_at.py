"""When an office file was last saved, by its own word, and only where it can be believed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from fondbok.files.archive import saved_at

CORE = "docProps/core.xml"
RELATION = (
    '<Relationships><Relationship Id="rId2" {}="{}" {}="{}"/>'
    '<Relationship Id="rId1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
)
TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def office(**parts: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def core(text: str) -> str:
    return (
        "<cp:coreProperties><dcterms:created>2020-01-01T00:00:00Z</dcterms:created>"
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{text}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def saved(text: str) -> datetime | None:
    rels = RELATION.format("Type", TYPE, "Target", CORE)
    return saved_at(office(**{"_rels/.rels": rels, CORE: core(text)}))


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-02-03T08:09:10Z", datetime(2025, 2, 3, 8, 9, 10)),
        ("2025-02-03T08:09:10.123456789Z", datetime(2025, 2, 3, 8, 9, 10)),
        ("2025-02-03T01:00:00+02:00", datetime(2025, 2, 2, 23)),
        ("2025-02-03", datetime(2025, 2, 3)),
    ],
)
def test_every_way_of_writing_a_time_is_read_as_utc(text: str, utc: datetime) -> None:
    assert saved(text) == utc


@pytest.mark.parametrize("text", ["", "nyss", "2000-01-01T00:00:00Z", "1980-01-01", "2025-13-01"])
def test_what_is_no_time_or_nobodys_time_is_unknown(text: str) -> None:
    assert saved(text) is None


@pytest.mark.parametrize("order", [("Type", "Target"), ("Target", "Type")])
def test_the_part_is_found_under_any_name(order: tuple[str, str]) -> None:
    """Programs built on .NET call it something of their own."""
    own = "package/services/metadata/core-properties/1.psmdcp"
    value = {"Type": TYPE, "Target": f"/{own}"}
    rels = RELATION.format(order[0], value[order[0]], order[1], value[order[1]])
    file = office(**{"_rels/.rels": rels, own: core("2025-02-03T00:00:00Z")})
    assert saved_at(file) == datetime(2025, 2, 3)


def test_a_file_that_does_not_say_or_is_damaged_is_unknown() -> None:
    assert saved_at(office(**{"_rels/.rels": "<Relationships/>"})) is None
    assert saved_at(io.BytesIO(b"PK\x03\x04 trasig")) is None
    assert saved_at(io.BytesIO(b"")) is None
