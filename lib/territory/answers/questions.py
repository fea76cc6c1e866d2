"""The questions that can be asked: one list, which the command line, the API, its description and schemas walk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from territory.answers.backtest import Backtest, backtest, kept
from territory.answers.backtest_answer import BacktestAnswer
from territory.answers.comparison import CompareAnswer, compare
from territory.answers.control import COURSES, ControlAnswer, control
from territory.answers.declared import Answered, Declared
from territory.answers.drivers import SensitivityAnswer, drivers
from territory.answers.estimates_answer import EstimatesAnswer
from territory.answers.needed import NeededAnswer, needed
from territory.answers.outlook import ProjectAnswer, project
from territory.answers.scoreboard import scoreboard
from territory.answers.windows import RecordAnswer, record
from territory.figures.evidence import BASELINE_EDITION, newest_edition
from territory.figures.record import DEFAULT_PROVIDER
from territory.scenario.files import DATE_CODEC
from territory.scenario.scenario import Scenario, key_problem, shown
from territory.text import say

MOST_VALUES = 100
WINDOW_HELP = "a window of the record: its name, such as last-12, or its text, such as deepstate_land~2025-01~2025-12"


@dataclass(frozen=True)
class Option:
    """Something that a question asks beside what it is of: an option of the command, a parameter of the address."""

    name: str
    about: str
    shape: str
    example: str
    read: Callable[[str], Any] = str
    """From text; raises `ValueError` with what is wrong and how to put it right."""
    default: Any = None
    needed: bool = False
    many: bool = False

    @property
    def argument(self) -> str:
        """Its name in Python."""
        return {"from": "first", "to": "last"}.get(self.name, self.name)

    def values(self, texts: list[str], problems: dict[str, str]) -> Any:
        """What texts mean, one value or many; what is wrong with them is added to the problems."""
        found, wrong = [], []
        most = MOST_VALUES if self.many else 1
        for text in texts[:most]:
            try:
                found.append(self.read(text))
            except ValueError as error:
                wrong.append(str(error))
        if len(texts) > most:
            wrong = [say("given {count} times; {most} at most.", count=len(texts), most=most)]
        if not texts and self.needed:
            wrong = [say("missing; write one such as {example}.", example=self.example)]
        if wrong:
            problems[self.name] = " ".join(dict.fromkeys(wrong[:3]))
        return tuple(found) if self.many else found[0] if found else self.default


@dataclass(frozen=True)
class Question:
    """A question: the name of its command and address, what it is of, and how it is answered.

    `ask` takes what it is of (a scenario, several, or nothing) and the options by name.
    """

    name: str
    about: str
    of: Literal["scenario", "scenarios", "nothing"]
    answer: type[Declared]
    ask: Callable[..., Answered]
    options: tuple[Option, ...] = ()

    def found(self, scenarios: tuple[Scenario, ...], options: Mapping[str, Any]) -> Answered:
        """What is found for scenarios (none, one or several, as it takes) and options; raises as `ask` does."""
        of = (scenarios,) if self.of == "scenarios" else scenarios
        return self.ask(*of, **options)


def _percent(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is not a number; write a percentage such as 50.") from None


def _edition(text: str) -> str:
    if why := key_problem("edition", text):
        raise ValueError(why)
    return text


def _course(text: str) -> str:
    if text not in COURSES:
        raise ValueError(f"{shown(text)} is no course; choose one of {', '.join(COURSES)}.")
    return text


def _backtest(edition: str | None) -> Backtest:
    """What is kept of an edition's record, the newest edition's if none is named; worked out where nothing is."""
    edition_id = edition or newest_edition().id
    return kept(edition_id) or backtest(edition_id)


DAY = DATE_CODEC.from_text
EDITION = Option("edition", "up to the date of which edition", "ID", BASELINE_EDITION, _edition, BASELINE_EDITION)
WHOSE = Option("edition", "whose record; the newest edition's if left out", "ID", BASELINE_EDITION, _edition)
BEFORE = Option("by", "taken before DATE", "DATE", "2035-01-01", DAY, needed=True)
CHANCE = Option("chance", "with this chance in the model (50 if left out)", "PERCENT", "50", _percent, 50.0)
COURSE = Option("course", f"{', '.join(COURSES)} (the first if left out)", "COURSE", "slow", _course, COURSES[0])
WINDOW = (
    Option("window", WINDOW_HELP, "WINDOW", "last-12"),
    Option("provider", f"whose record it is ({DEFAULT_PROVIDER} if left out)", "ID", DEFAULT_PROVIDER),
    Option("from", "first month, such as 2025-01", "MONTH", "2025-01"),
    Option("to", "last month, such as 2025-12", "MONTH", "2025-06"),
    EDITION,
)
QUESTIONS: Mapping[str, Question] = {
    each.name: each
    for each in (
        Question(
            "project",
            "the answer of a scenario",
            "scenario",
            ProjectAnswer,
            project,
            (Option("by", "the chance that it is taken before DATE", "DATE", "2035-01-01", DAY, many=True),),
        ),
        Question(
            "needed",
            "the pace or yearly change that a date would imply",
            "scenario",
            NeededAnswer,
            needed,
            (BEFORE, CHANCE),
        ),
        Question("sensitivity", "what drives the answer of a scenario", "scenario", SensitivityAnswer, drivers),
        Question(
            "control",
            "how much of each region is under Russian control on a date",
            "scenario",
            ControlAnswer,
            control,
            (Option("by", "on DATE", "DATE", "2030-01-01", DAY, needed=True), COURSE),
        ),
        Question(
            "compare", "scenarios side by side, and what each difference does", "scenarios", CompareAnswer, compare
        ),
        Question(
            "record", "the pace that a window of the monthly record shows", "nothing", RecordAnswer, record, WINDOW
        ),
        Question(
            "backtest",
            "how well it would have done on past months",
            "nothing",
            BacktestAnswer,
            _backtest,
            (WHOSE,),
        ),
        Question(
            "estimates",
            "published estimates beside our answers and the record since",
            "nothing",
            EstimatesAnswer,
            scoreboard,
        ),
    )
}
NAMES = (*QUESTIONS, "scenario")
"""Of what there is a schema."""
