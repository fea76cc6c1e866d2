"""What Explore shows along one assumption: fetched when its control is touched, so that the page follows the finger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from anyio import from_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from territory.along import moved
from territory.parameters import PARAMETERS
from territory.scenario import Scenario, ScenarioError, revise
from territory.text import say
from territory.ui import live, units
from territory.ui.look import palette
from territory.ui.units import AREAS, PERS, Units
from territory.web import problems
from territory.web.bodies import JSON
from territory.web.problems import BAD_LINK, BAD_SCENARIO, Problem
from territory.web.reading import Question, question, room_for
from territory.web.replies import reply
from territory.web.scenarios import refuse_if_busy, with_library
from territory.web.working import LIBRARY, LIVE, worked

KEPT = 64  # about 40 kB each
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Asked:
    """What is asked along which assumption, and how it is shown."""

    scenario: Scenario
    name: str
    by: date
    units: Units
    theme: str


async def along(request: Request) -> Response:
    """`GET /live`: all that the page says and draws along one assumption, for the page's own scripts."""
    query = request.scope["query_string"]
    try:
        refuse_if_busy(LIVE)
        in_library = room_for(query) == LIBRARY
        about = await (with_library(lambda: question(query)) if in_library else worked(question, query))
        asked = _asked(request, about)
        await request.receive()  # the question itself, so that the next that is heard is that nobody listens
        return reply(request, await worked(_unless_gone, request, asked, room=LIVE), JSON)
    except Problem as problem:
        return problems.answer(request, problem)
    except ScenarioError as error:
        return problems.answer(request, Problem(BAD_SCENARIO, problems=error.problems))


def _asked(request: Request, about: Question) -> Asked:
    given = request.query_params
    if len(about.by) != 1:
        raise Problem(BAD_LINK, problems={"by": say("one date is needed.")})
    chosen = {"area": given.get("area", ""), "per": given.get("per", ""), "theme": given.get("theme", "")}
    known: dict[str, tuple[str, ...]] = {"area": AREAS, "per": PERS, "theme": THEMES}
    wrong = {key: ", ".join(known[key]) for key, value in chosen.items() if value not in known[key]}
    if wrong:
        why = {key: say("choose one of {names}.", names=names) for key, names in wrong.items()}
        raise Problem(BAD_LINK, problems=why)
    name = given.get("along", "")
    area = next(each for each in AREAS if each == chosen["area"])
    per = next(each for each in PERS if each == chosen["per"])
    return Asked(_plain(about.scenario, name), name, about.by[0], Units(area, per), chosen["theme"])


def _plain(scenario: Scenario, name: str) -> Scenario:
    """The scenario without what is of no consequence along an assumption: words, and where that one stands now."""
    scenario = revise(scenario, {"title": "", "note": ""})
    try:
        return moved(scenario, name, PARAMETERS[name.partition(".")[0]].slider_range[1])
    except ScenarioError:
        return scenario
    except KeyError:
        raise Problem(BAD_LINK, problems={"along": say("there is no such assumption here.")}) from None


def _unless_gone(request: Request, asked: Asked) -> bytes:
    """The answer; nothing where whoever asked has moved on meanwhile."""
    return b"" if from_thread.run(request.is_disconnected) else _answer(asked)


@lru_cache(maxsize=KEPT)
def _answer(asked: Asked) -> bytes:
    with units.shown_in(asked.units):
        said = live.preview(asked.scenario, asked.name, asked.by, palette(asked.theme))
    return json.dumps(said, separators=(",", ":")).encode()


ROUTES: list[BaseRoute] = [Route("/live", along)]
