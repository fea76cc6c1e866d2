"""Every page is usable with assistive technology, as far as a program can tell: axe finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opener
from tests.browser.test_layout import PAGES, SCHEMES, shown

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_any_page(open_page: Opener, scheme: str) -> None:
    page = open_page(scheme=scheme)
    told = {}
    for path in PAGES:
        shown(page, path)
        found = Axe().run(page, options=RULES).response["violations"]
        told[path] = [
            f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found
        ]
    assert {path: found for path, found in told.items() if found} == {}
