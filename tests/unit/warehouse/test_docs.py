"""The page of the models is one file and lets nothing out."""

from __future__ import annotations

import re

import pytest

from fondbok.paths import Home
from fondbok.warehouse import docs


@pytest.mark.thorough
def test_the_page_is_made_without_a_warehouse_and_asks_nobody(tmp_path_factory) -> None:
    home = Home(tmp_path_factory.mktemp("docs"))
    page = docs.dbt_docs(home).read_text("utf-8")
    assert not home.warehouse.exists()
    assert docs.TRACKER not in page
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=.(?:https?:)?//", page) == []
    assert '"send_anonymous_usage_stats": false' in page
    assert "rpt_utbetalt_per_namnd" in page


def test_the_policy_names_no_address() -> None:
    assert "http" not in docs.POLICY
    assert "*" not in docs.POLICY
    assert "default-src 'none'" in docs.POLICY


def test_a_page_that_cannot_be_closed_is_refused() -> None:
    with pytest.raises(docs.DocsError):
        docs.closed("<html></html>")
