"""docs/reference/sie-library.md says what the library does: its code runs, its names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fondbok.ledger import sie
from fondbok.paths import PROJECT

PAGE = (PROJECT / "docs" / "reference" / "sie-library.md").read_text(encoding="utf-8")


def test_the_code_on_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"sie": sie, "Path": Path}
    exec(writing, names)
    (tmp_path / "ut.se").rename(tmp_path / "export.se")
    exec(reading, names)
    assert "A 1 2024-03-31 3511 -250.00 {'6': 'P100'}" in capsys.readouterr().out


def test_every_public_name_is_on_the_page() -> None:
    for_the_warehouse = {"EMBEDDED", "HEADER_LABELS", "SEVERAL", "embedded", "refuse_other_kinds"}
    assert {
        name for name in sie.__all__ if not re.search(rf"\b{name}\b", PAGE)
    } == for_the_warehouse


@pytest.mark.parametrize("shape", [sie.Sie, sie.Identification, sie.Voucher, sie.Row, sie.Remark])
def test_every_field_is_on_the_page(shape: type) -> None:
    for name in shape.__dataclass_fields__:
        assert f"`{name}`" in PAGE
