"""Evidence and method: where the figures are from, how the answer is computed, and how that was checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from territory.answers.outlook import context
from territory.charts import blocks
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition, GainSeries
from territory.scenario.links import VERSION
from territory.text import marked, say, say_count
from territory.ui import evidence_blocks as parts
from territory.ui.frame import View
from territory.words import answer as answer_words
from territory.words import evidence as words
from territory.words import vocabulary
from territory.words.evidence import changelog, method_sections, method_text, traps

LEFT_OUT = "What is left out"  # a section of the method text
# What a section is called in the row of links, and above it.
SECTIONS = {
    "figures": (marked("Figures"), marked("The figures")),
    "later": (marked("Since then"), marked("Figures that came later")),
    "inside": (marked("Inside oblasts"), marked("Paces seen inside oblasts")),
    "record": (marked("Record"), marked("The record by month")),
    "short": (marked("Short times"), marked("Why the times are on the short side")),
    "traps": (marked("Traps"), marked("Definitions and traps")),
    "occupied": (marked("Occupied"), marked("What is occupied, what is left")),
    "ranges": (marked("Ranges"), marked("Documented ranges")),
    "computed": (marked("Method"), marked("How it is computed")),
    "limits": (marked("Limits"), marked("Limits")),
    "version": (marked("Version"), marked("Version and changes")),
}


def show(view: View) -> None:
    """The evidence from the figures to their limits, then the method and the version."""
    known = evidence.edition(view.scenario.edition)
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    st.html(blocks.headline(words.headline(known), {}))
    st.html(blocks.paragraph(words.lead(known, view.scenario, record), "sub"))
    later, reasons = words.later_facts(known), answer_words.reasons(view.outlook, context(view.scenario))
    empty = {name for name, rows in (("later", later), ("short", reasons)) if not rows}
    st.html(parts.contents({name: say(short) for name, (short, _) in SECTIONS.items() if name not in empty}))
    _figures(known)
    _later(later)
    _inside(known)
    _record(view, known, record)
    _short(view, reasons)
    _traps()
    _occupied(known)
    _ranges(view, known)
    _method(view)
    _limits()
    _version(known)


def _figures(known: Edition) -> None:
    _heading("figures")
    rows, begin_with = words.facts(known), words.starting_values(known)
    st.html(parts.rows(rows))
    st.html(parts.sources(words.sources(rows)))
    label = say_count(
        "What the assumptions start from: {count} value",
        "What the assumptions start from: {count} values",
        len(begin_with),
    )
    _fold("start", label, lambda: st.html(parts.rows(begin_with)))


def _later(rows: Sequence[words.Row]) -> None:
    if not rows:
        return
    _heading("later")
    newest = evidence.newest_edition()
    said = say("From edition {edition}: shown beside the answers, not used in them.", edition=newest.id)
    st.html(blocks.paragraph(said, "small"))
    st.html(parts.rows(rows))


def _inside(known: Edition) -> None:
    _heading("inside")
    said = say(
        "How fast the area under Russian control grew inside each oblast in the edition’s window, on the map clipped "
        "to land. The documented pace is that of the whole front."
    )
    st.html(blocks.paragraph(said, "small"))
    st.html(parts.rows(words.inside_facts(known)))


def _record(view: View, known: Edition, record: GainSeries) -> None:
    _heading("record")
    said = (record, known, view.scenario)
    with st.container(border=True):
        st.html(blocks.paragraph(words.finding(*said), "title"))
        st.html(blocks.paragraph(words.record_source(record, known), "small"))
    rows = words.periods(record, known)
    label = say_count("The record as a table: {count} period", "The record as a table: {count} periods", len(rows))
    _fold("record", label, lambda: _record_table(known, record))


def _record_table(known: Edition, record: GainSeries) -> None:
    st.html(parts.period_table(say("The record by month"), words.periods(record, known)))
    st.html(blocks.paragraph(record.definition, "small"))


def _short(view: View, reasons: Sequence[str]) -> None:
    """Why this scenario's times are short, where they are."""
    if not reasons:
        return
    _heading("short")
    cited = answer_words.cited(view.outlook, context(view.scenario))
    st.html(parts.lines(reasons, cited))


def _traps() -> None:
    _heading("traps")
    st.html(blocks.paragraph(say("What is easily taken for something else; each opens to why it matters."), "small"))
    st.html(parts.traps(traps()))


def _occupied(known: Edition) -> None:
    _heading("occupied")
    st.html(blocks.paragraph(words.shares_sentence(known), "small"))
    some, none = words.shares(known, occupied=True), words.shares(known, occupied=False)
    st.html(parts.share_table(say("Occupied shares by oblast"), some, words.share(known, UKRAINE)))
    st.html(blocks.paragraph(words.shares_source(known), "small"))
    label = say_count(
        "The {count} region of which nothing is occupied",
        "The {count} regions of which nothing is occupied",
        len(none),
    )
    _fold("none", label, lambda: st.html(parts.share_table(label, none)))


def _ranges(view: View, known: Edition) -> None:
    _heading("ranges")
    said = say("From where to where these assumptions could lie by the edition’s own record.")
    st.html(blocks.paragraph(said, "small"))
    st.html(parts.rows(words.ranges(known, view.scenario)))


def _method(view: View) -> None:
    _heading("computed")
    said = say(
        "What is left of an oblast, divided by the pace, counted through the calendar: that is the central answer. "
        "Simulated runs say how sure it is in this model."
    )
    st.html(blocks.paragraph(said, "small"))
    st.html(parts.further(f"estimates{view.session.query}", say("How well it would have done on past months")))
    _fold("method", say("The whole method: words, formulas, assumptions, checks, sources"), _method_text)


def _method_text() -> None:
    with st.container(key="method"):
        st.html(parts.contents({_anchor(title): title for title in method_sections()}))
        st.markdown(method_text())


def _anchor(title: str) -> str:
    """The id that Streamlit gives a heading."""
    return title.lower().replace(" ", "-")


def _limits() -> None:
    _heading("limits")
    st.html(blocks.paragraph(vocabulary.limits(), "limits"))
    with st.container(key="left_out"):
        st.markdown(method_sections()[LEFT_OUT])


def _version(known: Edition) -> None:
    _heading("version")
    st.html(parts.lines(words.version_lines(known, VERSION)))
    _fold("changelog", say("What has changed, with every published number that moved"), _changelog)


def _changelog() -> None:
    with st.container(key="changelog"):
        st.markdown(changelog())


def _heading(name: str) -> None:
    st.html(parts.heading(name, say(SECTIONS[name][1])))


def _fold(name: str, label: str, content: Callable[[], object]) -> None:
    """A fold whose content is sent only once it is opened."""
    fold = st.expander(label, key=f"evidence.{name}", on_change="rerun")
    if fold.open:
        with fold:
            content()
