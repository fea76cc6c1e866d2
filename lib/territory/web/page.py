"""What a share page says: words, chart, cards and addresses of one scenario, for the templates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from territory.answers.backtest import coverage
from territory.answers.outlook import Context, Outlook, project
from territory.charts import blocks
from territory.charts import svg as picture
from territory.charts.answer_parts import cards, dots_of
from territory.charts.shapes import Shown, colours_of, html, shown
from territory.figures import evidence
from territory.library.library import Saved
from territory.model import MODEL_VERSION
from territory.scenario.files import presets
from territory.scenario.links import SAVED, link
from territory.scenario.scenario import KEYS, Scenario, baseline
from territory.text import day, say, sentences
from territory.web.problems import Problem
from territory.words import answer as answer_words
from territory.words import assumptions as assumptions_words
from territory.words import cited as citing
from territory.words import vocabulary
from territory.words.answer import chart_source
from territory.words.backtest import held_sentence
from territory.words.cited import Cited, about_figures

HERE = Path(__file__).parent
YEARS_ON = 10
EMBED_WIDTH = 640
NAMED_IN_TITLE = 3
VERSION_LETTERS = 12
NOT_SHOWN = ("title", "note")


@dataclass(frozen=True)
class Addresses:
    """Where everything about one scenario is found."""

    base: str
    """Of the site, as the reader reached it."""
    scenario: Scenario
    id: str = ""
    """Of a saved scenario; empty: the full link says it all."""

    @property
    def query(self) -> str:
        """The full link's own query."""
        return link(self.scenario)

    @property
    def page(self) -> str:
        """The page itself."""
        return f"{self.base}/s/{self.id}" if self.id else f"{self.base}/p{self.query}"

    def picture(self, version: str) -> str:
        """The picture as it is now; another picture has another address."""
        name = f"/s/{self.id}.png?" if self.id else f"/p.png{self.query}&"
        return f"{self.base}{name}picture={version}"

    @property
    def explorer(self) -> str:
        """The explorer with this scenario."""
        return f"{self.base}/?s={self.id}" if self.id else f"{self.base}/{self.query}"

    def entry(self, place: str) -> str:
        """An entry on one of the explorer's pages (evidence#record), with this scenario; other addresses stay."""
        if "://" in place:
            return place
        name, _, entry = place.partition("#")
        query = f"?s={self.id}" if self.id else self.query
        return f"{self.base}/{name}{query}#{entry}"

    @property
    def frozen(self) -> str:
        """The page without its frame."""
        return f"{self.page}{'?' if self.id else '&'}embed=true"

    @property
    def live(self) -> str:
        """The explorer without its frame."""
        return f"{self.explorer}&embed=true"

    @property
    def oembed(self) -> str:
        """What an article's editor asks how to show the page."""
        return f"{self.base}/oembed?url={quote(self.page, safe='')}"

    def api(self, ending: str) -> str:
        """The answer as data."""
        return f"{self.base}/api/v1/project{ending}{self.query}"


@dataclass(frozen=True)
class Answered:
    """A scenario's answer with all that is said of it and drawn from it, whatever the author's own words."""

    outlook: Outlook
    title: str
    sentence: str
    charts: tuple[Shown, ...]
    svg: str
    """The picture, before it is PNG."""
    picture_version: str
    """What the picture is known by: another drawing of the same scenario has another address."""


def answered(scenario: Scenario) -> Answered:
    """Answer a scenario, and draw its picture."""
    outlook = project(scenario)
    charts = shown(outlook)
    svg = picture.picture(outlook, charts)
    known_by = hashlib.sha256(f"{version('resvg-py')}\0{svg}".encode()).hexdigest()[:VERSION_LETTERS]
    return Answered(outlook, answers(outlook), answer_words.headline(outlook), charts, svg, known_by)


def answers(outlook: Outlook) -> str:
    """The answer in few words with its condition, for a tab or the head of a preview."""
    results = outlook.projection.targets
    each = [
        say(
            "{oblast} {answer}",
            oblast=vocabulary.oblast_name(result.id),
            answer=vocabulary.central(outlook, result)[0],
        )
        for result in results[:NAMED_IN_TITLE]
    ]
    said = "; ".join(each)
    said = say("{answers}; and more", answers=said) if len(results) > NAMED_IN_TITLE else said
    if outlook.scenario.rate < 0:
        return say("On these assumptions, until back under Ukrainian control: {answers}", answers=said)
    return say("On these assumptions, until taken: {answers}", answers=said)


def page(answer: Answered, addresses: Addresses, beside: Context, saved: Saved | None) -> str:
    """The whole page of a scenario."""
    more = _more(answer.outlook, beside, addresses, saved)
    return template("page.html").render(**_common(answer, addresses), **more)


def frozen(answer: Answered, addresses: Addresses) -> str:
    """The page without its frame, for an article."""
    return template("embed.html").render(**_common(answer, addresses))


def problem_page(problem: Problem, base: str, explorer: str) -> str:
    """A problem for people: all that is wrong, each sentence once with the keys that it is about."""
    lines = [problem.detail] if problem.detail else []
    if set(problem.problems) == {SAVED}:
        lines += problem.problems.values()
    else:
        keys: dict[str, list[str]] = {}
        for key, why in problem.problems.items():
            keys.setdefault(why, []).append(key)
        lines += vocabulary.problem_lines((", ".join(names), why) for why, names in keys.items())
    return template("problem.html").render(
        title=say(problem.kind.title),
        problems=lines,
        style=style_address(base),
        base=base,
        name=say("How long would it take?"),
        limits=vocabulary.limits(),
        explorer=explorer,
        open_explorer=say("Open the explorer"),
    )


