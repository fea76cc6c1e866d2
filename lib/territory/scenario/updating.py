"""A scenario brought to the figures of another edition: what is still a default moves, what was chosen stays."""

from __future__ import annotations

from typing import Any

from territory.scenario.scenario import DOCUMENTED, KEYS, Scenario, source_of_rate, with_defaults


def updated(scenario: Scenario, edition: str) -> Scenario:
    """The scenario with every value that is its own edition's default at that of another; the others stay.

    A pace counts as the edition's only where it says so. The start stays where a chosen setback would lie before the
    new one, and the pace where the new one would not let the oblasts have paces of their own.
    """
    if edition == scenario.edition:
        return scenario
    before, after = _defaults(scenario, scenario.edition), _defaults(scenario, edition)
    values = {key: after[key] if value == before[key] else value for key, value in scenario.values().items()}
    values["occupied"] = tuple(
        (oblast, dict(after["occupied"])[oblast] if share == dict(before["occupied"])[oblast] else share)
        for oblast, share in scenario.occupied
    )
    if scenario.setback_date is not None and scenario.setback_date < values["start"]:
        values["start"] = scenario.start
    if scenario.rate_source != DOCUMENTED or (scenario.rates and values["rate"] <= 0):
        values["rate"] = scenario.rate
    values["edition"] = edition
    if scenario.rate_source == DOCUMENTED:
        values["rate_source"] = source_of_rate(edition, values["rate"])
    return Scenario(**values)


def moved(scenario: Scenario, other: Scenario) -> tuple[str, ...]:
    """The keys that differ between a scenario and itself with other figures, the figures themselves aside."""
    return tuple(
        key for key in KEYS if key not in ("edition", "rate_source") and getattr(scenario, key) != getattr(other, key)
    )


def _defaults(scenario: Scenario, edition: str) -> dict[str, Any]:
    """What an edition would have the scenario's oblasts begin with."""
    return with_defaults({"edition": edition, "targets": scenario.targets, "first": scenario.first})
