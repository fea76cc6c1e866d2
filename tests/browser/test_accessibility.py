"""Every page is usable with assistive technology, as far as a program can tell: axe finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opener, settled

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PAGES = ("", "map", "compare", "date", "drivers", "record", "estimates", "evidence")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(open_page: Opener, path: str, scheme: str) -> None:
    page = open_page(path, scheme=scheme)
    settled(page)
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
    assert told == []