def style_address(base: str) -> str:
    """Where the style is, by what is in it."""
    return f"{base}/share/style.css?{_digest('style.css')}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((HERE / "assets" / name).read_bytes()).hexdigest()[:12]


def _common(answer: Answered, addresses: Addresses) -> dict[str, Any]:
    outlook, scenario, headline = answer.outlook, answer.outlook.scenario, answer.sentence
    return {
        "addresses": addresses,
        "style": style_address(addresses.base),
        "picture": addresses.picture(answer.picture_version),
        "name": say("How long would it take?"),
        "not_a_forecast": say("An if-then projection, not a forecast"),
        "title": answer.title,
        "description": sentences(headline, vocabulary.limits()),
        "sentence": headline,
        "headline": Markup(blocks.coloured(headline, colours_of(scenario.targets))),
        "spread": answer_words.in_short(outlook),
        "charts": [
            {"title": each.title, "html": Markup(html(each.chart, each.alt)), "lines": each.legend}
            for each in answer.charts
        ],
        "limits": vocabulary.limits(),
        "versions": vocabulary.versions(scenario.edition),
        "origin": vocabulary.origin(scenario.edition),
        "open_explorer": say("Open in the explorer"),
    }


def _more(outlook: Outlook, beside: Context, addresses: Addresses, saved: Saved | None) -> dict[str, Any]:
    scenario, known = outlook.scenario, evidence.edition(outlook.scenario.edition)

    def cited(each: Iterable[Cited]) -> list[Cited]:
        return [replace(one, place=addresses.entry(one.place)) for one in each]

    return {
        "tagline": say("An explorer of territorial scenarios, Ukraine"),
        "sub": Markup(
            blocks.with_links(
                answer_words.under_headline(outlook, beside),
                cited(answer_words.cited(outlook, beside)),
            )
        ),
        "author_title": addresses.scenario.title,
        "author_note": addresses.scenario.note,
        "author": _author(addresses.scenario),
        "source_line": Markup(blocks.cited(chart_source(scenario), "small", cited(citing.words_of(known)))),
        "legend": lambda lines: Markup(blocks.legend(lines)),
        "cards": Markup(_cards(outlook, cited)),
        "held": _held(scenario),
        "assumptions": say("Assumptions"),
        "changed": assumptions_words.changes(baseline(scenario.edition), scenario),
        "unchanged": _unchanged(scenario),
        "heads": (say("Assumption"), say("Documented"), say("Here")),
        "as_documented": say("As documented"),
        "all_documented": say("Every assumption is as documented."),
        "sources": say("Sources and limits"),
        "documented": Markup(blocks.documented(assumptions_words.documented(known), known.pace)),
        "about_figures": about_figures(scenario),
        "rest_on": Markup(blocks.sources(say("What the answers rest on"), cited(citing.sources(known)))),
        "embed": say("Put it into a page of your own"),
        "embed_frozen": say("This answer, as it is"),
        "embed_live": say("The explorer, to be moved"),
        "embed_frozen_height": blocks.frozen_height(outlook),
        "embed_live_height": blocks.LIVE_HEIGHT,
        "iframe": blocks.frame,
        "get_json": say("Data (JSON)"),
        "get_csv": say("Data (CSV)"),
        "get_picture": say("Picture (PNG)"),
        "saved": _saved(saved),
    }


def _author(scenario: Scenario) -> str:
    """Whose words the title and the note are."""
    if any(scenario == each.scenario for each in presets()):
        return say("About this scenario, one of the explorer’s own:")
    return say("In the words of whoever made this scenario, who is not known to us:")


def _cards(outlook: Outlook, cited: Callable[[Iterable[Cited]], list[Cited]]) -> str:
    """The oblasts' cards, as on the page of the explorer, before the New Year some ten years on."""
    start = outlook.scenario.start
    by = start.replace(year=start.year + YEARS_ON, month=1, day=1)
    plots = []
    for result in outlook.projection.targets:
        card = answer_words.card(outlook, result, by)
        plots.append((replace(card, cited=tuple(cited(card.cited))), dots_of(outlook, result, by)))
    return cards(plots, colours_of(outlook.scenario.targets))


def _held(scenario: Scenario) -> str:
    tested = coverage(scenario.edition)
    return "" if tested is None else held_sentence(tested)


def _unchanged(scenario: Scenario) -> list[tuple[str, str]]:
    """The assumptions that are as documented, with their values."""
    told = assumptions_words.changes(baseline(scenario.edition), scenario)
    known = {each.key for each in told}
    hidden = {key for key, other in assumptions_words.SHOWN_WITH.items() if other in known}
    return [
        (assumptions_words.label(key), assumptions_words.shown_value(scenario, key))
        for key in KEYS
        if key not in (*NOT_SHOWN, *known, *hidden)
    ]


def _saved(saved: Saved | None) -> str:
    """Since when a saved scenario is kept, and that its first answer was by another model, where it was."""
    if saved is None:
        return ""
    kept = say("Saved on {date}; this address never means another scenario.", date=day(saved.saved_at.date()))
    if saved.model_version == MODEL_VERSION:
        return kept
    other = say(
        "It was saved with model {before}; the answer here is that of model {now}.",
        before=saved.model_version,
        now=MODEL_VERSION,
    )
    return sentences(kept, other)


def template(name: str) -> Template:
    """A template of the folder, in which all text is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
