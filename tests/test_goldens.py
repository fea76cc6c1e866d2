"""What must not change does not change."""

from __future__ import annotations

import json

from tests import goldens


def test_answers_tables_share_pages_and_pictures_are_what_they_were() -> None:
    held = json.loads(goldens.FILE.read_text(encoding="utf-8"))
    now = goldens.digests()
    other = [name for name in sorted(held.keys() | now.keys()) if held.get(name) != now.get(name)]
    assert other == [], "write both whole, with `python -m tests.goldens --into FOLDER`, and compare them"
