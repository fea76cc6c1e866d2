"""What Explore shows along one assumption, for the browser to look up while it is dragged: words, dots and charts.

Words are those that the page says, at values so close that no answer lies 1 % from the next; only the number of a pace
that is dragged is left open and filled in, step by step of its slider. Charts are whole at a few values; between two
that are drawn alike the browser moves their numbers in straight lines. What is not known closely enough is not said.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory import evidence
from territory.along import FEW, Along, along, steps
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Result
from territory.outlook import Outlook, context
from territory.parameters import PARAMETERS
from territory.scenario import Scenario
from territory.text import language
from territory.ui import blocks, charts, units, wording_answer
from territory.ui.dots import Dots, of_result
from territory.ui.look import Palette
from territory.ui.packing import plain
from territory.ui.units import Units

Line = Callable[[int], str | None]
"""What is said at one of the values, `None` where that is not known."""
PACES = ("rate", "rates")
MOST_DOTS = 96  # values at which dots stand
FEWEST_CHARTS, MOST_CHARTS = 5, 40  # values at which charts are drawn
DRAWN_OFF = 0.01  # of its height: how far a chart between two others may lie from them
NEAR_DAYS = 20.0  # as live.js moves dates
DRAWN_DAYS = 48  # days of a chart, closer together at first
APART = 16  # of many values, every so manieth is asked for its text first, to see between which two it changes


def preview(scenario: Scenario, name: str, by: date, palette: Palette) -> dict[str, Any]:
    """All that follows an assumption, as JSON; raises as `territory.along.moved` does."""
    shown = _Shown(along(scenario, name, (by,)), by)
    key = name.partition(".")[0]
    return {
        "name": name,
        "values": shown.values,
        "lines": {line: _runs_of(text, len(shown.values)) for line, text in shown.lines().items()},
        "open": _paces(key, units.units(), language()) if key in PACES else None,
        "dots": shown.dots(),
        "charts": shown.charts(palette),
        "unsure": shown.unsure(),
    }


@dataclass(frozen=True)
class _Shown:
    along: Along
    by: date

    @cached_property
    def values(self) -> list[float]:
        return list(self.along.shown)

    @cached_property
    def _central(self) -> dict[float, Outlook]:
        return {}

    @cached_property
    def _whole(self) -> dict[float, Outlook]:
        return {}

    def central(self, place: int) -> Outlook:
        return _kept(self._central, self.values[place], self.along.central)

    def outlook(self, place: int) -> Outlook:
        return _kept(self._whole, self.values[place], self.along.outlook)

    def unsure(self) -> list[list[int]]:
        """From which place to which the simulated runs are not known closely enough for anything to be said of them."""
        places = [place for place, value in enumerate(self.values) if value in self.along.unsure]
        runs: list[list[int]] = []
        for place in places:
            if runs and runs[-1][1] == place - 1:
                runs[-1][1] = place
            else:
                runs.append([place, place])
        return runs

    def lines(self) -> dict[str, Line]:
        """What each line of the page says at one of the values, by the line's name."""
        first = self.central(0)
        lines: dict[str, Line] = {"headline": self._headline, "under": self._under}
        for place, result in enumerate(first.projection.targets):
            lines |= {f"card.{result.id}.{part}": text for part, text in self._card(place).items()}
            if first.scenario.has_own_rates:
                lines[f"title.{result.id}"] = self._of_result(place, wording_answer.oblast_finding)
        if not first.scenario.has_own_rates:
            lines["title.front"] = self._of_runs(wording_answer.finding)
        lines["title.chance"] = self._of_runs(lambda one: wording_answer.chance_finding(one, self.by))
        return lines

    def _headline(self, at: int) -> str:
        outlook = self.central(at)
        if self.along.name.partition(".")[0] not in PACES:
            return wording_answer.headline(outlook)
        with units.left_open(self.values[at]):
            return wording_answer.headline(outlook)

    def _under(self, at: int) -> str:
        outlook = self.central(at)
        return wording_answer.under_headline(outlook, context(outlook.scenario))

    def _card(self, place: int) -> dict[str, Line]:
        def central(part: int) -> Callable[[int], str]:
            return lambda at: wording_answer.central(one := self.central(at), one.projection.targets[place])[part]

        return {
            "state": lambda at: wording_answer.state((one := self.central(at)).scenario, one.projection.targets[place]),
            "answer": central(0),
            "detail": central(1),
            "spread": self._of_result(place, wording_answer.spread),
            "chance": self._of_result(place, lambda one, result: wording_answer.chance(one, result, self.by)),
        }

    def _of_result(self, place: int, say_it: Callable[[Outlook, Result], str]) -> Line:
        return self._of_runs(lambda one: say_it(one, one.projection.targets[place]))

    def _of_runs(self, say_it: Callable[[Outlook], str]) -> Line:
        return lambda at: None if self.values[at] in self.along.unsure else say_it(self.outlook(at))

    def dots(self) -> dict[str, Any]:
        """Dotplots of each oblast at some of the values."""
        places = _some(len(self.values), MOST_DOTS)
        outlooks = [self.outlook(at) for at in places]
        drawn = {
            f"card.{result.id}.dots": [
                _dots(of_result(one, one.projection.targets[place], self.by)) for one in outlooks
            ]
            for place, result in enumerate(outlooks[0].projection.targets)
        }
        return {"at": places, "of": drawn}

    def charts(self, palette: Palette) -> dict[str, Any]:
        """Explore's charts at some of the values, all on the same days."""
        places = self._drawn_places()
        record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
        drawn: dict[str, list[Any]] = {}
        for at in places:
            time.sleep(0)
            one = self.outlook(at)
            one = Outlook(one.scenario, one.projection.drawn_on(_drawn_days(one)))
            for picture in (*charts.pictures(one, record, palette), charts.chance_picture(one, self.by, palette)):
                drawn.setdefault(f"chart.{picture.key}", []).append(_figure(picture))
        return {"at": places, "of": drawn, "start": self.central(0).scenario.start.isoformat()}

    def _drawn_places(self) -> list[int]:
        """Where charts are drawn: more of them where one between two others would lie off them."""
        places = sorted({*_some(len(self.values), FEWEST_CHARTS), *self._beside_setback()})
        gaps = [(-self._bend(low, high), low, high) for low, high in itertools.pairwise(places)]
        heapq.heapify(gaps)
        while gaps and len(places) < MOST_CHARTS:
            bend, low, high = heapq.heappop(gaps)
            if -bend <= DRAWN_OFF:
                break
            middle = (low + high) // 2
            places.append(middle)
            for part in ((low, middle), (middle, high)):
                heapq.heappush(gaps, (-self._bend(*part), *part))
        return sorted(places)

    def _bend(self, low: int, high: int) -> float:
        """How far the curves half way between two places lie from those in a straight line, of a chart's height."""
        if high - low < 2:
            return 0.0
        middle = (low + high) // 2
        part = (self.values[middle] - self.values[low]) / (self.values[high] - self.values[low])
        first, last = (_drawn_days(self.outlook(place)) for place in (low, high))
        near = [1.0 / (days + NEAR_DAYS) for days in (first, last)]
        between = 1.0 / (near[0] + part * (near[1] - near[0])) - NEAR_DAYS
        one, other, here = self._curves(low, first), self._curves(high, last), self._curves(middle, between)
        return float(np.max(np.abs(one + part * (other - one) - here)))

    def _curves(self, at: int, days: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chances and the course of the front on some days as charts have them, of their height."""
        projection = self.outlook(at).projection
        high = max(1.0, *(max(each.threshold_km2, each.occupied_km2) for each in projection.results))
        net = np.clip(projection.front_km2(days) / high, -1.0, 1.0)
        return np.concatenate([net, *(runs.chances_by(days) for runs in projection.runs.values())])

    def _beside_setback(self) -> list[int]:
        """Both places where an oblast's answer jumps because the setback finds it unfinished: charts jump with it."""
        if self.central(len(self.values) - 1).scenario.setback_date is None:
            return []
        lifted = [self._lifted(place) for place in range(len(self.values))]
        return [each for at in range(1, len(lifted)) if lifted[at] != lifted[at - 1] for each in (at - 1, at)]

    def _lifted(self, at: int) -> list[bool]:
        projection = self.central(at).projection
        return [projection.meets_setback(result) for result in projection.targets]


def _drawn_days(outlook: Outlook) -> NDArray[np.float64]:
    """The days that a chart has: all to the horizon, so that charts are alike."""
    last_day: float = outlook.scenario.horizon * DAYS_PER_YEAR
    return np.asarray(last_day * np.linspace(0.0, 1.0, DRAWN_DAYS) ** 2)


def _kept(known: dict[float, Outlook], value: float, ask: Callable[[float], Outlook]) -> Outlook:
    if value not in known:
        time.sleep(0)  # whoever waits for an exact answer goes first
        known[value] = ask(value)
    return known[value]


def _some(count: int, most: int) -> list[int]:
    """At most so many places, the first and the last among them."""
    places: list[int] = np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int)).tolist()
    return places


