"""Every documented figure leads to the entry that says whose it is, and whether it was published or worked out."""

from __future__ import annotations

import re
from functools import cache

import pytest

from territory.answers.outlook import project
from territory.charts import blocks
from territory.figures.evidence import edition, edition_ids
from territory.scenario.scenario import baseline, revise
from territory.words import cited as citing
from territory.words.answer import card
from territory.words.cited import Cited
from territory.words.vocabulary import Units, shown_in
from tests.ui.pages import FIRST, alone, html, opened

CITE = re.compile(r'<a class="t-cite" href="([^"]*)"([^>]*)>([^<]*)</a>')
EIGHT = ("kharkiv", "odesa", "donetsk", "luhansk", "zaporizhzhia", "kherson", "sumy", "mykolaiv")
# Where the figures of each page have to lead at the documented baseline.
WANTED = {
    "explore": {
        *("evidence#inside-kharkiv", "evidence#later-land_gain", "evidence#figure-net_gain"),
        *("evidence#record", "evidence#occupied", "estimates#tests"),
    },
    "map": {"evidence#occupied", "https://www.naturalearthdata.com/"},
    "compare": {"evidence#figure-net_gain", "evidence#occupied"},
    "date": {"evidence#record", "evidence#figure-net_gain"},
    "drivers": {"evidence#record"},
    "record": {"https://deepstatemap.live/"},
    "estimates": {"evidence#record"},
}


@cache
def cited(page: str, edition_id: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(CITE.findall(html(alone(page, baseline(edition_id)))))


@cache
def places(page: str, edition_id: str) -> frozenset[str]:
    return frozenset(f"{page}#{name}" for name in re.findall(r'id="([\w-]+)"', html(alone(page, baseline(edition_id)))))


@pytest.mark.parametrize("page", WANTED)
def test_the_figures_of_a_page_lead_to_their_sources(page: str) -> None:
    assert {place for place, _, _ in cited(page, FIRST)} >= WANTED[page]


@pytest.mark.parametrize("page", WANTED)
@pytest.mark.parametrize("edition_id", edition_ids())
def test_every_place_that_a_figure_leads_to_is_there(page: str, edition_id: str) -> None:
    known = places("evidence", edition_id) | places("estimates", edition_id)
    found = {place for place, _, _ in cited(page, edition_id)}
    assert found
    assert {place for place in found if "://" not in place} <= known


@pytest.mark.parametrize("page", WANTED)
def test_every_link_says_whose_the_figure_is_and_a_number_how_it_came(page: str) -> None:
    for _, attributes, shown in cited(page, FIRST):
        assert re.search(r'title="[^"]+"', attributes)
        if any(letter.isdigit() for letter in shown) and "occupied" not in shown:
            assert re.search(r'data-status="(published|computed|derived)"', attributes)


def test_the_pace_inside_each_oblast_has_its_entry_in_the_readers_units() -> None:
    scenario = revise(baseline(), {"targets": EIGHT})
    known = places("evidence", FIRST)
    for result in project(scenario).projection.targets:
        said = card(project(scenario), result, scenario.start)
        if any(letter.isdigit() for letter in said.record):
            assert f"evidence#inside-{result.id}" in known
            assert CITE.search(blocks.cited(said.record, "small", said.cited))
    with shown_in(Units("sq_mi", "year")):
        assert citing.inside(scenario, "kharkiv").shown == "102\u202fsq mi a year"


def test_a_share_of_the_scenarios_own_is_not_called_documented() -> None:
    own = revise(baseline(), {"occupied": (("kharkiv", 50.0), ("odesa", 0.0))})
    assert citing.share(own, "kharkiv", "half").status == ""
    assert citing.share(own, "odesa", "none").status == "published"
    assert citing.share(baseline(), "kharkiv", "some").status == "published"


@pytest.mark.parametrize("edition_id", edition_ids())
def test_every_page_ends_with_what_the_answers_rest_on(edition_id: str) -> None:
    known = places("evidence", edition_id)
    assert {each.place for each in citing.sources(edition(edition_id))} <= known
    assert all(each.origin.startswith(each.status) for each in citing.sources(edition(edition_id)))


def test_the_list_is_at_the_foot_of_the_page() -> None:
    body = html(opened())
    assert ">DeepState, as reported by Ukrainska Pravda</a> (published)" in body
    foot = body.rpartition('<nav class="t-sources"')[2]
    assert "published: DeepState, as reported by Ukrainska Pravda" in foot
    assert "published: official statistics of Ukraine" in foot


def test_links_are_made_once_and_never_within_each_other() -> None:
    one, two = Cited("a map", "evidence#a", "computed", "of b"), Cited("of b", "evidence#b", "", "of a map")
    said = blocks.with_links("a map <of b> and a map", [one, two])
    assert [found[2] for found in CITE.findall(said)] == ["a map", "of b"]
    assert said.count("a map") == 3
    assert "&lt;" in said
    assert blocks.with_links("nothing & known", []) == "nothing &amp; known"
