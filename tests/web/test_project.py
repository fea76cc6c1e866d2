"""GET project: what the command line prints, or every problem of the link; never a silent default."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.cli.main import main
from territory.model import MODEL_VERSION
from territory.scenario.files import presets
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import KEYS, Scenario, baseline, revise
from tests.sharing.queries import query
from tests.strategies import scenarios
from tests.web.client import CLIENT, get, problems

PROJECT, TABLE = "/api/v1/project", "/api/v1/project.csv"
LINKS = {
    "the baseline": link(baseline()),
    "land retaken": link(revise(baseline(), {"rate": -2.0})),
    "in turn": link(revise(baseline(), {"order": "in_turn", "title": "«Раз»; two, three"})),
    "a preset": "?scenario=pace-of-2024",
    "an estimate": "?scenario=economist-2025-12-02",
    "with a foreign parameter": link(baseline()) + "&utm_source=chat",
}
HOSTILE = (
    '"><script>alert(1)</script>',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "x,=1+1",
    'y;"=cmd|calc',
    "\u202eright",
    "|@x",
)


@pytest.mark.parametrize("text", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("by", [[], ["2035-01-01"], ["2050-01-01", "2035-01-01"]], ids=len)
def test_the_answer_is_byte_by_byte_what_the_command_prints(
    text: str, by: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    options = [option for day in by for option in ("--by", day)]
    assert main(["project", text, "--json", *options]) == 0
    answer = get(PROJECT + text + "".join(f"&by={day}" for day in by))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == capsys.readouterr().out


@settings(max_examples=20)
@given(scenarios(most=3))
def test_every_scenario_is_answered_by_its_link_as_json_and_as_a_table(scenario: Scenario) -> None:
    answer = get(PROJECT + link(scenario)).json()
    assert parse_link(answer["link"]) == scenario
    assert set(answer["results"]) == set(_table(get(TABLE + link(scenario)).text)["oblast"])


# Problems.


def test_an_address_without_a_scenario_is_no_question_about_the_baseline() -> None:
    for text in ("", "?", "?utm_source=chat", "?by=2035-01-01"):
        assert list(problems(get(PROJECT + text), 400)) == ["link"]


@pytest.mark.parametrize("key", ["v", *KEYS])
def test_a_link_that_lacks_a_key_names_it_and_takes_no_default(key: str) -> None:
    assert "missing" in problems(get(PROJECT + query({key: None})), 400)[key].lower()


def test_all_problems_come_together() -> None:
    text = query({"rate": "99", "targets": "kharkov", "start": None, "horizon": "x"}) + "&by=soon&by=2030-02-30"
    found = problems(get(PROJECT + text), 400)
    assert found.keys() >= {"by", "start", "targets", "rate", "horizon"}
    assert "soon" in found["by"]
    assert "2030-02-30" in found["by"]


def test_what_is_wrong_with_a_link_comes_before_what_it_lacks() -> None:
    found = list(problems(get(PROJECT + "?rate=fast&horizon=0&targets=odesa"), 400))
    assert found[:2] == ["rate", "horizon"]
    assert found[2:5] == ["v", "edition", "start"]


def test_one_problem_is_the_detail_and_many_are_counted() -> None:
    assert get(PROJECT + query({"rate": "99"})).json()["detail"].startswith("rate: 99 is out of bounds")
    assert get(PROJECT + query({"rate": "99", "noise": "x"})).json()["detail"].startswith("2 problems")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("?scenario=nothing", "scenario"),
        ("?scenario=documented-pace&rate=5", "scenario"),
        ("?scenario=documented-pace&by=" + "&by=".join(["2035-01-01"] * 101), "by"),
        ("?title=%ff", "link"),
        ("?title=" + "x" * 9_000, "link"),
        ("?v=2&rate=5", "v"),
        (query({"targets": "ukraine,odesa"}), "targets"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, key: str) -> None:
    assert key in problems(get(PROJECT + text), 400)
    assert key in problems(get(TABLE + text), 400)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_query_is_answered_or_its_problems_are_named(text: str) -> None:
    answer = get(f"{PROJECT}?{quote(text, safe='=&%', errors='replace')}")
    assert answer.status_code == 200 or problems(answer, 400)


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api/v1", "/api/v1/project/more", "/api/v1/project.xml", "/api/a%0Ab", "/api/v1/a%0Ab"]
)
def test_an_address_that_there_is_not_is_a_problem_too(path: str) -> None:
    problems(get(path), 404)


def test_a_method_that_there_is_not_is_a_problem_with_those_that_there_are() -> None:
    answer = CLIENT.post(PROJECT)
    problems(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


# Other sites.


@pytest.mark.parametrize("text", ["", LINKS["the baseline"]], ids=["problem", "answer"])
def test_pages_of_other_sites_may_read(text: str) -> None:
    assert get(PROJECT + text, {"Origin": "https://example.org"}).headers["access-control-allow-origin"] == "*"


def test_pages_of_other_sites_are_told_that_they_may_read_and_nothing_else() -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    told = CLIENT.options(PROJECT, headers=asked)
    assert told.status_code == 204
    assert told.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-origin" not in CLIENT.post(PROJECT, headers=asked).headers


# The table.


def _table(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), comment="#")


def test_the_table_says_what_the_json_says() -> None:
    text = LINKS["a preset"] + "&by=2035-01-01"
    answer, table = get(PROJECT + text).json(), _table(get(TABLE + text).text)
    assert list(table.columns) == ["oblast", "quantity", "unit", "value"]
    values = {(row.oblast, row.quantity): row.value for row in table.itertuples()}
    kharkiv = answer["results"]["kharkiv"]
    assert float(values["kharkiv", "remaining_km2"]) == kharkiv["remaining_km2"]
    assert values["kharkiv", "central.date"] == kharkiv["central"]["date"]
    assert float(values["kharkiv", "quantile_days.p50"]) == kharkiv["quantile_days"]["p50"]
    assert float(values["kharkiv", "chance_by_date.2035-01-01"]) == kharkiv["chance_by_date"]["2035-01-01"]
    assert values["odesa", "dots.1"] == answer["results"]["odesa"]["dots"][0]


def test_every_number_of_the_table_has_its_unit() -> None:
    for each in presets():
        table = _table(get(f"{TABLE}?scenario={each.name}").text)
        assert set(table.loc[table["unit"].isna(), "quantity"]) == {"central.status"}


def test_the_table_begins_with_link_model_and_every_assumption_as_comments() -> None:
    answer = get(TABLE + LINKS["the baseline"])
    lines = answer.text.removeprefix("\ufeff").split("\r\n")
    comments = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
    assert "http://localhost:8501/" + LINKS["the baseline"] in comments
    assert f"model_version: {MODEL_VERSION}" in comments
    assert [line.partition(": ")[0] for line in comments][-len(KEYS) :] == list(KEYS)
    assert answer.headers["content-disposition"] == 'attachment; filename="scenario.csv"'


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_of_a_hostile_title_is_a_formula_and_its_link_still_opens(words: str) -> None:
    scenario = revise(baseline(), {"title": words, "note": f"a,{words}"})
    answer = get(TABLE + link(scenario))
    for separator in ",;":
        for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=separator):
            assert [cell for cell in row if cell.strip(" '\"").startswith(("=", "+", "@")) and cell[:1] != "'"] == []
            assert [cell for cell in row if cell.startswith("-")] == []
    (address,) = (line for line in answer.text.split("\r\n") if line.startswith("# http"))
    assert parse_link(address.removeprefix("# ")) == scenario
    assert '"' not in answer.headers["content-disposition"].partition('filename="')[2].removesuffix('"')
    assert get(PROJECT + link(scenario)).json()["scenario"]["title"] == words
