"""The answer as Explore shows it, in parts that each have a name: HTML of words and dots, and the charts.

The page is made of these parts, and `/live` sends the same ones while an assumption is dragged.
"""

from __future__ import annotations

from datetime import date

from territory.answers.backtest import coverage
from territory.answers.outlook import Outlook, context, with_newest_figures
from territory.charts import blocks
from territory.charts import outlook as outlook_charts
from territory.charts.dots import of_result
from territory.charts.outlook import Picture
from territory.charts.palette import Palette
from territory.figures import evidence
from territory.scenario.scenario import baseline
from territory.text import say, sentences
from territory.words import answer as answer_words
from territory.words import assumptions as assumptions_words
from territory.words.backtest import held_sentence


def words(outlook: Outlook, by: date, palette: Palette) -> dict[str, str]:
    """Blocks of HTML by their names, with the chances before a date; what there is nothing to say of is left out."""
    scenario, beside = outlook.scenario, context(outlook.scenario)
    colours = palette.of(scenario.targets)
    under, known = answer_words.under_headline(outlook, beside), answer_words.cited(outlook, beside)
    parts = {
        "headline": blocks.headline(answer_words.headline(outlook), colours, live="headline"),
        "under": blocks.cited(under, "sub", known, live="under"),
        "cards": _cards(outlook, by, palette),
    }
    if beside.newer is not None and (newer := with_newest_figures(scenario)) is not None:
        parts["newest"] = blocks.paragraph(answer_words.difference(outlook, newer), "small", live="newest")
    titles = {"chance": answer_words.chance_finding(outlook, by)}
    if scenario.has_own_rates:
        targets = outlook.projection.targets
        titles |= {result.id: answer_words.oblast_finding(outlook, result) for result in targets}
    else:
        titles["front"] = answer_words.finding(outlook)
    parts |= {f"title.{key}": blocks.paragraph(text, "title", live=f"title.{key}") for key, text in titles.items()}
    for row in assumptions_words.changes(baseline(scenario.edition), scenario):
        name = f"change.{row.key}"
        parts[name] = blocks.change(row.label, row.baseline, row.yours, live=name)
    return parts


def _cards(outlook: Outlook, by: date, palette: Palette) -> str:
    """The oblasts' cards, and how often such ranges have held."""
    results, tested = outlook.projection.targets, coverage(outlook.scenario.edition)
    cards = [(answer_words.card(outlook, result, by), of_result(outlook, result, by)) for result in results]
    shown = [blocks.cards(cards, palette.of(outlook.scenario.targets))]
    if tested is not None and any(dots is not None for _, dots in cards):
        axes = say("Each card’s dots have an axis of time of their own.") if len(cards) > 1 else ""
        shown.append(blocks.source(sentences(held_sentence(tested), axes), outlook.scenario.edition))
    return blocks.stacked(*shown, live="cards")


def pictures(outlook: Outlook, by: date, palette: Palette) -> list[Picture]:
    """The charts: of the front or of each oblast, and last of the chances by date."""
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    return [*outlook_charts.pictures(outlook, record, palette), outlook_charts.chance_picture(outlook, by, palette)]


def legend(picture: Picture) -> str:
    """The key to a chart's lines."""
    return blocks.legend(picture.lines, live=f"legend.{picture.key}")
