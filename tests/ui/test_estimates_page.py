"""Estimates and tests: every estimate with its course and sources, and the numbers that are kept, as they are kept."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html import unescape
from itertools import product

import numpy as np
import pytest

from territory.answers import scoreboard as scoreboard_module
from territory.answers.backtest import KEPT, Backtest, kept, own_method
from territory.answers.estimates import estimates
from territory.answers.scoreboard import Course, Score, scoreboard
from territory.charts import answer_parts
from territory.charts.estimates import Line, coverage_chart, frozen_chart, timeline
from territory.charts.figure import DARK, LIGHT
from territory.cli import main as cli
from territory.figures.evidence import edition, edition_ids, newest_edition
from territory.scenario.links import link
from territory.scenario.scenario import baseline
from territory.text import NARROW, say
from territory.ui.pages import estimates as page_of_estimates
from territory.words import backtest as backtest_words
from territory.words import estimates as estimates_words
from territory.words import vocabulary
from territory.words.vocabulary import KM2_PER_SQ_MI, Units, shown_in
from tests.ui.pages import FIRST, alone, html, opened, session

MAY_2028 = "economist-2025-12-02"
BOARD = scoreboard()
ARTEFACT = json.loads((KEPT / f"{newest_edition().id}.json").read_text(encoding="utf-8"))
WITH_INPUTS = [each for each in estimates() if each.scenario() is not None]


def found() -> Backtest:
    known = kept(newest_edition().id)
    assert known is not None
    return known


@cache
def shown(edition_id: str = FIRST) -> str:
    """All that the page shows of an edition's defaults."""
    return html(alone("estimates", baseline(edition_id)))


def rows(body: str) -> dict[str, str]:
    """The row of each estimate by its name."""
    parts = re.split(r'<div class="t-rows t-said" id="([a-z0-9-]+)">', body)
    return dict(zip(parts[1::2], (part.partition("</details>")[0] for part in parts[2::2]), strict=True))


# The estimates.


def test_the_page_begins_with_how_many_estimates_stand_how() -> None:
    body = shown()
    assert f'<h1 class="t-headline">{estimates_words.headline(BOARD)}</h1>' in body
    assert estimates_words.finding(BOARD) in body


def test_every_estimate_is_on_the_page_with_its_course_and_its_sources_linked() -> None:
    found_rows = rows(shown())
    assert list(found_rows) == [score.estimate.id for score in BOARD.scores]
    for score in BOARD.scores:
        row = found_rows[score.estimate.id]
        assert f'<span class="t-said-course">{score.since.course.value}</span>' in row
        addresses = {unescape(each) for each in re.findall(r'<a href="([^"]+)"', row)}
        assert addresses == {each.url for each in score.estimate.sources if each.url}
        for line in estimates_words.told(score):
            assert line.replace(NARROW, " ") in unescape(row)


def test_second_hand_and_context_only_are_said_in_the_row() -> None:
    found_rows = rows(shown())
    assert "15 Jan 2026 · second-hand" in found_rows["insider-2026-01-15"]
    assert "as reported by rima.media" in found_rows["insider-2026-01-15"]
    assert "10 Feb 2023 · context only" in found_rows["prigozhin-2023-02-10"]
    assert "none: no inputs" in found_rows["prigozhin-2023-02-10"]


def test_each_estimate_opens_as_the_scenario_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    page = alone("estimates")
    for estimate in WITH_INPUTS:
        before = session(page).scenario
        page.button(key=f"open.{estimate.id}").click().run()
        assert cli.main(["link", estimate.id]) == 0
        assert link(session(page).scenario) == capsys.readouterr().out.strip()
        assert html(page).count("It is open: all pages show this scenario.") == 1
        session(page).undo()
        assert session(page).scenario == before
        session(page).redo()


def test_what_gave_no_inputs_cannot_be_opened() -> None:
    keys = {button.key for button in alone("estimates").button}
    assert keys == {f"open.{each.id}" for each in WITH_INPUTS}


