"""What a proxy says by itself while nobody answers, or where too much is asked."""

from __future__ import annotations

import json

import jsonschema

from territory.web import away, openapi


def test_what_a_proxy_tells_programs_is_a_problem_like_any_other() -> None:
    document = openapi.document()
    told = [json.loads(text) for name, text in away.files().items() if name.endswith(".json")]
    assert [each["status"] for each in told] == [503, 429]
    for each in told:
        jsonschema.validate(each, {"$ref": "#/components/schemas/Problem", "components": document["components"]})


def test_what_a_proxy_tells_readers_asks_again_by_itself() -> None:
    pages = [text for name, text in away.files().items() if name.endswith(".html")]
    assert len(pages) == 2
    for page in pages:
        assert 'http-equiv="refresh" content="5"' in page
        assert "This page asks again by itself." in page
