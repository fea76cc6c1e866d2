"""The reader's session: one committed scenario, the steps that led to it, and what is typed but does not stand yet.

And a page's view of it: what follows from the scenario, and the colours it is drawn in.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl, quote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from territory import library
from territory.answers.control import Course
from territory.answers.estimates import estimates, named
from territory.answers.outlook import Outlook, project
from territory.charts.figure import Palette
from territory.figures import evidence
from territory.figures.record import RateWindow
from territory.library.library import LibraryError, Saved
from territory.scenario.files import presets
from territory.scenario.links import MAX_LINK_CHARACTERS, SAVED, Reading, link, read_pairs
from territory.scenario.scenario import (
    Scenario,
    ScenarioError,
    assumptions,
    baseline,
    occupied_default,
    revise,
    updated,
)
from territory.settings import SettingsError
from territory.text import say
from territory.words.vocabulary import USUAL, Units

STATE = "territory"
MAX_STEPS = 100
LONGEST_ADDRESS = 3 * MAX_LINK_CHARACTERS
YEARS_ON = 10
WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.01, 10.0
WORDS = frozenset({"title", "note"})
# Keys that only make sense together, under the one that the table of assumptions shows.
TOGETHER = {
    "rate": ("rate", "rate_source"),
    "pause_months": ("pause_months", "pause_start"),
    "setback_km2": ("setback_km2", "setback_date"),
}


@dataclass(frozen=True)
class Unread:
    """What was typed and is no number, as it stays in its field, and why."""

    text: str
    why: str


@dataclass
class Session:
    """The state of one reader's page."""

    scenario: Scenario
    reading: Reading
    """What the link gave when the page was opened."""
    name: str = field(default_factory=partial(token_hex, 8))
    """What the browser knows this session by; another means that the one it had is gone."""
    awaits: bool = False
    """Whether the browser has a page of another session, which is gone, and has not said yet what that shows."""
    opened: str = ""
    """The short query (`scenario=name` or `s=id`) that stays in the address until the first change."""
    saved: dict[Scenario, Saved] = field(default_factory=dict)
    """What the library holds of the scenarios that were opened or saved here."""
    saves: int = 0
    """How often the reader has saved, so that the browser takes note of each saving once."""
    last_saved: str = ""
    """The id of the scenario that was saved last."""
    unsaved: str = ""
    """Why the last saving failed."""
    steps: list[Scenario] = field(default_factory=list)
    undone: list[Scenario] = field(default_factory=list)
    """The steps that were taken back, the last one first to be taken again."""
    draft: dict[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    """Why the draft does not stand."""
    file_problems: Mapping[str, str] = field(default_factory=dict)
    """Why the file that was opened last could not be used."""
    turns: dict[str, int] = field(default_factory=dict)
    """How often each control has given way to a new one because its value came from elsewhere."""
    answered: dict[str, int] = field(default_factory=dict)
    """The turn of the last move that was heard of each assumption, so that the browser knows what an answer answers."""
    unread: dict[str, Unread] = field(default_factory=dict)
    """What was typed for an assumption and is no number."""
    window: RateWindow | None = None
    """The window of the record that the page about it shows, once chosen."""
    window_moves: int = 0
    """How often an edge of it was moved, so that the chart draws it where it snapped to."""
    uploads: int = 0
    asked_by: date | None = None
    """The reader's own date, once chosen; it asks something of the scenario and is no part of it."""
    chance: float = 50.0
    """The chance (%) that a date is tested at."""
    asked_about: str = ""
    """The result (an oblast, or `all`) that the pages about one answer show, once chosen."""
    mapped_on: date | None = None
    """The date of the map, once chosen; until then it is the reader's own."""
    course: Course = "central"
    """The course of the front that the map shows: the central answer, or a quantile of the simulated runs."""
    units: Units = USUAL
    """What areas and paces are shown in; no part of the scenario."""
    compared: tuple[Scenario, ...] | None = None
    """The scenarios that stand beside the reader's own, once chosen."""
    stood: dict[Scenario, tuple[Scenario, ...]] = field(default_factory=dict)
    """What stood beside a scenario before and after it was opened, so that undo and redo bring that back too."""
    explained: Scenario | None = None
    """The one beside whose difference is explained, once chosen."""
    pasted: str = ""
    """What was pasted to stand beside and cannot be read yet."""
    beside_problems: Mapping[str, str] = field(default_factory=dict)
    """Why it cannot."""

    @property
    def query(self) -> str:
        """What the address bar holds: the short query until the first change, then the full link."""
        return f"?{self.opened}" if self.opened else link(self.scenario)

    @property
    def baseline(self) -> Scenario:
        """The full defaults of the scenario's edition."""
        return baseline(self.scenario.edition)

    @property
    def by(self) -> date:
        """The date before which the chance is shown: the reader's, or the New Year some ten years on."""
        return self.asked_by or date(self.scenario.start.year + YEARS_ON, 1, 1)

    def value(self, key: str) -> Any:
        """What a control shows: the draft's value, or the scenario's."""
        return self.draft.get(key, getattr(self.scenario, key))

    def change(self, **changes: Any) -> None:
        """Change some assumptions; if they do not stand, they stay a draft and the scenario stays as it was."""
        self.draft |= changes
        try:
            changed = revise(self.scenario, self.draft)
            if not self.is_like(changed) and self._is_a_preset():
                changed = revise(changed, {word: self.draft.get(word, "") for word in WORDS})
        except ScenarioError as error:
            self.problems = error.problems
            return
        unread = self.unread
        self.commit(changed)
        self.unread = unread

    def hear(self, name: str, turn: int, unread: Unread | None) -> None:
        """Take note of a move of an assumption, and of what was typed for it if that is no number."""
        self.answered[name] = turn
        self.unread = {key: what for key, what in self.unread.items() if key != name}
        if unread is not None:
            self.unread[name] = unread

    def commit(self, scenario: Scenario) -> None:
        """Make a whole scenario the current one, as one step that can be undone."""
        if scenario != self.scenario:
            self.steps = [*self.steps[1 - MAX_STEPS :], self.scenario]
            self.undone = []
            self._now(scenario)
        self._clear()
        self.reading = Reading(self.scenario)

    def update(self, edition: str) -> None:
        """Take the figures of another edition, with what the reader has changed, as one step."""
        changed = updated(self.scenario, edition)
        if not self.is_like(changed) and self._is_a_preset():
            changed = revise(changed, dict.fromkeys(WORDS, ""))
        self.commit(changed)

    @property
    def kept(self) -> Saved | None:
        """What the library holds of the scenario as it is now, if it was opened from there or saved."""
        return self.saved.get(self.scenario)

    def save(self, headers: Mapping[str, str], peer: str | None) -> None:
        """Keep the scenario in the library; its short link then stands in the address until the first change."""
        try:
            kept = library.save(self.scenario, library.client_of(headers, peer))
        except (library.TooManySaves, LibraryError, SettingsError) as error:
            self.unsaved = str(error)
            return
        self.unsaved = ""
        self.saves, self.last_saved = self.saves + 1, kept.id
        self.saved[self.scenario] = kept
        self.opened = f"{SAVED}={kept.id}"

    def reset(self, key: str) -> None:
        """Take one assumption, with what belongs to it, back to the edition's default."""
        if key == "occupied":
            known = evidence.edition(self.scenario.edition)
            self.change(occupied=tuple((oblast, occupied_default(known, oblast)) for oblast in self.scenario.in_play))
        else:
            self.change(**{each: getattr(self.baseline, each) for each in TOGETHER.get(key, (key,))})

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back, or something typed that does not stand."""
        return bool(self.steps or self.draft or self.unread)

    def undo(self) -> None:
        """Take back what was typed and does not stand; where there is nothing of that, go one step back."""
        if self.steps and not self.draft:
            self.undone.append(self.scenario)
            self._now(self.steps.pop())
        self._clear()

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        if self.undone:
            self.steps.append(self.scenario)
            self._now(self.undone.pop())
        self._clear()

    def _clear(self) -> None:
        self.draft, self.problems, self.file_problems, self.unread = {}, {}, {}, {}
        self.unsaved = ""

    def _now(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.opened = ""

    def _is_a_preset(self) -> bool:
        """Whether title and note are those of a preset or an estimate, which say nothing true of another scenario."""
        if any(self.scenario == each.scenario for each in presets()):
            return True
        stated = (each for each in estimates() if each.stated == self.scenario.start)
        return any(self.scenario == each.scenario() for each in stated)

    @property
    def preset(self) -> str | None:
        """The name of the first preset that assumes the same."""
        return next((each.name for each in presets() if each.scenario and self.is_like(each.scenario)), None)

    def is_like(self, other: Scenario) -> bool:
        """Whether another scenario assumes the same, the author's words aside."""
        return assumptions(self.scenario) == assumptions(other)


@dataclass(frozen=True)
class View:
    """What a page shows: one reader's session, and what follows from its scenario."""

    session: Session
    palette: Palette

    @property
    def scenario(self) -> Scenario:
        """The scenario that all pages share."""
        return self.session.scenario

    @cached_property
    def outlook(self) -> Outlook:
        """The scenario with its projection."""
        return project(self.session.scenario)


def current() -> Session:
    """This reader's session; a new one begins with the scenario of the link.

    The browser may have parts of a page already, which it names with each of its messages.
    """
    if STATE not in st.session_state:
        context = get_script_run_ctx()
        has_a_page = context is not None and bool(context.cached_message_hashes)
        pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
        st.session_state[STATE] = replace(began(pairs), awaits=has_a_page)
    session: Session = st.session_state[STATE]
    return session


def wait_for_browser() -> None:
    """Wait for the browser to say what its page shows, and draw nothing before: what it knows to be there stays there.

    What it says ends this run of the script and begins another.
    """
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until and current().awaits:  # Streamlit looks for messages where its state is asked for
        time.sleep(WAIT_SECONDS)
    current().awaits = False


def resume(had: object) -> None:
    """Go on with what the reader still has on screen: the session behind it is gone, with its process or by its age.

    The browser tells a new session no query, or the one that the page was opened with, whatever the address says now.
    A short link may mean nothing just now, with the library gone too: then its full link says the same.
    """
    current().awaits = False
    told = had if isinstance(had, dict) else {"query": had}  # a page that an older program opened tells the query alone
    for query in (told.get("query"), told.get("link")):
        if isinstance(query, str) and query and len(query) <= LONGEST_ADDRESS:
            pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace")
            again = replace(began(pairs), name=current().name)
            st.session_state[STATE] = again
            if not again.reading.rejected:
                return


def began(pairs: Sequence[tuple[str, str]]) -> Session:
    """The session that a link begins; where the library cannot be reached, its short link stays in the address."""
    found: dict[Scenario, Saved] = {}

    def find(id: str) -> Scenario:
        kept = library.saved(id)
        found[kept.scenario] = kept
        return kept.scenario

    try:
        reading = read_pairs(pairs, named, find)
    except LibraryError as error:
        later = say("{why} The link keeps its meaning: load this page again later.", why=error)
        short = f"{SAVED}={quote(dict(pairs)[SAVED], safe='~,')}"
        reading = Reading(baseline(), rejected={SAVED: later}, short=short)
    return Session(reading.scenario, reading, opened=reading.short, saved=found)
