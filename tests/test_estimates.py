"""Published estimates: each is cited, each opens as a scenario with its own inputs, and ours agrees where it must."""

from __future__ import annotations

import copy
import json
import math
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.answers.estimates import (
    GRADES,
    INPUT_STATUSES,
    Untested,
    estimates,
    implied_rate_km2_per_day,
    implied_remaining_km2,
    load_estimate,
)
from territory.answers.outlook import model_inputs, project
from territory.figures import data_path
from territory.figures.evidence import EvidenceError, edition, edition_ids, regions
from territory.model.work import work
from territory.scenario.files import file_text, parse_file
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import Scenario
from tests.helpers import GONE, Change, put

FILES = data_path("seeds") / "estimates"
KNOWN = {each.id: each for each in estimates()}
WITH_INPUTS = [name for name, each in KNOWN.items() if each.remaining is not None]
IMPLIED = [n for n in WITH_INPUTS if "implied" in {KNOWN[n].remaining.status, KNOWN[n].rate.status}]  # type: ignore[union-attr]
YEAR_DAYS = 365.2425
UKRAINE_KM2, DONETSK_KM2 = 603_628.0, 26_517.0
CLAIMED = ("donetsk", "luhansk", "zaporizhzhia", "kherson")

# Remaining area (km²) and pace (km²/day), by hand from what the sources give; `None`: implied by the answer.
BY_HAND: dict[str, tuple[float | None, float | None]] = {
    "isw-2024-12-31": (DONETSK_KM2 - 17_895.5, 4_168 / 366),
    "isw-2025-02-21": (0.8 * UKRAINE_KM2, 16.1),
    "isw-2025-05-25": (None, 14.3),
    "economist-2025-07-09": (14.3 * 3.9 * YEAR_DAYS, 15.8),
    "uk-mod-2025-08-15": (108_842 - 19_916.8 - 26_525.1 - 19_769.9 - 19_236.3, None),
    "economist-2025-10-17": (None, 0.004 * UKRAINE_KM2 / 169),
    "economist-2025-10-17-ukraine": (0.808 * UKRAINE_KM2, 0.004 * UKRAINE_KM2 / 169),
    "isw-2025-11-23": (DONETSK_KM2 - 20_346.0, 9.3),
    "economist-2025-12-02": (20_345, 690 / 30),
    "insider-2026-01-15": (6_000, 4_800 / 365),
    "afp-2026-02-02": (0.17 * DONETSK_KM2, None),
    "palisa-2026-03-01": (6_000, None),
}
UNTESTED: dict[str, Untested] = {
    "prigozhin-2023-02-10": "no_inputs",
    "isw-2024-12-31": "second_hand",
    "isw-2025-02-21": "second_hand",
    "isw-2025-05-25": "remaining_not_published",
    "economist-2025-07-09": "reports_differ",
    "uk-mod-2025-08-15": "remaining_not_published",
    "zelensky-2025-08-21": "no_inputs",
    "economist-2025-10-17": "remaining_not_published",
    "economist-2025-10-17-ukraine": "remaining_not_published",
    "isw-2025-11-23": "remaining_not_published",
    "insider-2026-01-15": "second_hand",
    "afp-2026-02-02": "remaining_not_published",
    "zelensky-2026-02-04": "no_inputs",
    "palisa-2026-03-01": "pace_not_published",
}


def scenario_of(name: str) -> Scenario:
    scenario = KNOWN[name].scenario()
    assert scenario is not None
    return scenario


def central_days(name: str) -> float:
    days = project(scenario_of(name)).projection[KNOWN[name].result_id].central.when.days
    assert days is not None
    return days


# The regression: published inputs give the published answer, to the precision that was published.


@pytest.mark.parametrize("name", [name for name, each in KNOWN.items() if not each.untested])
def test_published_inputs_give_the_published_answer_to_its_own_precision(name: str) -> None:
    answer = KNOWN[name].answer
    assert answer.low_days <= central_days(name) < answer.high_days


