"""Everything that is said on the page is a message that can be translated, and the catalogue has all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from territory import text
from territory.answers.outlook import context
from territory.figures import data_path
from territory.scenario.files import presets
from territory.scenario.scenario import Scenario, baseline, revise
from territory.text import MINUS, NARROW, decimal, listed, say, say_count, say_of
from territory.web import page
from territory.web.page import Addresses
from territory.web.problems import NOT_FOUND, Problem
from territory.words.compare import LETTERS
from territory.words.evidence import method_text, traps
from tests.ui.pages import alone, charts
from tools import messages
from tools.messages import CLOSE, OPEN

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LANGUAGE = "de"
SCENARIOS = {
    "baseline": baseline(),
    "own paces": revise(baseline(), {"rates": (("kharkiv", 2.0),), "annual_change": -7.0}),
    "retaken": revise(baseline(), {"rate": -2.0}),
    "everything": revise(
        baseline(),
        {
            "order": "together",
            "first": ("kherson",),
            "season": 50.0,
            "rate": 9.5,
            "horizon": 20.0,
        },
    ),
}
# What is no message: figures, signs, and what is quoted from data: titles of sources and editions, names, links.
NO_WORDS = re.compile(r"<[^>]*>|[^A-Za-zА-я]+")


@pytest.fixture
def bracketed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which every message stands between brackets."""
    messages.pseudo(tmp_path, LANGUAGE)
    monkeypatch.setattr(text, "CATALOGUES", tmp_path)
    monkeypatch.setattr(text, "ENGLISH", LANGUAGE)
    text._catalogue.cache_clear()
    yield
    text._catalogue.cache_clear()


