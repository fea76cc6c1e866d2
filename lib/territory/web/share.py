"""Share pages: a scenario's answer as plain HTML and as a picture, for chats, posts and articles."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from territory import library
from territory.answers.outlook import context
from territory.charts import blocks
from territory.charts import svg as picture
from territory.library.library import Saved
from territory.scenario.links import KNOWN, SAVED
from territory.scenario.scenario import Scenario, ScenarioError, revise
from territory.settings import SettingsError
from territory.text import marked, say
from territory.web import page, rendering
from territory.web.answering import (
    HOUR,
    HTML,
    JSON,
    NEVER,
    OPEN,
    PICTURES,
    YEAR,
    Answer,
    Recent,
    site,
    with_library,
    worked,
)
from territory.web.page import Addresses, Answered
from territory.web.problems import NEWER, NOT_FOUND, NOT_SAVED, Kind, Problem
from territory.web.reading import scenario_of, worked_out
from territory.words.vocabulary import file_name

MOST_PAGES, MOST_ANSWERS = 512, 32
KNOWN_SECONDS = 60.0  # a saved scenario that was deleted is gone after that
FILES = {"style.css": "text/css; charset=utf-8", "sans.woff2": "font/woff2"}
EMBED, PICTURE = "embed", "picture"
ONLY_JSON = Kind("format", 501, marked("Only JSON is given here."))
NO_SCENARIO = Kind("not-found", 404, marked("This is no address of a scenario here."))
LOG = logging.getLogger(__name__)

PAGES, KNOWN_IDS = Recent(MOST_PAGES), Recent(MOST_PAGES)


async def saved_page(request: Request) -> Response:
    """The page of a saved scenario, or with `embed=true` without its frame."""
    saved = await _saved(request.path_params["id"])
    here = Addresses(site(request), saved.scenario, saved.id)
    return await _page(request, here, saved)


async def link_page(request: Request) -> Response:
    """The page of a full link's scenario."""
    base, query = site(request), request.url.query
    known: Answer | None = PAGES.get((base, query))
    if known is not None:
        return known.response(request)
    if _is_short(request):
        return _short(request, base)
    return await _page(request, Addresses(base, await _asked(query)), None, (base, query))


async def saved_picture(request: Request) -> Response:
    """The picture of a saved scenario."""
    saved = await _saved(request.path_params["id"])
    return await _picture(request, Addresses(site(request), saved.scenario, saved.id))


async def link_picture(request: Request) -> Response:
    """The picture of a full link's scenario."""
    if _is_short(request):
        return _short(request, site(request), ".png")
    return await _picture(request, Addresses(site(request), await _asked(request.url.query)))


async def oembed(request: Request) -> Response:
    """How an article's editor shows one of our pages: see oembed.com."""
    asked, base = request.query_params, site(request)
    if asked.get("format", "json") != "json":
        raise Problem(ONLY_JSON)
    try:
        here = urlsplit(asked.get("url", ""))
    except ValueError:
        here = urlsplit("")
    path = here.path.removeprefix(urlsplit(base).path)
    if not base or here.netloc != urlsplit(base).netloc or not (path == "/p" or path.startswith("/s/")):
        raise Problem(NO_SCENARIO)
    if path == "/p":
        addresses = Addresses(base, await _asked(here.query))
    else:
        saved = await _saved(path.removeprefix("/s/"))
        addresses = Addresses(base, saved.scenario, saved.id)
    most = {name: _pixels(asked.get(name)) for name in ("maxwidth", "maxheight")}
    found = await worked(lambda: _embedding(addresses, **most))
    return Answer(json.dumps(found).encode(), JSON, headers=OPEN).response(request)


async def file(request: Request) -> Response:
    """The style and the font of these pages; an address with a query names just what is in it."""
    name = request.path_params["name"]
    if name not in FILES:
        raise Problem(NOT_FOUND)
    return _file(name, bool(request.url.query)).response(request)


