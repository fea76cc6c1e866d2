"""Share pages: a scenario's answer as plain HTML and as a picture, for chats, posts and articles."""

from __future__ import annotations

import gzip
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from territory.answers.outlook import context
from territory.charts import frames
from territory.charts import svg as picture
from territory.library import opening
from territory.library.library import LibraryError, Saved
from territory.scenario.links import KNOWN, SAVED
from territory.scenario.scenario import Scenario, ScenarioError, revise
from territory.settings import SettingsError
from territory.text import say
from territory.web import page, rendering
from territory.web.page import Addresses, Answered
from territory.web.problems import Problem
from territory.web.reading import question
from territory.web.replies import has, strong_tag
from territory.web.site import site
from territory.words.vocabulary import file_name, problem_lines

HOUR, YEAR = "public, max-age=3600", "public, max-age=31536000, immutable"
NEVER = "no-store"
COMPRESSION = 6
MOST_PAGES, MOST_ANSWERS = 512, 32
MOST_AT_ONCE, MOST_WAITING = 2, 64
KNOWN_SECONDS = 60.0  # a saved scenario that was deleted is gone after that
FILES = {"style.css": "text/css; charset=utf-8", "sans.woff2": "font/woff2"}
EMBED, PICTURE = "embed", "picture"
LOG = logging.getLogger(__name__)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Answer:
    """What is sent, ready for every later request: the body, compressed too where that helps."""

    body: bytes
    media_type: str
    cache: str
    small: bytes = b""

    def response(self, request: Request, more: Mapping[str, str]) -> Response:
        """The answer to one request; 304 where the reader has it."""
        body, headers = self.body, {"Cache-Control": self.cache, **more}
        if self.small:
            headers["Vary"] = "Accept-Encoding"
            if _takes_gzip(request.headers.get("accept-encoding", "")):
                body = self.small
                headers["Content-Encoding"] = "gzip"
        headers["ETag"] = strong_tag(body)
        if has(request, headers["ETag"]):
            headers.pop("Content-Encoding", None)
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=self.media_type, headers=headers)


class Refused(Exception):
    """A request that cannot be answered with what it asks for; `problems` are sentences for readers."""

    def __init__(self, status: int, title: str, problems: Sequence[str], again_in: int = 0) -> None:
        self.status, self.title, self.problems, self.again_in = status, title, problems, again_in
        super().__init__(title)


class Recent:
    """The answers that were asked for last, so many of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Any, tuple[float, Any]] = OrderedDict()

    def get(self, key: object, within: float = float("inf")) -> Any:
        """What is kept, unless it is older than so many seconds."""
        found = self._kept.get(key)
        if found is None or time.monotonic() - found[0] > within:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def keep(self, key: object, value: object) -> None:
        """Keep something in place of what was not asked for the longest."""
        self._kept[key] = (time.monotonic(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)


PAGES, KNOWN_IDS = Recent(MOST_PAGES), Recent(MOST_PAGES)


async def saved_page(request: Request) -> Response:
    """The page of a saved scenario, or with `embed=true` without its frame."""
    saved = await _saved(request.path_params["id"])
    here = Addresses(site(request), saved.scenario, saved.id)
    return await _page(request, here, saved)


async def link_page(request: Request) -> Response:
    """The page of a full link's scenario."""
    base, query = site(request), request.url.query
    known = PAGES.get((base, query))
    if known is not None:
        return _found(request, known)
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
        raise Refused(501, say("Only JSON is given here."), [])
    try:
        here = urlsplit(asked.get("url", ""))
    except ValueError:
        here = urlsplit("")
    path = here.path.removeprefix(urlsplit(base).path)
    if not base or here.netloc != urlsplit(base).netloc or not (path == "/p" or path.startswith("/s/")):
        raise Refused(404, say("This is no address of a scenario here."), [])
    if path == "/p":
        addresses = Addresses(base, await _asked(here.query))
    else:
        saved = await _saved(path.removeprefix("/s/"))
        addresses = Addresses(base, saved.scenario, saved.id)
    most = {name: _pixels(asked.get(name)) for name in ("maxwidth", "maxheight")}
    found = await _work(lambda: _embedding(addresses, **most))
    return JSONResponse(found, headers={"Cache-Control": HOUR, "Access-Control-Allow-Origin": "*"})