class _Texts(HTMLParser):
    """The text of a piece of HTML, line by line, and what it says to screen readers and where it is pointed at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.lines: list[str] = []
        self.feed(html)
        self.found.append("\n".join(self.lines))

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("aria-label", "title")]

    def handle_data(self, data: str) -> None:
        self.lines.append(data)


def outside(said: str) -> str:
    """What stands outside the brackets."""
    depth, left = 0, []
    for letter in said:
        depth += (letter == OPEN) - (letter == CLOSE)
        if depth == 0 and letter not in (OPEN, CLOSE):
            left.append(letter)
    assert depth == 0, said
    return "".join(left)


def shown(page: AppTest) -> Iterator[str]:
    """Every text that the page shows: in blocks of HTML, at controls, in assumptions and in charts."""
    for block in page.get("html"):
        if not block.proto.body.startswith("<style>"):
            yield from _Texts(block.proto.body).found
    for kind in ("button", "selectbox", "multiselect", "radio", "slider", "number_input", "date_input", "text_input"):
        for widget in page.get(kind):
            yield widget.label
            yield getattr(widget, "help", "") or ""
    for group in page.get("button_group"):
        yield group.proto.label
        yield from (option.content for option in group.proto.options)
    for fold in page.expander:
        yield fold.label
    for component in page.get("bidi_component"):
        if not component.proto.bytes:
            yield from _data_texts(component.proto.json)
    for about, figure in charts(page).values():
        yield about["alt"]
        yield from (each.get("text", "") for each in figure["layout"].get("annotations", []))
        yield from (figure["layout"].get(axis, {}).get("title", {}).get("text", "") for axis in ("xaxis", "yaxis"))
        yield from (trace.get("name") or "" for trace in figure["data"])


def _data_texts(written: str) -> Iterator[str]:
    """The words that are given to a component of ours; what names a thing for scripts is none."""
    data = json.loads(written)
    data = data if isinstance(data, dict) else {}
    texts = [data.get(key, "") for key in ("label", "typed", "reset", "beyond", "about", "help", "unit", "problem")]
    texts += [label for _, label in data.get("markers", [])]
    texts += [each for each in data.get("compare", {}).values() if isinstance(each, str)]
    yield from texts


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("path", ["", "map", "compare", "date", "drivers", "record", "estimates", "evidence"])
def test_no_word_on_a_page_is_written_past_the_catalogue(path: str) -> None:
    for scenario in SCENARIOS.values():
        left = {line for each in shown(alone(path, scenario, framed=True)) for line in outside(each).split("\n")}
        bad = sorted(said for said in left if NO_WORDS.sub("", said) and not is_quoted(said))
        assert bad == [], "\n".join(bad)


@cache
def quoted() -> set[str]:
    """What the page quotes as it stands: sources and figures of themselves, traps, method, titles of presets."""
    texts = [trap_text for trap in traps() for trap_text in (trap.title, trap.text, trap.why)]
    texts += [each.title for each in presets()] + [method_text()]
    for file in data_path("seeds").rglob("*.json"):
        texts += re.findall(r'"((?:[^"\\\\]|\\\\.)*)"', file.read_text(encoding="utf-8"))
    lines = {line.strip() for text in texts for line in text.split("\n")}
    return lines | {line.partition(",")[0] for line in lines}  # of a person or an agency the name alone


def is_quoted(said: str) -> bool:
    """Whether a text is data, not speech; or the letter by which a scenario is known."""
    said = re.sub("<[^>]*>", "", said).replace(NARROW, " ").strip()
    return said in quoted() or said in LETTERS or said == "und"  # with which Babel ends a list of names


def test_the_catalogue_holds_every_message_of_the_code() -> None:
    with messages.TEMPLATE.open("rb") as file:
        written = {(each.id, each.context) for each in read_po(file) if each.id}
    assert written == {(each.id, each.context) for each in messages.catalogue() if each.id}, (
        "run python -m tools.messages --write"
    )


@pytest.mark.usefixtures("bracketed")
def test_a_translation_is_used_with_its_places_filled_and_its_plural_chosen() -> None:
    assert say("Counted from {date}.", date="5") == "⟦Counted from 5.⟧"
    assert say_of("assumption", "none") == "⟦none⟧"
    assert say_count("{count} year", "{count} years", 1) == "⟦1 year⟧"
    assert say_count("{count} year", "{count} years", 7.5) == "⟦7,5 years⟧"


def test_any_number_can_be_written() -> None:
    assert decimal(1e300, 2).startswith("1,000,000,")
    assert decimal(5e-324, 2) == "0"


@given(st.floats(-1000, 1000), st.integers(0, 12), st.booleans(), st.sampled_from(["en_GB", "uk", "de", "ar", "fa"]))
def test_small_numbers_are_written_as_babel_writes_them(value: float, decimals: int, fixed: bool, name: str) -> None:
    pattern = f"0.{('0' if fixed else '#') * decimals}".rstrip(".")
    shown = value if round(value, decimals) else 0.0
    written = format_decimal(shown, format=pattern, locale=name).replace("-", MINUS)
    assert text._decimal(name, value, decimals, fixed, False) == written


def test_numbers_and_lists_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (decimal(-5842.125, 2), listed(["a", "b", "c"])) == ("−5,842.12", "a, b and c")
    monkeypatch.setattr(text, "ENGLISH", "de")
    assert (decimal(-5842.125, 2), listed(["a", "b", "c"])) == ("−5.842,12", "a, b und c")


# Share pages.


ADDRESS = "https://example.org"


def of_a_share_page(scenario: Scenario) -> list[str]:
    """The texts of the page, of its embed and of its picture."""
    here, answer = Addresses(ADDRESS, scenario), page.answered(scenario)
    whole = page.page(answer, here, context(scenario), None).replace("<textarea", "<!--").replace("</textarea>", "-->")
    return [text for html in (whole, page.frozen(answer, here)) for text in _Texts(html).found]


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("name", SCENARIOS)
def test_no_word_of_a_share_page_is_written_past_the_catalogue(name: str) -> None:
    left = {line for each in of_a_share_page(SCENARIOS[name]) for line in outside(each).split("\n")}
    bad = sorted(said for said in left if NO_WORDS.sub("", said) and not is_quoted(said))
    assert bad == [], "\n".join(bad)


@pytest.mark.usefixtures("bracketed")
def test_a_problem_is_told_in_the_readers_language() -> None:
    html = page.problem_page(Problem(NOT_FOUND), ADDRESS, ADDRESS)
    left = {line for each in _Texts(html).found for line in outside(each).split("\n")}
    assert [said for said in left if NO_WORDS.sub("", said)] == []


def test_the_authors_words_stand_as_theirs_unless_they_are_ours() -> None:
    mine = revise(baseline(), {"title": "Overheard"})
    here = Addresses(ADDRESS, mine)
    said = page.page(page.answered(mine), here, context(mine), None)
    assert "In the words of whoever made this scenario" in said