def test_20345_km2_at_690_km2_in_30_days_from_2_december_2025_are_taken_on_4_may_2028() -> None:
    outlook = project(scenario_of("economist-2025-12-02"))
    by_hand = date(2025, 12, 2) + timedelta(days=math.floor(20_345 / (690 / 30)))
    assert outlook.projection["all"].central.when.date == by_hand == date(2028, 5, 4)


def test_every_other_estimate_says_why_no_test_holds_it_and_the_oldest_comes_first() -> None:
    assert [each.stated for each in estimates()] == sorted(each.stated for each in estimates())
    assert {name: each.untested for name, each in KNOWN.items() if each.untested} == UNTESTED
    assert len(UNTESTED) + 1 == len(KNOWN)


def test_what_was_derived_from_named_sources_agrees_within_its_rounding_but_for_one_that_is_off_by_17_days() -> None:
    """A remaining area taken from DeepState's map eight days later gives September 2027 instead of August."""
    assert central_days("isw-2025-11-23") == pytest.approx(6_171 / 9.3)
    assert (date(2025, 11, 23) + timedelta(days=663) - date(2027, 8, 31)).days == 17
    low, high = (0.808 * UKRAINE_KM2 / (part * UKRAINE_KM2 / 169) / YEAR_DAYS for part in (0.0045, 0.0035))
    assert low < 103 < high


# Independent arithmetic.


@pytest.mark.parametrize("name", WITH_INPUTS)
def test_inputs_are_what_the_sources_give_by_hand(name: str) -> None:
    estimate, (remaining, rate) = KNOWN[name], BY_HAND[name]
    assert estimate.remaining is not None
    assert estimate.rate is not None
    middle = (estimate.answer.low_days + estimate.answer.high_days) / 2
    remaining = remaining if remaining is not None else (rate or math.nan) * middle
    rate = rate if rate is not None else remaining / middle
    assert estimate.remaining.value == pytest.approx(remaining, rel=5e-5)
    assert estimate.rate.value == pytest.approx(rate, rel=5e-5)


@pytest.mark.parametrize("name", WITH_INPUTS)
def test_our_answer_is_the_area_over_the_pace(name: str) -> None:
    estimate = KNOWN[name]
    assert estimate.remaining is not None
    assert estimate.rate is not None
    assert central_days(name) == pytest.approx(estimate.remaining.value / estimate.rate.value, rel=5e-6)


@pytest.mark.parametrize("name", IMPLIED)
def test_an_implied_input_makes_our_answer_the_middle_of_the_published_one(name: str) -> None:
    assert central_days(name) == pytest.approx(KNOWN[name].answer.middle_days, rel=2e-5)


@given(days=st.floats(30, 4_000), rate=st.floats(1, 50), remaining=st.floats(500, 20_000))
def test_what_an_answer_implies_is_area_over_time_and_time_by_pace(days: float, rate: float, remaining: float) -> None:
    known = KNOWN["economist-2025-12-02"]
    assert known.remaining is not None
    assert known.rate is not None
    answer = replace(known.answer, low_days=days, high_days=days)
    given_rate = replace(known, answer=answer, rate=replace(known.rate, value=rate))
    assert implied_remaining_km2(given_rate) == pytest.approx(rate * days, abs=0.051)
    given_area = replace(known, answer=answer, remaining=replace(known.remaining, value=remaining))
    if remaining / days < 59:
        assert implied_rate_km2_per_day(given_area) == pytest.approx(remaining / days, abs=6e-5)


def test_no_pace_within_the_bounds_is_said_so() -> None:
    known = KNOWN["economist-2025-12-02"]
    soon = replace(known, answer=replace(known.answer, low_days=1.0, high_days=2.0))
    with pytest.raises(EvidenceError, match="no pace within"):
        implied_rate_km2_per_day(soon)


# As scenarios.


