"""The words of the backtest: its methods, and how much its evidence is worth."""

from __future__ import annotations

from collections.abc import Mapping

from territory.backtest import ONE_YEAR, Coverage
from territory.text import marked, say, say_count
from territory.ui.wording import percent

METHODS: Mapping[str, str] = {
    "tool_whole_record": marked("this tool, pace of the whole record"),
    "tool_this_year": marked("this tool, pace since 1 January"),
    "tool_12": marked("this tool, pace of the last 12 months"),
    "tool_6": marked("this tool, pace of the last 6 months"),
    "ar1": marked("the record's fit, asked directly"),
    "constant_all": marked("constant pace of the whole record"),
    "constant_12": marked("constant pace of the last 12 months"),
    "constant_3": marked("constant pace of the last 3 months"),
    "drifting_level": marked("a drifting level"),
    "drifting_ar1": marked("a drifting level, months with memory"),
}


def method_name(method: str) -> str:
    """What a method is called."""
    return say(METHODS[method])


def overlap() -> str:
    """How little the evidence weighs."""
    return say(
        "Weak evidence: the stretches overlap, so that one good or bad year counts many times. What held on past "
        "months need not hold on those to come."
    )


def ahead(months: int) -> str:
    """So many months: "1 month", "12 months"."""
    return say_count("{count} month", "{count} months", months)


def held_sentence(found: Coverage) -> str:
    """How often the range of 8 in 10 held, and out of how many: the line that belongs to every spread."""
    return say(
        "In tests on past months the {range} range held what came {share} of the time {months} ahead ({starts}).",
        range=percent(80),
        share=percent(100.0 * found.share, 0),
        months=say("one year") if found.months_ahead == ONE_YEAR else ahead(found.months_ahead),
        starts=_starts(found),
    )


def _starts(found: Coverage) -> str:
    said = {"held": found.held, "all": found.origins}
    if found.apart == found.origins:
        return say("{held} of {all} starts", **said)
    if found.apart == 1:
        return say("{held} of {all} starts, which all overlap", **said)
    return say("{held} of {all} starts, of which {apart} do not overlap", **said, apart=found.apart)
