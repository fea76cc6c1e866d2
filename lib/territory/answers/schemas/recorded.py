"""The schema of what `territory record` prints: a window of the record, and the same months by other providers."""

from __future__ import annotations

from territory.answers.schemas.pieces import (
    Schema,
    array,
    choice,
    count,
    date,
    number,
    or_null,
    record,
    ref,
    text,
    titled,
    whole,
)
from territory.figures import evidence
from territory.figures.evidence import STATUSES
from territory.figures.record import MONTH
from territory.scenario.pace import WINDOW

PACE = "km²/day"


def recorded() -> Schema:
    """The answer of `territory record`."""
    providers = len(evidence.providers())
    others = array(ref("observed"), 0, providers - 1, uniqueItems=True)
    names = {
        "type": "object",
        "propertyNames": text("Name", "By which it can be asked for.", pattern=whole("[a-z0-9_-]+")),
        "additionalProperties": _window("A window of this or another provider."),
    }
    keys = {
        "edition": choice("Edition", "Id of the edition: nothing after its date is used.", evidence.edition_ids()),
        **_observed()["properties"],
        "beside": titled("Beside it", "The same months by the other providers that have them all.", others),
        "span": titled("Span", "From the lowest to the highest mean pace by provider.", _span()),
        "named_windows": titled("Windows with a name", "By name, those that the edition has in full.", names),
    }
    described = "What a window of the monthly record shows. Land retaken is negative; nothing in it is a forecast."
    return {**titled("Answer of territory record", described, record(keys)), "$defs": {"observed": _observed()}}


def _observed() -> Schema:
    providers = evidence.providers()
    sd = number("Spread", "Standard deviation of its months' paces.", PACE, minimum=0)
    oblast = {"anyOf": [ref("region"), {"type": "null"}]}
    source = record({"publisher": text("Publisher", "Who published it."), "url": _address()})
    return record(
        {
            "window": _window("Provider, first and last month."),
            "provider": choice("Provider", "Whose record it is.", providers),
            "name": text("Name", "What the provider is called.", minLength=1),
            "definition": text("Definition", "What the provider counts.", minLength=1),
            "status": choice("Status", "What kind of figures they are.", STATUSES),
            "oblast": titled("Oblast", "Inside which oblast; null for the whole front.", oblast),
            "from": date("From", "First day of its rows."),
            "to": date("To", "The day after the last of its rows."),
            "months": count("Months", "How many there are.", "months"),
            "days": count("Days", "Length of its rows.", "days"),
            "gain_km2": number("Net gain", "Sum over its rows.", "km²"),
            "mean": number("Mean pace", "The net gain over the days.", PACE),
            "sd": or_null(sd, "null for a single month"),
            "slowest": titled("Slowest month", "The first of equals.", _month()),
            "fastest": titled("Fastest month", "The first of equals.", _month()),
            "second_hand": titled("Second-hand", "Months whose original was not seen.", array(_month_text(), 0, 999)),
            "sources": titled("Sources", "Who published its figures.", array(source, 1, 99, uniqueItems=True)),
        }
    )


def _window(described: str) -> Schema:
    return text("Window", described, pattern=whole(WINDOW))


def _month() -> Schema:
    return record({"month": _month_text(), "pace": number("Pace", "Its mean net gain.", PACE)})


def _month_text() -> Schema:
    return text("Month", "Written like 2025-01.", pattern=whole(MONTH.pattern))


def _span() -> Schema:
    return record({end: number(end.title(), "Mean pace by one provider.", PACE) for end in ("low", "high")})


def _address() -> Schema:
    return or_null(text("Address", "Where it was read.", pattern="^https://"), "null where none was recorded")