# The picture of the estimates.


def test_an_estimate_stated_tomorrow_is_listed_drawn_and_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    late = replace(estimates()[-1], id="late", stated=BOARD.record.until + timedelta(days=1))
    monkeypatch.setattr(scoreboard_module, "estimates", lambda: (*estimates(), late))
    row = rows(html(alone("estimates")))["late"]
    assert '<span class="t-said-course">due later</span>' in row
    line = timeline(scoreboard(), LIGHT).lines[-1]
    assert line.start_at == line.done_at < 1
    assert cli.main(["estimates"]) == 0
    assert any(text.startswith("late ") and text.endswith("due later") for text in capsys.readouterr().out.splitlines())


def drawn() -> dict[str, tuple[Score, Line]]:
    lines = timeline(BOARD, LIGHT).lines
    return {score.estimate.id: (score, line) for score, line in zip(BOARD.scores, lines, strict=True)}


def test_what_was_taken_reaches_as_far_as_its_course_says() -> None:
    now = timeline(BOARD, LIGHT).now_at
    for score, line in drawn().values():
        if score.since.course in (Course.BEHIND, Course.FAILED):
            assert line.done_at < now
        if score.since.course is Course.ON_COURSE:
            assert line.done_at == pytest.approx(now, abs=0.01)
        assert 0 <= line.start_at <= line.done_at <= 1
        assert line.start_at < line.end_at[0] <= line.end_at[1] <= 1


def test_far_ends_are_at_the_edge_with_their_year() -> None:
    far = {name: line.beyond for name, (_, line) in drawn().items() if line.beyond}
    assert far == {"isw-2025-02-21": "2108 →", "economist-2025-10-17-ukraine": "2128 →"}
    assert [name for name, (_, line) in drawn().items() if line.open_end] == ["zelensky-2026-02-04"]


def test_courses_are_told_by_word_and_symbol_as_well_as_colour() -> None:
    for palette in (LIGHT, DARK):
        told = {(line.course, line.symbol, line.colour) for line in timeline(BOARD, palette).lines}
        for place in range(3):
            assert len({each[place] for each in told}) == len(told)


def test_the_text_alternative_has_each_answer_ours_and_its_course() -> None:
    said = estimates_words.alt_text(BOARD)
    assert "The Economist, 2 Dec 2025, 4 oblasts: published May 2028; ours 4 May 2028; behind." in said
    assert said.count("published ") == len(BOARD.scores)


def test_what_an_estimate_says_is_never_read_as_html() -> None:
    bad = estimates_words.Row(*(["<b>x</b>"] * 8), ("<b>line</b>",), BOARD.scores[0].estimate.sources)
    assert "<b>" not in page_of_estimates.row(bad)


# How well this would have done.


def cells(body: str, months: int) -> dict[str, list[str]]:
    """The table of so many months ahead: its rows by the name of the method."""
    label = f"{backtest_words.ahead(months)} ahead"
    table = re.search(rf'aria-label="{label}">(.*?)</table>', body, re.DOTALL)
    assert table is not None
    found_cells = (re.findall(r"<t[hd][^>]*>([^<]*)<", line) for line in table[1].split("<tr>")[2:])
    return {unescape(first): rest for first, *rest in found_cells}


def test_the_numbers_of_the_page_are_those_that_are_kept() -> None:
    body = shown()
    by_months = {months: cells(body, int(months)) for months in ("1", "3", "6", "12")}
    assert {len(each) for each in by_months.values()} == {len(ARTEFACT["scores"])}
    for months, (name, scores) in product(by_months, ARTEFACT["scores"].items()):
        score, (held, *losses) = scores[months], by_months[months][backtest_words.method_name(name)]
        share = round(100 * score["held"]["80"] / score["origins"])
        assert held == f"{share} % ({score['held']['80']} of {score['origins']})"
        expected = [score["crps_km2"], *(score["pinball_km2"][level] for level in ("p10", "p50", "p90"))]
        assert [float(loss.replace(",", "")) for loss in losses] == pytest.approx(expected, abs=0.51)


