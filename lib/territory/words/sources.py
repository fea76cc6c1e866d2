"""Sentences under the charts and at the foot of a page: where the figures are from, and what is projected."""

from __future__ import annotations

from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.scenario.scenario import Scenario
from territory.text import day, say, sentences
from territory.words import record as record_words
from territory.words import vocabulary


def chart_source(scenario: Scenario) -> str:
    """What the chart of the front shows, and where its figures are from."""
    known, start = evidence.edition(scenario.edition), day(scenario.start)
    return sentences(
        say("If-then projection, not a forecast."),
        say("Net area taken since {date}.", date=start)
        if scenario.has_own_rates
        else say("Net area taken since {date}; below zero means land retaken.", date=start),
        say(
            "Figures: DeepState, to {date}; record: computed from DeepState’s map, clipped to land, to {recorded}; "
            "oblast areas: official.",
            date=day(known.pace.date),
            recorded=day(evidence.newest_edition().pace.date),
        ),
        record_words.window_source(scenario),
        vocabulary.versions(known.id),
    )


def about_figures(scenario: Scenario) -> str:
    """Which figures an answer is from, and what it is that is projected."""
    known = evidence.edition(scenario.edition)
    return say(
        "{title} (edition {edition}), model {model}. Areas under Russian control: DeepState; areas of the oblasts: "
        "official. What is projected is the day on which the net area taken reaches what is left of an oblast: first "
        "passage, not lasting control. Crimea and Sevastopol are Ukrainian territory occupied since 2014, outside the "
        "documented figure.",
        title=known.title,
        edition=known.id,
        model=MODEL_VERSION,
    )
