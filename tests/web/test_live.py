"""What a control asks when it is touched, and what it is told."""

from __future__ import annotations

import pytest
from starlette.types import Message

from territory.scenario import baseline, revise
from territory.sharing.links import link
from territory.web import live
from tests.asynchronous import finished
from tests.web.client import APP, get, problems

ASKED = {"by": "2036-01-01", "area": "km2", "per": "day", "theme": "light", "along": "season"}


def address(query: str = link(baseline()), **other: str) -> str:
    return f"/live{query}" + "".join(f"&{key}={value}" for key, value in (ASKED | other).items())


def test_it_is_told_all_that_follows_in_the_units_that_are_asked_for() -> None:
    said = get(address()).json()
    assert said["name"] == "season"
    assert set(said) == {"name", "values", "lines", "open", "dots", "charts", "unsure"}
    assert "km²" in said["lines"]["card.kharkiv.state"][1][0]
    assert "sq mi" in get(address(area="sq_mi")).json()["lines"]["card.kharkiv.state"][1][0]


def test_words_of_the_author_and_where_the_assumption_stands_make_no_difference() -> None:
    moved = revise(baseline(), {"season": 50.0, "title": "Mine", "note": "<b>And why"})
    assert get(address(link(moved))).content == get(address()).content
    other = revise(baseline(), {"horizon": 60.0})
    assert get(address(link(other))).content != get(address()).content


def test_asked_again_it_says_that_nothing_has_changed() -> None:
    tag = get(address()).headers["etag"]
    assert get(address(), {"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"along": "seasons"}, "along"),
        ({"along": "rates.odesa.x"}, "along"),
        ({"along": "occupied.kyiv"}, "along"),
        ({"by": "soon"}, "by"),
        ({"area": "acres"}, "area"),
        ({"per": "week"}, "per"),
        ({"theme": "<script>"}, "theme"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_named(other: dict[str, str], key: str) -> None:
    assert list(problems(get(address(**other)), 400)) == [key]


def test_half_a_link_or_none_is_refused() -> None:
    assert problems(get(address("?rate=5")), 400)
    assert problems(get(address("?")), 400)
    assert problems(get(address(by="2036-01-01&by=2037-01-01")), 400)


def test_nothing_is_worked_out_for_one_who_has_moved_on() -> None:
    def asks(*messages: str) -> list[Message]:
        said: list[Message] = []
        heard = iter(messages)

        async def receive() -> Message:
            return {"type": next(heard)}

        async def send(message: Message) -> None:
            said.append(message)

        path, _, query = address(link(revise(baseline(), {"horizon": 61.0}))).partition("?")
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
        finished(APP(scope, receive, send))
        return said

    before = live._answer.cache_info().misses
    assert asks("http.request", "http.disconnect")[-1].get("body", b"") == b""
    assert live._answer.cache_info().misses == before
    assert asks("http.request", "http.request")[-1]["body"]
    assert live._answer.cache_info().misses == before + 1