async def file(request: Request) -> Response:
    """The style and the font of these pages; an address with a query names just what is in it."""
    name = request.path_params["name"]
    if name not in FILES:
        raise Refused(404, say("There is no such file."), [])
    return _file(name, bool(request.url.query)).response(request, {})


def guarded(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """A handler whose refusals become pages that nobody keeps."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            base = site(request)
            text = page.problem_page(refused.title, refused.problems, base, _explorer(request, base))
            headers = {"Cache-Control": NEVER} | ({"Retry-After": str(refused.again_in)} if refused.again_in else {})
            return Response(text, refused.status, headers, "text/html")

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
    """The scenario of a full link; raises `Refused` with all that is wrong with it."""
    try:
        return (await _work(lambda: question(query.encode()))).scenario
    except Problem as error:
        raise Refused(400, say("The link cannot be used as it is."), _together(error.problems)) from None


def _is_short(request: Request) -> bool:
    return [key for key, _ in request.query_params.multi_items() if key in KNOWN] == [SAVED]


def _short(request: Request, base: str, ending: str = "") -> Response:
    """The way from `?s=<id>` to the one address of what is saved there."""
    id = request.query_params.get(SAVED, "")
    framed = f"?{EMBED}=true" if request.query_params.get(EMBED) == "true" else ""
    return RedirectResponse(f"{base}/s/{quote(id, safe='')}{ending}{framed}", 307, {"Cache-Control": NEVER})


def _together(problems: Mapping[str, str]) -> list[str]:
    """Problems as lines, the keys together that have the same one."""
    keys: dict[str, list[str]] = {}
    for key, why in problems.items():
        keys.setdefault(why, []).append(key)
    return problem_lines((", ".join(names), why) for why, names in keys.items())


async def _saved(id: str) -> Saved:
    """What is saved under an id; raises `Refused`."""
    known: Saved | None = KNOWN_IDS.get(id, KNOWN_SECONDS)
    if known is None:
        try:
            known = await _work(lambda: opening.saved(id), _room_for_library)
        except ScenarioError as error:
            said = (
                list(error.problems.values())
                if set(error.problems) == {SAVED}
                else problem_lines(error.problems.items())
            )
            raise Refused(404, say("There is no such scenario."), said) from None
        except LibraryError as error:
            LOG.error("library: %s", error.detail)
            raise Refused(503, say("Saved scenarios cannot be read just now."), [str(error)], again_in=30) from None
        KNOWN_IDS.keep(id, known)
    return known


def _explorer(request: Request, base: str) -> str:
    """The explorer with what was asked for: there it meets the same problems, and a banner."""
    if request.url.path.endswith(("/p", "/p.png")) and request.url.query:
        return f"{base}/?{request.url.query}"
    return f"{base}/"


def _pixels(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


# How it is made.


async def _page(request: Request, here: Addresses, saved: Saved | None, kept_as: object = None) -> Response:
    bare = request.query_params.get(EMBED) == "true"
    key = kept_as or (here.base, here.id, bare)
    answer: Answer | None = PAGES.get(key)
    if answer is None:
        answer = await _work(lambda: _made(here, saved, bare))
        PAGES.keep(key, answer)
    return _found(request, answer)


def _found(request: Request, answer: Answer) -> Response:
    return answer.response(request, {})


def _made(here: Addresses, saved: Saved | None, bare: bool) -> Answer:
    answer = _answered(_assumed(here.scenario))
    whole = page.frozen(answer, here) if bare else page.page(answer, here, context(here.scenario), saved)
    body = whole.encode()
    return Answer(body, "text/html; charset=utf-8", HOUR, gzip.compress(body, COMPRESSION, mtime=0))


async def _picture(request: Request, here: Addresses) -> Response:
    """The picture; where it cannot be drawn, one that says what this is, which a crawler takes for a failure."""
    answer = await _work(lambda: _answered(_assumed(here.scenario)))
    named = request.query_params.get(PICTURE) == answer.picture_version
    try:
        png = await _render(answer.svg)
    except rendering.PictureError as error:
        LOG.warning("picture: %s", error)
        headers = {"Cache-Control": NEVER, "Retry-After": str(error.again_in)}
        return Response(rendering.FALLBACK.read_bytes(), 503, headers, "image/png")
    words = {"Title": here.scenario.title or answer.title, "Description": answer.sentence, "Source": here.page}
    body = rendering.with_words(png, words)
    name = file_name(here.scenario.title)
    return Answer(body, "image/png", YEAR if named else HOUR).response(
        request, {"Content-Disposition": f'inline; filename="{name}.png"', "Access-Control-Allow-Origin": "*"}
    )


def _assumed(scenario: Scenario) -> Scenario:
    """A scenario without its author's words: those with the same assumptions have the same answer."""
    return revise(scenario, {"title": "", "note": ""})


@lru_cache(maxsize=MOST_ANSWERS)
def _answered(assumed: Scenario) -> Answered:
    return page.answered(assumed)


def _embedding(here: Addresses, maxwidth: int | None, maxheight: int | None) -> dict[str, Any]:
    answer = _answered(_assumed(here.scenario))
    width = min(maxwidth or page.EMBED_WIDTH, page.EMBED_WIDTH)
    height = min(maxheight or 10_000, frames.frozen_height(answer.outlook, width))
    found = {
        "version": "1.0",
        "type": "rich",
        "title": answer.title,
        "provider_name": say("How long would it take?"),
        "provider_url": f"{here.base}/",
        "cache_age": 3600,
        "html": frames.frame(here.frozen, answer.title, height, str(width)),
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
    small = gzip.compress(body, COMPRESSION, mtime=0) if name.endswith(".css") else b""
    return Answer(body, FILES[name], YEAR if named else HOUR, small)


# Never on the event loop, and never more of it than the machine can bear.


_room_for_answers: RunVar[CapacityLimiter] = RunVar("answers")
_room_for_library: RunVar[CapacityLimiter] = RunVar("library")  # which may be slow: answers go on without it
_room_for_pictures: RunVar[CapacityLimiter] = RunVar("pictures")


def _limiter(room: RunVar[CapacityLimiter], most: int) -> CapacityLimiter:
    try:
        return room.get()
    except LookupError:
        room.set(made := CapacityLimiter(most))
        return made


async def _work(make: Callable[[], Made], room: RunVar[CapacityLimiter] = _room_for_answers) -> Made:
    """What a thread makes; raises `Refused` at once where too many wait."""
    limiter = _limiter(room, MOST_AT_ONCE)
    if limiter.statistics().tasks_waiting >= MOST_WAITING:
        raise Refused(503, say("Too much is asked for at once."), [say("Try again in a few seconds.")], again_in=5)
    return await to_thread.run_sync(make, limiter=limiter)


async def _render(svg: str) -> bytes:
    """The picture of an SVG; raises `PictureError`, at once where too many are waited for."""
    limiter = _limiter(_room_for_pictures, rendering.MOST_WAITING)
    if limiter.available_tokens < 1:
        raise rendering.PictureError("too many pictures are asked for", again_in=5)
    return await to_thread.run_sync(_drawn, svg, limiter=limiter)


def _drawn(svg: str) -> bytes:
    try:
        return rendering.pictures().png(svg)
    except SettingsError as error:
        raise rendering.PictureError(str(error), again_in=60) from None


def _takes_gzip(accepted: str) -> bool:
    """Whether a reader takes compressed answers, by its Accept-Encoding."""
    for each in accepted.lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