@pytest.mark.parametrize("name", WITH_INPUTS)
def test_an_estimate_opens_as_a_scenario_from_its_statement_on_that_says_who_said_it_and_travels(name: str) -> None:
    scenario, estimate = scenario_of(name), KNOWN[name]
    assert parse_link(link(scenario)) == parse_file(file_text(scenario).encode()) == scenario
    assert (scenario.start, scenario.targets, scenario.first) == (estimate.stated, estimate.targets, ())
    assert scenario.order == ("separately" if len(scenario.targets) == 1 else "in_turn")
    assert 2.9 * estimate.answer.middle_days / YEAR_DAYS < scenario.horizon <= 300
    assert scenario.annual_change == scenario.season == 0
    assert scenario.title.startswith(estimate.who.split(",")[0])
    assert str(estimate.stated.year) in scenario.title
    assert f"as reported by {estimate.reported_by}" in scenario.note
    assert str(estimate.answer.source.url) in scenario.note


@pytest.mark.parametrize("name", WITH_INPUTS)
def test_a_scenario_leaves_the_area_stated_in_all_its_oblasts_together(name: str) -> None:
    estimate, inputs = KNOWN[name], model_inputs(scenario_of(name))
    assert estimate.remaining is not None
    left = math.fsum(target.remaining_km2 for target in work(inputs).targets)
    assert left == pytest.approx(estimate.remaining.value, abs=0.05)


@pytest.mark.parametrize("name", list(KNOWN))
def test_the_edition_is_the_newest_that_was_there_or_else_the_oldest(name: str) -> None:
    estimate = KNOWN[name]
    there = [each for each in edition_ids() if each <= estimate.stated.isoformat()]
    assert estimate.edition_id == (there[-1] if there else edition_ids()[0])
    assert estimate.edition_is_later == (not there)


def test_four_oblasts_share_what_is_left_as_in_the_edition() -> None:
    shares, known = dict(scenario_of("economist-2025-12-02").occupied), edition("2025-08-17").occupied
    left = {name: 1 - shares[name] / 100 for name in CLAIMED}
    before = {name: 1 - known[name].number / 100 for name in CLAIMED}
    assert [left[name] / before[name] for name in CLAIMED] == pytest.approx(
        [20_345 / sum(before[name] * regions()[name].area.number for name in CLAIMED)] * 4, rel=1e-5
    )
    given_by_oblast = scenario_of("afp-2026-02-02").occupied
    assert given_by_oblast == (("donetsk", 83.0), ("luhansk", 100.0))


def test_a_statement_without_inputs_is_context_only() -> None:
    context = [name for name, each in KNOWN.items() if each.scenario() is None]
    assert context == ["prigozhin-2023-02-10", "zelensky-2025-08-21", "zelensky-2026-02-04"]
    for implied in (implied_rate_km2_per_day, implied_remaining_km2):
        with pytest.raises(EvidenceError, match="no inputs"):
            implied(KNOWN[context[0]])


# Every estimate is cited, in words of our own.


@pytest.mark.parametrize("name", list(KNOWN))
def test_an_estimate_says_who_when_how_it_was_read_and_why_answers_differ(name: str) -> None:
    estimate = KNOWN[name]
    assert estimate.grade in GRADES
    assert estimate.who
    assert estimate.reported_by
    assert estimate.why.endswith(".")
    assert all(each.title and each.publisher and each.note for each in estimate.sources)
    assert estimate.answer.source.url is not None
    for given_input in (estimate.remaining, estimate.rate):
        if given_input is not None:
            assert given_input.status in INPUT_STATUSES
            assert given_input.definition.endswith(".")
            assert 0 < given_input.low <= given_input.value <= given_input.high
            assert (given_input.source.url is None) == (given_input.status != "published")


@pytest.mark.parametrize("file", sorted(FILES.glob("*.json")), ids=lambda file: file.stem)
def test_words_are_neutral_and_our_own(file: Path) -> None:
    text = re.sub(r'"url": "[^"]*"', "", file.read_text(encoding="utf-8"))
    assert not re.search(r"annex|conquer|captur|seiz|occupier|liberat|[“”«»]", text, re.IGNORECASE)


# What is incomplete or contradicts itself does not load.


def refusal(tmp_path: Path, change: Change, name: str = "economist-2025-12-02") -> str:
    data = copy.deepcopy(json.loads((FILES / f"{name}.json").read_text(encoding="utf-8")))
    change(data)
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(EvidenceError, match=f"^{name}") as refused:
        load_estimate(path)
    return str(refused.value)