def _runs_of(text: Line, count: int) -> tuple[list[int], list[str | None]]:
    """A text at so many places: from which place on it says what. Between two that say the same it does not change."""
    known = {place: text(place) for place in (*range(0, count, APART if count > FEW else 1), count - 1)}
    places = sorted(known)
    waiting = list(itertools.pairwise(places))
    while waiting:
        low, high = waiting.pop()
        if high - low < 2 or known[low] == known[high]:
            continue
        middle = (low + high) // 2
        known[middle] = text(middle)
        waiting += [(low, middle), (middle, high)]
    begins: list[int] = []
    texts: list[str | None] = []
    for place in sorted(known):
        if not texts or texts[-1] != known[place]:
            begins.append(place)
            texts.append(known[place])
    return begins, texts


@lru_cache
def _paces(key: str, _units: Units, _language: str) -> dict[str, Any]:
    """The number of a pace at every step of its slider, in the units and the language that are set."""
    parameter = PARAMETERS[key]
    texts = [units.pace(abs(value)) for value in steps(parameter).tolist()]
    return {"low": parameter.slider_range[0], "step": parameter.step, "texts": texts}


def _dots(dots: Dots | None) -> dict[str, Any] | None:
    if dots is None:
        return None
    return {
        "height": blocks.dots_height(dots),
        "dots": [[round(100 * dot.across, 1), dot.place, dot.kind] for dot in dots.dots],
        "axis": [[round(100 * across, 2), text] for across, text in blocks.dots_axis(dots)],
        "by": None if dots.by_across is None else round(100 * dots.by_across, 2),
    }


def _figure(picture: charts.Picture) -> dict[str, Any]:
    """A chart without its sample paths, which would be most of it."""
    whole = picture.figure.to_plotly_json()
    traces = [trace | {"x": [], "y": []} if trace.get("meta") == charts.PATHS else trace for trace in whole["data"]]
    layout = {name: part for name, part in whole["layout"].items() if name in ("annotations", "shapes")}
    drawn: dict[str, Any] = plain({"data": traces, "layout": layout})
    return drawn