@pytest.mark.parametrize("edition_id", edition_ids())
def test_the_sentence_and_the_charts_are_of_the_scenarios_edition(edition_id: str) -> None:
    own = own_method(edition(edition_id))
    score = ARTEFACT["scores"][own]["12"]
    body = shown(edition_id)
    assert f"({score['held']['80']} of {score['origins']} starts" in body
    assert f"range of this tool held {score['held']['80']} of {score['origins']} times" in body
    figure = coverage_chart(found(), own, LIGHT)
    assert len(figure.data) == len(ARTEFACT["scores"])
    assert (figure.data[-1].meta, figure.data[-1].x) == ("own", (1, 3, 6, 12))
    for each in figure.data:
        name = next(name for name in ARTEFACT["scores"] if backtest_words.method_name(name) == each.name)
        held = [100 * one["held"]["80"] / one["origins"] for one in ARTEFACT["scores"][name].values()]
        assert list(each.y) == pytest.approx(held, abs=0.05)


def test_what_an_edition_said_and_what_came_are_drawn_as_they_are_kept() -> None:
    (frozen,) = found().frozen
    (row,) = ARTEFACT["frozen"]
    figure = frozen_chart(frozen, LIGHT)
    came = next(each for each in figure.data if each.name == "what came")
    assert list(came.y)[1:] == pytest.approx([each["came_km2"] for each in row["dates"]], abs=0.05)
    outer = np.asarray(figure.data[0].y)
    last = row["dates"][-1]["said_km2"]
    assert (outer.max(), outer.min()) == pytest.approx(
        (last["p90"], min(each["said_km2"]["p10"] for each in row["dates"])), abs=0.05
    )
    body = shown()
    assert "Asked on 30 August 2025 and left alone: by 22 August 2026 2,291 km² had been taken" in body
    assert "on 13 of 13 dates" in body


def test_captions_say_how_little_it_weighs_and_what_is_by_construction() -> None:
    body = shown()
    assert body.count(say(backtest_words.OVERLAP)) == 1
    assert "One month ahead this tool holds 100 % by construction" in body


def test_without_a_kept_test_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_estimates, "kept", lambda _edition: None)
    page = alone("estimates")
    assert "No test on past months is kept" in html(page)
    assert rows(html(page))


def test_under_the_cards_stands_how_often_such_ranges_held(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "In tests on past months the 80 % range held what came 48 % of the time one year ahead (10 of 21 starts"
    assert said in re.sub("<[^>]*>", "", html(opened()))
    monkeypatch.setattr(answer_parts, "coverage", lambda _edition: None)
    assert "In tests on past months" not in html(opened())


# Units and layers.


def test_areas_and_paces_are_in_the_units_that_are_chosen() -> None:
    score = next(each for each in BOARD.scores if each.estimate.id == MAY_2028)
    with shown_in(Units("sq_mi", "month")):
        assert "a month" in estimates_words.inputs(score.estimate)
        said = " ".join([*estimates_words.told(score)[:2], estimates_words.since(score)])
        assert "km²" not in said
        assert vocabulary.area(score.since.taken_km2) in said
        assert "CRPS, sq mi" in backtest_words.table_head()
        crps = backtest_words.table_rows(found(), 12)[0][2]
    km2 = ARTEFACT["scores"]["tool_whole_record"]["12"]["crps_km2"]
    assert float(crps.replace(",", "")) == pytest.approx(km2 / KM2_PER_SQ_MI, abs=0.51)


def test_what_is_said_is_sober() -> None:
    body = re.sub(r"<[^>]+>", " ", shown().partition("How well this would have done</h2>")[2])
    assert not re.search(r"annex|conquer|captur|seiz|predict|target|wrong|success", body, re.IGNORECASE)
    assert vocabulary.percent(80).replace(NARROW, " ") in body
