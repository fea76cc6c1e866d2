"""Problems as answers (RFC 9457): all of them together, each with its key and a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from territory.scenario.scenario import printable
from territory.text import capital, marked, say, say_count

MEDIA_TYPE = "application/problem+json"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Kind:
    """What can be wrong with a request: its name in `type`, the status, and the title that never changes."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The URI of this kind of problem."""
        return f"urn:territory:problem:{self.name}"


BAD_LINK = Kind("link", 400, marked("The link does not hold a whole scenario."))
BAD_QUESTION = Kind("question", 400, marked("The question cannot be answered as it is asked."))
BAD_SCENARIO = Kind("scenario", 400, marked("The scenario cannot be used."))
NOT_FOUND = Kind("not-found", 404, marked("There is nothing under this address."))
NOT_SAVED = Kind("not-saved", 404, marked("No scenario is saved under this id."))
WRONG_METHOD = Kind("method", 405, marked("This address does not take this method."))
TOO_LARGE = Kind("too-large", 413, marked("The request is too large."))
WRONG_TYPE = Kind("media-type", 415, marked("The request is not JSON."))
TOO_MANY = Kind("too-many", 429, marked("Too many scenarios were saved in a short time."))
FAILURE = Kind("failure", 500, marked("The server failed."))
NEWER = Kind("newer", 501, marked("The scenario was saved by a newer program."))
NO_LIBRARY = Kind("library", 503, marked("The library of saved scenarios cannot be reached."))
BUSY = Kind("busy", 503, marked("The server has too much to do just now."))
OFTEN = Kind("often", 429, marked("Too much was asked for in a short time."))
AWAY = Kind("away", 503, marked("The server cannot be reached just now."))
KINDS = (
    *(BAD_LINK, BAD_QUESTION, BAD_SCENARIO, NOT_FOUND, NOT_SAVED, WRONG_METHOD, TOO_LARGE, WRONG_TYPE),
    *(TOO_MANY, FAILURE, NEWER, NO_LIBRARY, BUSY),
    *(OFTEN, AWAY),  # said by the proxy in front, if there is one: `territory.web.away`
)
OF_STATUS = {404: NOT_FOUND, 405: WRONG_METHOD}


class Problem(Exception):
    """A request that cannot be answered; `problems` has a sentence for each key that is to blame."""

    def __init__(
        self, kind: Kind, detail: str = "", problems: Mapping[str, str] = NOTHING, headers: Mapping[str, str] = NOTHING
    ) -> None:
        self.kind, self.detail, self.problems, self.headers = kind, detail, dict(problems), dict(headers)
        super().__init__(detail)


def answer(request: Request, problem: Problem) -> Response:
    """The answer to a request that has a problem; never kept by a cache."""
    said = {
        "type": problem.kind.type,
        "title": say(problem.kind.title),
        "status": problem.kind.status,
        "detail": _detail(problem),
        "instance": request.url.path,
        "problems": [{"key": printable(key), "why": capital(why)} for key, why in problem.problems.items()],
    }
    headers = {**problem.headers, "Cache-Control": "no-store"}
    return Response(json.dumps(said, indent=2) + "\n", problem.kind.status, headers, MEDIA_TYPE)


def _detail(problem: Problem) -> str:
    if problem.detail or not problem.problems:
        return problem.detail or say(problem.kind.title)
    if len(problem.problems) == 1:
        return "".join(f"{printable(key)}: {why}" for key, why in problem.problems.items())
    return say_count("{count} problem; each is named.", "{count} problems; each is named.", len(problem.problems))


async def of_request(request: Request, error: Exception) -> Response:
    """A problem that was raised as one."""
    return answer(request, error if isinstance(error, Problem) else Problem(FAILURE))


async def of_address(request: Request, error: Exception) -> Response:
    """An address or a method that there is not."""
    known = error if isinstance(error, HTTPException) else HTTPException(500)
    kind = OF_STATUS.get(known.status_code, FAILURE)
    return answer(request, Problem(kind, headers=known.headers or {}))


async def of_failure(request: Request, _error: Exception) -> Response:
    """A fault of ours, which the server's log tells; the answer does not."""
    return answer(request, Problem(FAILURE, say("The request could not be answered; this is not your fault.")))