def guarded(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """A handler whose problems become pages that nobody keeps."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Problem as problem:
            base = site(request)
            # The explorer with what was asked for: there it meets the same problems, and a banner.
            link = request.url.path.endswith(("/p", "/p.png")) and request.url.query
            text = page.problem_page(problem, base, f"{base}/?{link}" if link else f"{base}/")
            return Response(text, problem.kind.status, {**problem.headers, "Cache-Control": NEVER}, HTML)

    return answer


ROUTES = [
    Route("/s/{id}.png", guarded(saved_picture)),
    Route("/s/{id}", guarded(saved_page)),
    Route("/p.png", guarded(link_picture)),
    Route("/p", guarded(link_page)),
    Route("/oembed", guarded(oembed)),
    Route("/share/{name}", guarded(file)),
]


# What a request asks for.


async def _asked(query: str) -> Scenario:
    """The scenario of a full link; raises `Problem` with all that is wrong with it."""
    return await worked_out(scenario_of, query.encode())


def _is_short(request: Request) -> bool:
    return [key for key, _ in request.query_params.multi_items() if key in KNOWN] == [SAVED]


def _short(request: Request, base: str, ending: str = "") -> Response:
    """The way from `?s=<id>` to the one address of what is saved there."""
    id = request.query_params.get(SAVED, "")
    framed = f"?{EMBED}=true" if request.query_params.get(EMBED) == "true" else ""
    return RedirectResponse(f"{base}/s/{quote(id, safe='')}{ending}{framed}", 307, {"Cache-Control": NEVER})


async def _saved(id: str) -> Saved:
    """What is saved under an id; raises `Problem`."""
    known: Saved | None = KNOWN_IDS.get(id, KNOWN_SECONDS)
    if known is None:
        try:
            known = await with_library(library.saved, id)
        except ScenarioError as error:
            kind = NOT_SAVED if set(error.problems) == {SAVED} else NEWER
            raise Problem(kind, problems=error.problems) from None
        KNOWN_IDS.keep(id, known)
    return known


def _pixels(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


# How it is made.


async def _page(request: Request, here: Addresses, saved: Saved | None, kept_as: object = None) -> Response:
    bare = request.query_params.get(EMBED) == "true"
    key = kept_as or (here.base, here.id, bare)
    answer: Answer | None = PAGES.get(key)
    if answer is None:
        answer = await worked(_made, here, saved, bare)
        PAGES.keep(key, answer)
    return answer.response(request)


def _made(here: Addresses, saved: Saved | None, bare: bool) -> Answer:
    answer = _answered(_assumed(here.scenario))
    whole = page.frozen(answer, here) if bare else page.page(answer, here, context(here.scenario), saved)
    return Answer(whole.encode(), HTML)


async def _picture(request: Request, here: Addresses) -> Response:
    """The picture; where it cannot be drawn, one that says what this is, which a crawler takes for a failure."""
    answer = await worked(_answered, _assumed(here.scenario))
    named = request.query_params.get(PICTURE) == answer.picture_version
    try:
        png = await worked(_drawn, answer.svg, room=PICTURES)
    except (rendering.PictureError, Problem) as error:
        LOG.warning("picture: %s", error)
        again_in = error.again_in if isinstance(error, rendering.PictureError) else PICTURES.retry_seconds
        headers = {"Cache-Control": NEVER, "Retry-After": str(again_in)}
        return Response(rendering.FALLBACK.read_bytes(), 503, headers, "image/png")
    words = {"Title": here.scenario.title or answer.title, "Description": answer.sentence, "Source": here.page}
    body = rendering.with_words(png, words)
    name = file_name(here.scenario.title)
    headers = {"Content-Disposition": f'inline; filename="{name}.png"', **OPEN}
    return Answer(body, "image/png", YEAR if named else HOUR, headers).response(request)


def _assumed(scenario: Scenario) -> Scenario:
    """A scenario without its author's words: those with the same assumptions have the same answer."""
    return revise(scenario, {"title": "", "note": ""})


@lru_cache(maxsize=MOST_ANSWERS)
def _answered(assumed: Scenario) -> Answered:
    return page.answered(assumed)


def _embedding(here: Addresses, maxwidth: int | None, maxheight: int | None) -> dict[str, Any]:
    answer = _answered(_assumed(here.scenario))
    width = min(maxwidth or page.EMBED_WIDTH, page.EMBED_WIDTH)
    height = min(maxheight or 10_000, blocks.frozen_height(answer.outlook, width))
    found = {
        "version": "1.0",
        "type": "rich",
        "title": answer.title,
        "provider_name": say("How long would it take?"),
        "provider_url": f"{here.base}/",
        "cache_age": 3600,
        "html": blocks.frame(here.frozen, answer.title, height, str(width)),
        "width": width,
        "height": height,
    }
    if (maxwidth or picture.WIDTH) >= picture.WIDTH and (maxheight or picture.HEIGHT) >= picture.HEIGHT:
        address = here.picture(answer.picture_version)
        found |= {
            "thumbnail_url": address,
            "thumbnail_width": picture.WIDTH,
            "thumbnail_height": picture.HEIGHT,
        }
    return found


@lru_cache(maxsize=2 * len(FILES))
def _file(name: str, named: bool) -> Answer:
    body = (Path(__file__).parent / "assets" / name).read_bytes()
    return Answer(body, FILES[name], YEAR if named else HOUR)


def _drawn(svg: str) -> bytes:
    try:
        return rendering.pictures().png(svg)
    except SettingsError as error:
        raise rendering.PictureError(str(error), again_in=60) from None
