"""`/api`: what the API is for, in a page for people, with three commands that run as they are."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from territory.scenario.files import MAX_FILE_BYTES
from territory.scenario.links import link
from territory.scenario.scenario import baseline
from territory.settings import settings
from territory.text import decimal, say
from territory.web.answering import HTML, Answer, site
from territory.web.page import style_address, template
from territory.words import vocabulary


@dataclass(frozen=True)
class Example:
    """A command, and what it does."""

    what: str
    command: str


async def about(request: Request) -> Response:
    """`GET /api`: the page."""
    return Answer(page(site(request)).encode(), HTML).response(request)


def page(place: str) -> str:
    """The page's HTML, for a site at an address."""
    return template("api.html").render(
        style=style_address(place),
        title=say("The answers, for programs"),
        first=say("Every answer of the explorer can be fetched as JSON or CSV, by the link that opens it on the page."),
        name=say("How long would it take?"),
        home=f"{place}/",
        examples=examples(place),
        addresses_title=say("Addresses"),
        addresses=_addresses(),
        rules_title=say("What to know"),
        rules=_rules(),
        description=say("All of it for programs: OpenAPI 3.1"),
        description_address=f"{place}/api/v1/openapi.json",
        limits=vocabulary.limits(),
    )


def examples(place: str) -> Sequence[Example]:
    """Three commands for a shell."""
    to_save = shlex.quote('{"link": "?scenario=documented-pace"}')
    asked = shlex.quote(f"{place}/api/v1/project?scenario=documented-pace&by=2035-01-01")
    full = shlex.quote(f"{place}/api/v1/project.csv{link(baseline())}")
    return (
        Example(say("The answer to a preset, with the chance before a date:"), f"curl {asked}"),
        Example(say("The answer to a full link, as a table:"), f"curl {full}"),
        Example(
            say("Save a scenario and get its short link:"),
            f"curl -H 'Content-Type: application/json' -d {to_save} {shlex.quote(f'{place}/api/v1/scenarios')}",
        ),
    )


def _addresses() -> Sequence[tuple[str, str]]:
    return (
        ("GET /api/v1/project", say("the answer to a link, as the command line prints it")),
        ("GET /api/v1/project.csv", say("the same as a table, with every assumption as a comment")),
        ("GET /api/v1/scenarios", say("the presets; what readers save is listed nowhere")),
        ("POST /api/v1/scenarios", say("save a scenario file, or a link; the same scenario always has the same id")),
        ("GET /api/v1/scenarios/{id}", say("a saved scenario, with the answer it had when it was saved")),
    )


def _rules() -> Sequence[str]:
    return (
        say(
            "A link has to be whole: every key, or a short name alone. Nothing takes a default; what is missing or "
            "cannot be used is named, all of it together, with status 400 (RFC 9457)."
        ),
        say("Areas are in km², times in days, shares from 0 to 1; a date that never comes is null."),
        say(
            "A request to save has at most {most} bytes, and {count} of them a minute are taken from one network.",
            most=decimal(MAX_FILE_BYTES),
            count=decimal(settings().saves_per_minute),
        ),
        say("Pages of other sites may read; saving is for programs and this site. Answers may be kept for an hour."),
    )
