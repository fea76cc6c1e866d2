"""How a scenario is cited, and how its answer is had again in Python; pure texts, which ask no clock."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from territory.model import MODEL_VERSION
from territory.scenario.links import link
from territory.scenario.scenario import Scenario
from territory.text import day, say

NAME = "territory"
# Marks that turn the direction of a text would turn what comes after the title as well.
TURNS_THE_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NOT_IN_ADDRESSES = re.compile(r"[^!#-;=?-\[\]_a-z~]")
# BibTeX counts braces even behind a backslash, so that a brace has to be a word.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    **{letter: f"\\{letter}" for letter in "%#&$_"},
}


@dataclass(frozen=True)
class Citation:
    """What is cited: a scenario under its address, by the figures of an edition and a model, as seen on a day."""

    title: str
    address: str
    edition: str
    model_version: str
    accessed: date
    key: str
    """Tells it from other scenarios in one bibliography."""
    published: date | None = None
    """When it was saved, if it was: until then it is published on the day on which it is seen."""

    @property
    def plain(self) -> str:
        """For a list of sources."""
        return say(
            "“{title}”, {name}: an if-then projection, not a forecast (edition {edition}, model {model}). {address} "
            "(accessed on {day}).",
            title=self.title,
            name=NAME,
            edition=self.edition,
            model=self.model_version,
            address=self.address,
            day=day(self.accessed),
        )

    @property
    def bibtex(self) -> str:
        """For LaTeX, in UTF-8."""
        note = say(
            "An if-then projection, not a forecast; edition {edition}, model {model}",
            edition=self.edition,
            model=self.model_version,
        )
        fields = {
            "title": f"{{{tex(self.title)}}}",
            "author": f"{{{NAME}}}",
            "year": f"{(self.published or self.accessed).year:04}",
            "url": NOT_IN_ADDRESSES.sub(lambda found: quote(found[0], safe="", errors="replace"), self.address),
            "urldate": self.accessed.isoformat(),
            "note": tex(note),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}}}\n"


def citation(
    scenario: Scenario,
    address: str,
    accessed: date,
    model_version: str = MODEL_VERSION,
    published: date | None = None,
) -> Citation:
    """How to cite a scenario that was seen under an address; a saved one was answered by the model of its day."""
    title = TURNS_THE_TEXT.sub("", scenario.title).strip() or say("How long would it take?")
    letters = hashlib.sha256(link(scenario).encode()).hexdigest()[:8]
    key = f"{NAME}-{scenario.edition}-{letters}"
    return Citation(title, address, scenario.edition, model_version, accessed, key, published)


def tex(text: str) -> str:
    """A text in which nothing is a command of TeX."""
    return "".join(TEX.get(letter, letter) for letter in text)


def python_lines(scenario: Scenario) -> str:
    """Five lines of Python that print the scenario's central answers with the package installed."""
    return (
        "from territory import parse_link, project\n"
        "\n"
        f"answer = project(parse_link({json.dumps(link(scenario))})).as_dict()\n"
        'for oblast, result in answer["results"].items():\n'
        '    print(oblast, result["central"]["date"], result["quantiles"]["p50"])\n'
    )
