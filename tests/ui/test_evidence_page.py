"""Evidence and method: every figure as it is recorded, the months as they were, and nothing typed in twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import pytest

from territory import project, text
from territory.figures.evidence import RECORD_BEGINS, UKRAINE, Source, edition, edition_ids, newest_edition, regions
from territory.scenario.scenario import baseline, revise
from territory.text import NARROW
from territory.ui import page_blocks
from territory.ui.pages import evidence as page_of_evidence
from territory.words import assumptions as assumptions_words
from territory.words import evidence as words
from territory.words import vocabulary
from territory.words.evidence import changelog, method_sections, traps
from tests.helpers import plain
from tests.ui.pages import FIRST, LATER, alone, html

RECORD = newest_edition().land_gains.since(RECORD_BEGINS)

# The figures.


def test_the_headline_says_what_the_figures_are_and_to_which_day() -> None:
    assert plain(words.headline(edition(FIRST))) == (
        "The answers rest on figures to 17 August 2025: 5,842 km² taken, net, in 1,009 days, which is 5.79 km² a day."
    )
    assert plain(words.headline(edition(LATER))) == (
        "The answers rest on figures to 22 August 2026: 775 km² taken, net, in 233 days, which is 3.33 km² a day."
    )


def test_the_lead_says_whose_the_figures_are_what_came_later_and_what_the_scenario_changes() -> None:
    said = words.lead(edition(FIRST), baseline(), RECORD)
    assert "published: DeepState, as reported by Ukrainska Pravda" in said
    assert "22 August 2026: what came after the edition is shown, marked, and not used." in said
    assert "This scenario" not in said
    other = plain(words.lead(edition(LATER), revise(baseline(LATER), {"rate": 9.5}), RECORD))
    assert "computed from DeepState’s map" in other
    assert "goes on to" not in other
    assert "another pace: 9.5 km² a day" in other
    own = words.lead(edition(FIRST), revise(baseline(), {"rates": (("odesa", 2.0),)}), RECORD)
    assert "paces of their own" in own


@pytest.mark.parametrize("edition_id", edition_ids())
def test_every_figure_and_every_default_has_a_row_with_all_that_it_says_of_itself(edition_id: str) -> None:
    known = edition(edition_id)
    rows = words.facts(known) + words.starting_values(known)
    figures = [*known.figures.values(), *known.defaults.values()]
    assert len(rows) == len(figures)
    for row, figure in zip(rows, figures, strict=True):
        assert row.name
        assert figure.status in row.about
        assert text.short_day(figure.date) in row.when
        assert (row.definition, row.source) == (figure.definition, figure.source)
        if isinstance(figure.value, float):
            assert float(re.sub(r"[^0-9.]", "", row.value.split(NARROW)[0])) == figure.value


def test_figures_are_exact_and_their_units_are_words() -> None:
    rows = {
        row.name: plain(row.value) for row in (*words.facts(edition(FIRST)), *words.starting_values(edition(FIRST)))
    }
    assert rows["Net area taken since November 2022"] == "5,842 km²"
    assert rows["The same as a share of Ukraine"] == "0.97 %"
    assert rows["Length of the window"] == "1,009 days"
    assert rows["Pace"] == "5.78989 km² a day"
    assert rows["Month-to-month scatter"] == "190 km² a month"
    assert rows["Month-to-month persistence"] == "0.7"
    assert rows["Counted from"] == "30 August 2025"


def test_second_hand_sources_are_as_reported_by_those_who_were_read() -> None:
    said = {words.publisher(row.source) for each in edition_ids() for row in words.facts(edition(each))}
    assert said == {
        "DeepState, as reported by Ukrainska Pravda",
        "Kyiv Independent, as reported by an article signed T.D.",
        "computed from DeepState’s map",
        "this project",
    }


def test_a_source_is_linked_where_its_address_is_recorded_and_only_there() -> None:
    rows = words.facts(edition(FIRST))
    line = page_blocks.sources(words.sources(rows))
    assert line.count("<a href=") == 2
    assert 'href="https://www.pravda.com.ua/news/2025/08/17/7526611/"' in line
    assert "signed T.D. (no address recorded)" in line
    assert "this project" not in line
    for row in rows:
        assert ("<a href=" in page_of_evidence.rows([row])) == (row.source.url is not None)


def test_what_a_figure_says_is_never_read_as_html() -> None:
    source = Source("<b>title</b>", "<i>publisher</i>", 'https://x/?a="><script>', "<u>note</u>")
    row = words.Row("<b>name</b>", "<b>1</b>", "<b>day</b>", "<b>about</b>", "<b>definition</b>", source)
    for block in (
        page_of_evidence.rows([row]),
        page_blocks.sources([source]),
        page_blocks.table("<b>", ["<b>"], [["<b>", "<b>"]]),
    ):
        assert re.search(r"<(b|i|u|script)>", block) is None


# The record.


def test_the_title_states_how_far_months_differ_and_where_the_scenario_stands() -> None:
    def said(edition_id: str = FIRST, **changes: Any) -> str:
        return plain(words.finding(RECORD, edition(edition_id), revise(baseline(edition_id), changes)))

    months = "Months lie between 10 km² a day retaken (June 2023) and 24 taken (November 2024)"
    assert said() == f"{months}; the documented pace, 5.79, is above 24 of the 45"
    assert said(rate=55.0) == f"{months}; this scenario’s pace, 55, is above all of them"
    assert said(rate=-11.0) == f"{months}; this scenario’s pace, −11, is below all of them"
    assert said(rates=(("kharkiv", 0.72),)) == months


def test_the_table_shows_which_periods_are_no_calendar_months() -> None:
    rows = words.periods(RECORD, edition(FIRST))
    odd = [row.month for row in rows if "not a calendar month" in row.remark]
    assert odd == [
        *("January 2023", "February 2023", "May 2023", "June 2023"),
        *("March 2024", "April 2024", "August 2026"),
    ]
    assert (rows[1].span, rows[1].days, rows[1].gain, rows[1].rate) == (
        "1 Jan 2023 – 30 Jan 2023",
        "29",
        "219.5",
        "7.57",
    )
    block = page_blocks.period_table("The record", rows)
    assert block.count("after the edition") == 13
    assert 'tabindex="0"' in block


def test_what_remains_in_the_table_is_what_the_model_takes() -> None:
    rows = {row.name.rstrip("*"): row.remaining for row in words.shares(edition(FIRST), occupied=True)}
    names = {region.long_name.removesuffix(" oblast"): oblast for oblast, region in regions().items()}
    asked = tuple(names[name] for name in rows)
    for some in (asked[:8], asked[8:]):
        for result in project(revise(baseline(), {"targets": some})).projection.targets:
            name = regions()[result.id].long_name.removesuffix(" oblast")
            assert float(rows[name].replace(",", "")) == pytest.approx(result.remaining_km2, abs=0.051)


@pytest.mark.parametrize("edition_id", edition_ids())
def test_every_region_is_in_one_of_the_two_tables_and_the_country_under_the_first(edition_id: str) -> None:
    known = edition(edition_id)
    some, none = words.shares(known, occupied=True), words.shares(known, occupied=False)
    assert len({row.name for row in (*some, *none)}) == len(regions()) - 1
    assert {row.share for row in none} == {vocabulary.percent(0)}
    assert words.share(known, UKRAINE).name == regions()[UKRAINE].name
    assert f"{len(some)} regions, nothing of {len(none)}" in words.shares_sentence(known)


def test_the_shares_that_are_the_articles_are_marked_and_its_mark_is_explained() -> None:
    def marked(edition_id: str) -> list[str]:
        rows: Iterable[words.Share] = (
            row for part in (True, False) for row in words.shares(edition(edition_id), occupied=part)
        )
        return [row.name for row in rows if row.name.endswith("*")]

    assert marked(FIRST) == ["Kharkiv*", "Odesa*"]
    assert "* Kyiv Independent, as reported by an article signed T.D." in words.shares_source(edition(FIRST))
    assert marked(LATER) == []
    assert "*" not in words.shares_source(edition(LATER))
    assert "computed from DeepState’s map" in words.shares_source(edition(LATER))


def test_a_range_stands_beside_what_the_edition_and_the_scenario_use() -> None:
    rows = {row.name: row for row in words.ranges(edition(FIRST), revise(baseline(), {"noise": 300.0}))}
    scatter = rows["Month-to-month scatter"]
    assert plain(scatter.value) == "183 to 368 km² a month"
    assert plain(scatter.when) == "edition: 190 km² a month"
    assert plain(scatter.about) == "this scenario: 300 km² a month"
    assert plain(rows["Pace"].value) == "−0.31 to 13.11 km² a day"
    assert rows["Pace"].about == ""
    assert set(rows) == {assumptions_words.label(key) for key in edition(FIRST).ranges}


# The page.


def test_the_page_has_its_sections_in_order_and_links_to_each() -> None:
    body = html(alone("evidence"))
    ids = re.findall(r'<h2 class="t-section" id="(\w+)">', body)
    figures, method = ["figures", "later", "inside", "record"], ["ranges", "computed", "limits", "version"]
    assert ids == [*figures, "short", "traps", "occupied", *method]
    assert re.findall(r'<a href="#(\w+)">', body) == ids
    assert body.index("t-headline") < body.index("5,842 km²</span>")


def test_the_page_follows_the_scenarios_edition() -> None:
    body = html(alone("evidence", baseline(LATER)))
    assert "figures to 22 August 2026" in body
    assert "Net land taken since 1 January 2026" in body
    assert "5,842 km²</span>" not in body
    assert f"{FIRST} and {LATER} (this scenario’s)" in body


def test_what_is_folded_is_sent_only_once_it_is_opened() -> None:
    page = alone("evidence")

    def shown() -> str:
        said = re.sub(r'href="estimates[^"]*"', "", html(page))  # a link holds the scenario
        return said + " ".join(text.value for text in page.markdown)

    later = {
        "record": "1 Jan 2023 – 30 Jan 2023",
        "start": "5.78989",
        "none": "Zakarpattia",
        "method": method_sections()["In formulas"],
        "changelog": changelog(),
    }
    for name, content in later.items():
        assert content not in shown()
        page.session_state[f"evidence.{name}"] = True
        page.run()
        assert content in shown()
    assert 'href="#what-the-record-says-of-the-uncertainty"' in html(page)


def test_the_page_says_what_is_left_out_and_which_versions_answer() -> None:
    page = alone("evidence")
    assert vocabulary.limits() in html(page)
    assert method_sections()["What is left out"] in [text.value for text in page.markdown]
    assert f"Package territory {version('territory')}" in html(page)


def test_each_trap_is_on_the_page_with_why_it_matters() -> None:
    body = html(alone("evidence"))
    assert body.count("Why it matters:") == len(traps()) > 8