def test_a_copy_of_an_estimate_is_that_estimate(tmp_path: Path) -> None:
    path = tmp_path / "palisa-2026-03-01.json"
    path.write_bytes((FILES / path.name).read_bytes())
    assert load_estimate(path) == KNOWN["palisa-2026-03-01"]


@pytest.mark.parametrize(
    "way",
    [
        *(("", key) for key in ("who", "stated", "grade", "targets", "answer", "why", "sources")),
        *((part, key) for part in ("remaining", "rate") for key in ("source", "definition", "unit", "date", "status")),
        *(("answer", key) for key in ("text", "source", "definition")),
    ],
)
def test_an_estimate_that_lacks_a_part_is_refused(tmp_path: Path, way: tuple[str, str]) -> None:
    part, key = way
    said = refusal(tmp_path, put(*(each for each in way if each), GONE))
    assert f"{part} lacks its {key}".strip() in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put("rate", "source", "nobody"), "rate names the source “nobody”, which is not listed"),
        (put("rate", "unit", "km²/month"), "rate is in “km²/month”, not in km²/day"),
        (put("rate", "status", "guessed"), "rate has a status that is not one of published, derived, implied"),
        (put("rate", "value", 24), "rate does not lie in order"),
        (put("rate", "value", math.nan), "rate does not lie in order"),
        (put("rate", "high", math.inf), "rate does not lie in order"),
        (put("rate", "value", "fast"), "rate has no numbers or dates that can be read"),
        (put("rate", "value", None), "rate has no numbers or dates that can be read"),
        (put("rate", "since", "May"), "it has a part that cannot be read"),
        (put("answer", "until", "2028-04-01"), "answer does not lie in order"),
        (put("answer", "from", "soon"), "answer has no numbers or dates that can be read"),
        (put("stated", "today"), "it has a part that cannot be read"),
        (put("stated", "2028-06-01"), "its answer does not lie after the statement"),
        (put("stated", "2022-01-01"), "it is no scenario: start"),
        (put("grade", "rumour"), "has a grade that is not one of named, copy"),
        (put("targets", ["novorossiya"]), "is about novorossiya, of which nothing is known"),
        (put("targets", ["donetsk", "donetsk"]), "it is no scenario: targets: donetsk is given twice"),
        (put("occupied", {"donetsk": 50}), "gives shares of donetsk, not of donetsk, luhansk, zaporizhzhia, kherson"),
        (put("occupied", dict.fromkeys(CLAIMED, 50)), "its shares leave 54,421 km², not 20,345"),
        (put("occupied", {**dict.fromkeys(CLAIMED, 50), "kherson": "half"}), "it has a part that cannot be read"),
        (lambda data: data.pop("rate"), "has its remaining alone; give both inputs or none"),
        (lambda data: data.update(grade="copy", reported_by=""), "does not say as reported by whom"),
        (
            lambda data: [data[key].update(status="implied") for key in ("remaining", "rate")],
            "implies both inputs; one has to be given",
        ),
        (
            lambda data: [data["rate"].update(status="implied"), data["answer"].update(years=[2, None])],
            "implies an input from an answer without an end",
        ),
    ],
)
def test_an_estimate_that_contradicts_itself_is_refused(tmp_path: Path, change: Change, says: str) -> None:
    assert says in refusal(tmp_path, change)


def test_a_source_without_an_address_is_a_source(tmp_path: Path) -> None:
    data = json.loads((FILES / "economist-2025-12-02.json").read_text(encoding="utf-8"))
    put("sources", "united24", "url", None)(data)
    (tmp_path / "some.json").write_text(json.dumps(data), encoding="utf-8")
    assert load_estimate(tmp_path / "some.json").sources[0].url is None


def test_all_that_an_estimate_lacks_is_said_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, lambda data: [data.pop("who"), data["rate"].pop("source"), data["answer"].pop("text")])
    assert all(part in said for part in ("lacks its who", "rate lacks its source", "answer lacks its text"))
