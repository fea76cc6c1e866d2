"""The schemas of the answers: what all of them begin with, and what `project`, `needed`, `sensitivity` say of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from territory.answers.drivers import GRID_ANNUAL_CHANGES, GRID_RATES_KM2_PER_DAY, PROVIDER, RANGED
from territory.answers.outlook import CHANCE_YEARS, PERCENT, QUANTILES
from territory.answers.schemas.pieces import (
    NULL,
    NUMBER,
    TEXT,
    Schema,
    array,
    by_oblast,
    choice,
    const,
    count,
    date,
    given,
    if_given,
    number,
    or_null,
    parameter,
    record,
    ref,
    rule,
    share,
    text,
    titled,
    whole,
)
from territory.answers.schemas.scenario_file import whole_scenario
from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.model.inverse import Found
from territory.model.projection import Status
from territory.model.sensitivity import GROUPS
from territory.model.simulation import DOTS
from territory.model.work import ALL
from territory.scenario.links import MAX_LINK_CHARACTERS, VERSION
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import KEYS, MAX_TARGETS

BEYOND = "null where it is not within the horizon"
NO_FORECAST = "Arithmetic about area under stated assumptions, not a forecast."
LONGEST_YEARS = PARAMETERS["horizon"].high


def project() -> Schema:
    """The answer of `territory project`."""
    described = f"When, if the assumptions hold, each oblast would be taken. {NO_FORECAST}"
    definitions = {"result": _projected(), "central": _central(), "moment": _moment()}
    return _answer("project", described, {}, {"additionalProperties": ref("result")}, definitions, [_mirror_rule()])


def needed() -> Schema:
    """The answer of `territory needed`."""
    asked = {
        "by": date("Before", "The date before which it is to be taken; after the start."),
        "chance": number("Chance", "How sure that is to be.", "", exclusiveMinimum=0, exclusiveMaximum=1),
        "documented_months": count("Documented months", "Length of the edition's record.", "months"),
    }
    definitions = {"result": _needs(), "all": _needs_of_all(), "moment": _moment()}
    results = {"properties": {ALL: ref("all")}, "additionalProperties": ref("result")}
    described = f"What would be needed for each oblast to be taken before a date. {NO_FORECAST}"
    return _answer("needed", described, asked, results, definitions, [_no_one_pace_rule()])


def sensitivity() -> Schema:
    """The answer of `territory sensitivity`."""
    described = f"What drives the median time to each oblast being taken. {NO_FORECAST}"
    definitions = {"result": _driven(), "median": _median_years()}
    return _answer("sensitivity", described, {}, {"additionalProperties": ref("result")}, definitions)


# What answers have in common.


def _answer(
    command: str,
    description: str,
    asked: Mapping[str, Schema],
    results: Schema,
    definitions: Mapping[str, Schema],
    rules: Iterable[Schema] = (),
) -> Schema:
    """What it is about, what was asked of it, and a result for each oblast."""
    keys = {
        "scenario": ref("scenario"),
        "link": _link(),
        "model_version": const("Model", "Version of the model that answers.", MODEL_VERSION),
        **asked,
        "results": titled(
            "Results",
            f'By the id of each oblast asked about, and "{ALL}" where the order makes it one question.',
            {
                "type": "object",
                "propertyNames": {"anyOf": [ref("region"), {"const": ALL}]},
                "minProperties": 1,
                "maxProperties": MAX_TARGETS + 1,
                **results,
            },
        ),
    }
    whole_answer = record(keys, allOf=[_all_rule(), *rules])
    definitions = {"scenario": whole_scenario(), **definitions}
    return {**titled(f"Answer of territory {command}", description, whole_answer), "$defs": definitions}


def _link() -> Schema:
    keys = "".join(f"&{key}=[A-Za-z0-9._~,%-]*" for key in KEYS)
    described = "The scenario's link: a query with every key."
    return text("Link", described, pattern=whole(rf"\?v={VERSION}{keys}"), maxLength=MAX_LINK_CHARACTERS)


def _all_rule() -> Schema:
    separately = given(scenario=given(order={"const": "separately"}))
    return rule(separately, given(results=if_given(**{ALL: False})), given(results={"required": [ALL]}))


def _moment() -> Schema:
    keys = {
        "days": or_null(number("Days", "Time from the start.", "days", minimum=0), "null where it never comes"),
        "date": or_null(date("Date", "The same as a date."), "null where it never comes, or after the year 9999"),
    }
    return record(keys, allOf=[rule(given(days=NULL), given(date=NULL))])


# territory project


def _projected() -> Schema:
    names = {f"p{percent:02d}": f"{percent} % of the simulated runs have finished." for percent in QUANTILES}
    days = {
        name: or_null(number(name, f"Time by which {which}", "days", minimum=0), BEYOND)
        for name, which in names.items()
    }
    dates = {name: or_null(date(name, f"Day by which {which}"), BEYOND) for name, which in names.items()}
    years = {
        str(years): share(f"{years} years", f"Share of the runs that have finished {years} years after the start.")
        for years in CHANCE_YEARS
    }
    dot = or_null(date("Dot", "When one of equally likely runs has finished."), BEYOND)
    never = 'Share of the runs that do not finish within the horizon, "never" among them.'
    return record(
        {
            "remaining_km2": number("Remaining area", "What is left of it at the start.", "km²", minimum=0),
            "need_km2": number("Need", "Area to be taken, counted at the front's pace.", "km²", minimum=0),
            "central": ref("central"),
            "quantile_days": titled("Quantiles in days", "Times from the start.", record(days)),
            "quantiles": titled("Quantiles", "The same as dates.", record(dates)),
            "chance_by_years": titled("Chances by years", "By years after the start.", record(years)),
            "chance_by_date": titled("Chances by date", "By the dates that were asked for.", _chances_by_date()),
            "dots": titled("Dots", "Equally likely dates, the earliest first.", array(dot, DOTS, DOTS)),
            "beyond_horizon": share("Beyond the horizon", never),
        }
    )


def _chances_by_date() -> Schema:
    return {
        "type": "object",
        "propertyNames": date("Date", "The day before which it is finished."),
        "additionalProperties": share("Chance", "Share of the runs that have finished before the date."),
    }


def _central() -> Schema:
    moment = _moment()
    mirror = "When what is occupied would be back; only where the pace is negative."
    keys = {
        "status": choice("Status", "What becomes of it.", Status),
        **moment["properties"],
        "mirror": titled("Mirror", mirror, ref("moment")),
    }
    outcomes = {
        Status.DONE: given(days={"const": 0}, date=TEXT),
        Status.REACHED: given(days=NUMBER, date=TEXT),
        Status.BEYOND_HORIZON: given(days=NUMBER),
        Status.NEVER: given(days=NULL, date=NULL),
    }
    rules = [rule(given(status={"const": status.value}), outcome) for status, outcome in outcomes.items()]
    described = "The answer with no uncertainty at all."
    return titled("Central answer", described, record(keys, optional=["mirror"], allOf=rules))


def _mirror_rule() -> Schema:
    def each(central: Schema) -> Schema:
        return given(results={"additionalProperties": given(central=central)})

    retaken = given(scenario=given(rate={"exclusiveMaximum": 0}))
    return rule(retaken, each({"required": ["mirror"]}), each({"properties": {"mirror": False}}))


# territory needed


PACE = (
    "What the front's pace, or the oblast's own, would have to be; null where other oblasts that count have their own."
)
REACHED = "Documented months reached"


def _needs() -> Schema:
    half = titled("Half", "When, in the central answer, half of what remains would be taken.", ref("moment"))
    own = {**NULL, "title": REACHED, "description": "The record is of the front, so null for a pace of its own."}
    pace = {"anyOf": [_front_pace(), _implied("rates", {"documented_months_reached": own}), NULL]}
    return _need(titled("Pace", PACE, pace), half)


def _needs_of_all() -> Schema:
    half = titled("Half", f"Asked of single oblasts only, so null for {ALL}.", NULL)
    described = "What the front's pace would have to be; null where oblasts have paces of their own."
    return _need(titled("Pace", described, {"anyOf": [_front_pace(), NULL]}), half)


def _need(pace: Schema, half: Schema) -> Schema:
    meaning = "Yearly change at which the central answer would just never come."
    break_even = number("Break-even change", meaning, "%/year", minimum=-PERCENT, maximum=0)
    change = titled("Yearly change", "What the yearly change of the pace would have to be.", _implied("annual_change"))
    return record(
        {
            "pace": pace,
            "annual_change": change,
            "break_even_annual_change": or_null(
                break_even, "null where the pace is not above 0 or nothing is left to take"
            ),
            "half": half,
        }
    )


def _front_pace() -> Schema:
    meaning = "How many months of the record were at least that fast."
    months = or_null(count(REACHED, meaning, "months"), "null where no value makes the date")
    number_or_null = rule(
        given(found={"const": Found.NO_VALUE.value}),
        given(documented_months_reached=NULL),
        given(documented_months_reached=NUMBER),
    )
    return _implied("rate", {"documented_months_reached": months}, [number_or_null])


def _implied(key: str, also: Mapping[str, Schema] | None = None, rules: Iterable[Schema] = ()) -> Schema:
    """What one key would have to be, with the properties that it has for this key only."""
    unit, limits = PARAMETERS[key].unit, _limits(key)
    found = _found(key)
    return record(
        {
            "key": const("Key", "Key of the scenario.", key),
            "unit": const("Unit", "Unit of the values.", unit),
            "low": number("Lowest", "Lowest value that was tried.", unit, **limits),
            "high": number("Highest", "Highest value that was tried.", unit, **limits),
            **found["properties"],
            "central": titled("In the central answer", "The same with no uncertainty at all.", found),
            **(also or {}),
        },
        allOf=[*found["allOf"], *rules],
    )


def _found(key: str) -> Schema:
    meaning = "Whether one value makes the date, or every or no value within the bounds does."
    value = number("Value", "The least value that makes the date.", PARAMETERS[key].unit, **_limits(key))
    keys = {
        "found": choice("Found", meaning, Found),
        "value": or_null(value, "null where every value or none does"),
    }
    found = rule(given(found={"const": Found.VALUE.value}), given(value=NUMBER), given(value=NULL))
    return record(keys, allOf=[found])


def _limits(key: str) -> dict[str, float]:
    return {"minimum": PARAMETERS[key].low, "maximum": PARAMETERS[key].high}


def _no_one_pace_rule() -> Schema:
    own_paces = given(scenario=given(rates={"minProperties": 1}))
    not_of_all = given(results=if_given(**{ALL: given(pace=NULL)}))
    of_each = given(results={"additionalProperties": given(pace={"type": "object"})})
    return rule(own_paces, not_of_all, of_each)


# territory sensitivity


def _driven() -> Schema:
    bars = [_bar(key, parameter(key)) for key in RANGED]
    bars += [_bar("annual_change", parameter("annual_change")), _bar("occupied", by_oblast("occupied"))]
    bars.append(_provider_bar())
    shares = record({group: titled(group, "What it brings to the variance.", _shares()) for group in GROUPS})
    return record(
        {
            "median_years": ref("median"),
            "tornado": titled(
                "Assumptions moved alone",
                "The one that moves the median most comes first.",
                array({"anyOf": bars}, len(RANGED), len(bars), uniqueItems=True),
            ),
            "grid": _grid(),
            "variance_shares": titled(
                "Shares of the variance",
                "Of the logarithm of the time, by what is not known; null where nothing varies or too few runs finish.",
                {"anyOf": [shares, NULL]},
            ),
        }
    )


def _median_years() -> Schema:
    meaning = "Time by which half of the simulated runs have finished."
    return or_null(number("Median", meaning, "years", minimum=0, maximum=LONGEST_YEARS), BEYOND)


def _bar(key: str, value: Schema) -> Schema:
    end = record({"value": value, "median_years": ref("median")})
    return record(
        {
            "key": const("Key", "Key of the scenario.", key),
            "unit": const("Unit", "Unit of both values.", PARAMETERS[key].unit),
            "low": titled("Low end", "The low end of the range, and the median there.", end),
            "high": titled("High end", "The high end of the range, and the median there.", end),
            "range_from": text("Range", "Where the range is from.", minLength=1),
        }
    )


def _provider_bar() -> Schema:
    paces = {
        "type": "object",
        "propertyNames": {"enum": _providers_of_the_front()},
        "additionalProperties": parameter("rate"),
        "minProperties": 2,
    }
    meaning = "Mean pace of the scenario's own window by each provider that has all of it; only where two or more do."
    bar = _bar("rate", parameter("rate"))
    key = const("Key", "No key of the scenario: whose record its pace is from.", PROVIDER)
    return record({**bar["properties"], "key": key, "by_provider": titled("By provider", meaning, paces)})


def _providers_of_the_front() -> list[str]:
    return [provider.id for provider in evidence.providers().values() if provider.oblast is None]


def _grid() -> Schema:
    rates, changes = len(GRID_RATES_KM2_PER_DAY), len(GRID_ANNUAL_CHANGES)
    # One more of each where the scenario's own is not on the grid.
    row = array(ref("median"), changes, changes + 1)
    keys = {
        "rate": titled("Paces", "The slowest first.", array(parameter("rate"), rates, rates + 1, uniqueItems=True)),
        "annual_change": titled(
            "Yearly changes",
            "The lowest first.",
            array(parameter("annual_change"), changes, changes + 1, uniqueItems=True),
        ),
        "median_years": titled(
            "Medians", "A row for each pace, with one median for each yearly change.", array(row, rates, rates + 1)
        ),
    }
    described = "The median for each pair, the scenario's own pace and change among them."
    return titled("Pace against yearly change", described, record(keys))


def _shares() -> Schema:
    return record(
        {
            "alone": share("Alone", "Share of the variance that it brings by itself."),
            "total": share("In all", "The same with what it brings together with others."),
        }
    )
