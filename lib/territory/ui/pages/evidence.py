"""Evidence and method: where the figures are from, how the answer is computed, and how that was checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from territory.answers.outlook import context
from territory.charts import blocks
from territory.charts.blocks import linked
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition, GainSeries
from territory.scenario.links import VERSION
from territory.text import marked, say, say_count
from territory.ui import page_blocks
from territory.ui.session import View
from territory.words import answer as answer_words
from territory.words import evidence as words
from territory.words import vocabulary
from territory.words.cited import publisher
from territory.words.evidence import Row, Share, Trap

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
    empty = {name for name, found in (("later", later), ("short", reasons)) if not found}
    st.html(page_blocks.contents({name: say(short) for name, (short, _) in SECTIONS.items() if name not in empty}))
    _figures(known, later)
    _record(view, known, record)
    if reasons:
        _heading("short")
        st.html(page_blocks.lines(reasons, answer_words.cited(view.outlook, context(view.scenario))))
    _heading("traps", say("What is easily taken for something else; each opens to why it matters."))
    st.html(traps(words.traps()))
    _occupied(known)
    _heading("ranges", say("From where to where these assumptions could lie by the edition’s own record."))
    st.html(rows(words.ranges(known, view.scenario)))
    _method(view)
    _heading("limits")
    st.html(blocks.paragraph(vocabulary.limits(), "limits"))
    with st.container(key="left_out"):
        st.markdown(words.method_sections()[LEFT_OUT])
    _heading("version")
    st.html(page_blocks.lines(words.version_lines(known, VERSION)))
    if (fold := _fold("changelog", say("What has changed, with every published number that moved"))).open:
        with fold, st.container(key="changelog"):
            st.markdown(words.changelog())


def _figures(known: Edition, later: Sequence[Row]) -> None:
    """The figures of the edition, those that came after it, and the paces inside oblasts."""
    _heading("figures")
    facts, begin_with = words.facts(known), words.starting_values(known)
    st.html(rows(facts))
    st.html(page_blocks.sources(words.sources(facts)))
    label = say_count(
        "What the assumptions start from: {count} value",
        "What the assumptions start from: {count} values",
        len(begin_with),
    )
    if (fold := _fold("start", label)).open:
        with fold:
            st.html(rows(begin_with))
    if later:
        newest = evidence.newest_edition()
        beside = say("From edition {edition}: shown beside the answers, not used in them.", edition=newest.id)
        _heading("later", beside)
        st.html(rows(later))
    inside = say(
        "How fast the area under Russian control grew inside each oblast in the edition’s window, on the map clipped "
        "to land. The documented pace is that of the whole front."
    )
    _heading("inside", inside)
    st.html(rows(words.inside_facts(known)))


def _record(view: View, known: Edition, record: GainSeries) -> None:
    _heading("record")
    with st.container(border=True):
        st.html(blocks.paragraph(words.finding(record, known, view.scenario), "title"))
        st.html(blocks.paragraph(words.record_source(record, known), "small"))
    periods = words.periods(record, known)
    count = len(periods)
    label = say_count("The record as a table: {count} period", "The record as a table: {count} periods", count)
    if (fold := _fold("record", label)).open:
        with fold:
            st.html(page_blocks.period_table(say("The record by month"), periods))
            st.html(blocks.paragraph(record.definition, "small"))


def _occupied(known: Edition) -> None:
    _heading("occupied", words.shares_sentence(known))
    some, none = words.shares(known, occupied=True), words.shares(known, occupied=False)
    st.html(share_table(say("Occupied shares by oblast"), some, words.share(known, UKRAINE)))
    st.html(blocks.paragraph(words.shares_source(known), "small"))
    label = say_count(
        "The {count} region of which nothing is occupied",
        "The {count} regions of which nothing is occupied",
        len(none),
    )
    if (fold := _fold("none", label)).open:
        with fold:
            st.html(share_table(label, none))


def _method(view: View) -> None:
    said = say(
        "What is left of an oblast, divided by the pace, counted through the calendar: that is the central answer. "
        "Simulated runs say how sure it is in this model."
    )
    _heading("computed", said)
    tested = linked(f"estimates{view.session.query}", say("How well it would have done on past months"))
    st.html(f'<p class="t-documented">{tested}</p>')  # in a tab of its own, so that what is typed here stays
    if (fold := _fold("method", say("The whole method: words, formulas, assumptions, checks, sources"))).open:
        with fold, st.container(key="method"):
            ids = {title.lower().replace(" ", "-"): title for title in words.method_sections()}  # Streamlit's own
            st.html(page_blocks.contents(ids))
            st.markdown(words.method_text())


def _heading(name: str, about: str = "") -> None:
    """The heading of a section, and a sentence about it, if any."""
    st.html(page_blocks.heading(name, say(SECTIONS[name][1])))
    if about:
        st.html(blocks.paragraph(about, "small"))


def _fold(name: str, label: str) -> ExpanderContainer:
    """A fold that says whether it is open, so that its content is sent only then."""
    return st.expander(label, key=f"evidence.{name}", on_change="rerun")


def rows(each: Iterable[Row]) -> str:
    """Figures as rows; each opens to its definition and source, linked where an address is recorded."""
    found = []
    for row in each:
        source, place = row.source, f' id="{escape(row.place)}"' if row.place else ""
        published = linked(source.url, source.title)
        if source.publisher != words.DERIVED_BY:
            published = f"{published} ({escape(publisher(source))})"
        said = say("Source: {source}.", source=published)
        found.append(
            f'<details class="t-row"{place}><summary><span class="t-row-name">{escape(row.name)}</span> '
            f'<span class="t-row-value">{escape(row.value)}</span> '
            f'<span class="t-row-about"><span>{escape(row.when)}</span> <span>{escape(row.about)}</span></span>'
            f'</summary><div class="t-row-more"><p>{escape(row.definition)}</p>'
            f"<p>{said} {escape(source.note)}</p></div></details>"
        )
    return f'<div class="t-rows">{"".join(found)}</div>'


def traps(each: Iterable[Trap]) -> str:
    """Traps as rows; each opens to what it is and why it matters."""
    why = escape(say("Why it matters:"))
    items = "".join(
        f'<details class="t-row"><summary><span class="t-row-name">{escape(trap.title)}</span></summary>'
        f'<div class="t-row-more"><p>{escape(trap.text)}</p>'
        f"<p><strong>{why}</strong> {escape(trap.why)}</p></div></details>"
        for trap in each
    )
    return f'<div class="t-rows">{items}</div>'


def share_table(label: str, each: Iterable[Share], whole: Share | None = None) -> str:
    """Occupied shares by oblast, the whole country under them."""

    def cells(share: Share) -> tuple[str, ...]:
        return share.name, share.share, share.area, share.remaining

    unit = vocabulary.area_unit()
    head = (say("Oblast"), say("Occupied"), say("Area, {unit}", unit=unit), say("Remaining, {unit}", unit=unit))
    return page_blocks.table(label, head, map(cells, each), cells(whole) if whole else ())
