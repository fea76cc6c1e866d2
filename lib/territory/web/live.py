"""The answer at one value of an assumption, in the page's own parts: asked for while the assumption is dragged."""

from __future__ import annotations

import json
import time
from typing import Any, cast
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from territory.answers.outlook import project
from territory.answers.questions import QUESTIONS
from territory.charts import answer_parts, blocks
from territory.charts.figure import palette, plain
from territory.scenario.files import NUMBER_CODEC
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import SPLIT_SUM, Scenario, ScenarioError, even_split, revise
from territory.text import say
from territory.web import problems
from territory.web.answering import JSON, LIVE
from territory.web.problems import BAD_LINK, BAD_SCENARIO, Problem
from territory.web.reading import asked, worked_out
from territory.words import vocabulary
from territory.words.vocabulary import AREAS, PERS, Area, Per, Units

OF_OBLASTS = ("rates", "split", "occupied")
CHOICES: dict[str, tuple[str, ...]] = {"area": AREAS, "per": PERS, "theme": ("light", "dark"), "charts": ("", "1")}


def moved(scenario: Scenario, name: str, value: float) -> Scenario:
    """The scenario with one assumption moved, as the page's control of that name moves it.

    Names are keys of the table of parameters, for a number of one oblast with its id: `rate`, `rates.kharkiv`. Raises
    `ScenarioError` where the value does not stand, and `KeyError` where there is no such control.
    """
    key, _, oblast = name.partition(".")
    if key not in PARAMETERS or bool(oblast) != (key in OF_OBLASTS):
        raise KeyError(name)
    if oblast and oblast not in (scenario.in_play if key == "occupied" else scenario.targets):
        raise KeyError(name)
    changes: dict[str, Any] = {key: value}
    if key == "pause_months":
        changes["pause_start"] = (scenario.pause_start or scenario.start) if value else None
    elif key == "setback_km2":
        changes["setback_date"] = (scenario.setback_date or scenario.start) if value else None
    elif key == "occupied":
        changes[key] = ((oblast, value),)
    elif key == "rates":
        changes[key] = tuple({**dict(scenario.rates), oblast: value}.items())
    elif key == "split":
        parts = {**dict(scenario.split or even_split(scenario.targets)), oblast: value}
        others = [other for other in parts if other != oblast]
        if len(others) == 1:
            parts[others[0]] = SPLIT_SUM - value
        changes[key] = tuple(parts.items())
    return revise(scenario, changes)


async def live(request: Request) -> Response:
    """`GET /live`: words and dots, with `charts=1` charts too; `next_ms` is how long to wait before asking again."""
    query, began = request.scope["query_string"], time.perf_counter()
    try:
        said, work_ms = await worked_out(timed, query, LIVE)
    except Problem as problem:
        return problems.answer(request, problem)
    except ScenarioError as error:
        return problems.answer(request, Problem(BAD_SCENARIO, problems=error.problems))
    # Who rests for as long as others kept the answer waiting, and for those who wait now, leaves them room.
    waited_ms = 1000.0 * (time.perf_counter() - began) - 2.0 * work_ms
    said["next_ms"] = round(max(0.0, waited_ms) + LIVE.waiting * work_ms)
    return Response(json.dumps(said, separators=(",", ":")), headers={"Cache-Control": "no-store"}, media_type=JSON)


def timed(query: bytes) -> tuple[dict[str, Any], float]:
    """The answer, and how many milliseconds of a processor it took."""
    began = time.thread_time()
    return answer(query), 1000.0 * (time.thread_time() - began)


def answer(query: bytes) -> dict[str, Any]:
    """The parts of the answer that a query asks for: `html` and, if it asks for them, `charts`, by their names.

    Raises `Problem` and `ScenarioError` with what is wrong with it.
    """
    about, given = asked(QUESTIONS["project"], query), dict(parse_qsl(query.decode()))
    (scenario,), by = about.scenarios, dict(about.options)["by"]
    chosen = {key: given.get(key, "") for key in CHOICES}
    wrong = {
        key: say("choose one of {names}.", names=", ".join(filter(None, CHOICES[key])))
        for key, value in chosen.items()
        if value not in CHOICES[key]
    }
    if len(by) != 1:
        wrong["by"] = say("one date is needed.")
    try:
        value = NUMBER_CODEC.from_text(given.get("value", ""))
    except ValueError as error:
        wrong["value"] = str(error)
    if wrong:
        raise Problem(BAD_LINK, problems=wrong)
    name, (by,), colours = given.get("along", ""), by, palette(chosen["theme"])
    try:
        outlook = project(moved(scenario, name, value))
    except KeyError:
        raise Problem(BAD_LINK, problems={"along": say("there is no such assumption here.")}) from None
    with vocabulary.shown_in(Units(cast(Area, chosen["area"]), cast(Per, chosen["per"]))):
        html = answer_parts.words(outlook, by, colours)
        for kind, part in (("since", "since"), ("change", f"change.{name.partition('.')[0]}")):
            html.setdefault(part, blocks.paragraph("", kind, live=part))  # of a scenario as saved, or as documented
        if not chosen["charts"]:
            return {"html": html}
        drawn = answer_parts.pictures(outlook, by, colours)
        html |= {f"legend.{each.key}": answer_parts.legend(each) for each in drawn[:-1]}  # the chances have none
        charts = {f"chart.{each.key}": {"alt": each.alt, **plain(each.figure.to_plotly_json())} for each in drawn}
        return {"html": html, "charts": charts}


ROUTES: list[BaseRoute] = [Route("/live", live)]
