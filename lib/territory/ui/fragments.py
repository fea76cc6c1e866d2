"""Parts of the page that are drawn anew by themselves, so that an assumption can move without all the rest.

A move of an assumption changes the answer, with the address, and the assumption's own control; of the many other parts
of a page it mostly changes nothing. Where that is so, only these are drawn and sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from territory.scenario.scenario import Scenario
from territory.ui.session import Session, current
from territory.words import vocabulary

ANSWER, GROWTH, BREAKS, UNCERTAINTY, HORIZON = "answer", "growth", "breaks", "uncertainty", "horizon"
FOLLOWED = {
    "rate": ANSWER,
    "annual_change": GROWTH,
    "season": GROWTH,
    "pause_months": BREAKS,
    "setback_km2": BREAKS,
    "pace_uncertainty": UNCERTAINTY,
    "annual_change_uncertainty": UNCERTAINTY,
    "noise": UNCERTAINTY,
    "persistence": UNCERTAINTY,
    "horizon": HORIZON,
}
"""The assumptions that no other control shows anything of, by the part that their own control is in."""

STATE = "territory.drawn"
TURN, LONGEST_TURN_SECONDS = Lock(), 0.1


@dataclass
class Drawn:
    """What one reader's page shows."""

    keys: list[str] = field(default_factory=list)
    """The parts that it has, in the order in which they are drawn."""
    around: tuple[object, ...] | None = None
    """What stands around those that follow an assumption; `None` until all of the page is drawn."""
    scenario: Scenario | None = None
    """The scenario that its parts show, or will once those that are due are drawn."""
    due: set[str] = field(default_factory=set)
    """Parts that a move has asked for and that are not drawn yet."""
    unfolded: bool = False
    """Whether something is unfolded that shows the scenario and is none of these parts."""

    def shows(self, session: Session) -> bool:
        """Whether all of the page is as the session is, or about to be."""
        return self.around is None or (self.scenario == session.scenario and self.around == around(session))


def begin() -> None:
    """All of the page is about to be drawn."""
    st.session_state[STATE] = Drawn()


def end(session: Session) -> None:
    """All of the page shows the session as it is."""
    drawn = _drawn()
    drawn.around, drawn.scenario, drawn.due = around(session), session.scenario, set()


def unfolded() -> None:
    """Something is unfolded that shows the scenario: while it is, all of the page follows."""
    _drawn().unfolded = True


def part(key: str, show: Callable[[Session], None]) -> None:
    """Show a part that can be drawn anew by itself; where more has changed than such parts, all of the page is.

    One reader's part is drawn after the other: Python works on one at a time, and those that share it all end late.
    One that takes long holds up nobody for more than a moment.
    """

    def draw() -> None:
        session, drawn = current(), _drawn()
        is_asked_for = key in drawn.due and drawn.scenario is session.scenario
        if not is_asked_for and not drawn.shows(session):
            st.rerun()
        vocabulary.use_units(session.units)
        has_turn = TURN.acquire(timeout=LONGEST_TURN_SECONDS)
        try:
            show(session)
        finally:
            if has_turn:
                TURN.release()
        drawn.due.discard(key)

    _drawn().keys.append(key)
    st.fragment(draw, key=key)()


def follow(session: Session, name: str) -> None:
    """Have what follows an assumption drawn by itself, if nothing else has changed; the last step of a move of it.

    After a callback that returns, Streamlit draws the part that the control is in, or all of the page if it is in none.
    """
    drawn = _drawn()
    own = FOLLOWED.get(name)
    if own is None or own not in drawn.keys or drawn.unfolded or drawn.around != around(session):
        drawn.due.clear()
        return
    drawn.scenario = session.scenario
    drawn.due |= {own, ANSWER}
    if drawn.due != {ANSWER}:
        st.rerun([key for key in drawn.keys if key in drawn.due])


def around(session: Session) -> tuple[object, ...]:
    """What the page shows of the session around the parts that follow an assumption.

    Of a value that is followed, that is whether it is the documented one, and above zero.
    """
    scenario, reading = session.scenario, session.reading
    followed = FOLLOWED.keys() - ({"rate"} if scenario.has_own_rates else set())
    values = {
        key: (value == getattr(session.baseline, key), value > 0) if key in followed else value
        for key, value in scenario.values().items()
    }
    typed = (dict(session.problems), dict(session.file_problems), dict(session.unread))
    link = (dict(reading.rejected), dict(reading.refused), tuple(reading.missing))
    saved = (session.kept, session.unsaved, session.saves, session.last_saved)
    steps = (session.can_undo, bool(session.undone), session.uploads)
    return (values, session.preset, session.units, *typed, *link, *saved, *steps)


def _drawn() -> Drawn:
    if STATE not in st.session_state:
        st.session_state[STATE] = Drawn()
    drawn: Drawn = st.session_state[STATE]
    return drawn
