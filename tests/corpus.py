"""The corpus of links: what every released version answered, for ever.

`python -m tests.corpus` writes the file of the version that `pyproject.toml` is at, once, at its release; from then on
neither it nor an older one changes.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from territory.answers.estimates import estimates
from territory.answers.outlook import project
from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.scenario.files import presets
from territory.scenario.links import link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, baseline, revise

CHECKOUT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "sharing" / "corpus"
HELD = FOLDER / "held.json"
WORDS = {"title": 'Харків & Odesa: 50 % "quoted" <b>?', "note": "Two lines' worth, ~,._- and 👩‍👩‍👧‍👦."}
FOUR = ("zaporizhzhia", "kherson", "sumy", "mykolaiv")
SPECIAL: dict[str, dict[str, Any]] = {
    "in-turn": {"order": "in_turn"},
    "four-in-turn-one-first": {"targets": FOUR, "order": "in_turn", "first": ("donetsk",)},
    "four-together": {
        "targets": FOUR,
        "order": "together",
        "split": tuple(zip(FOUR, (40.0, 30.0, 20.0, 10.0), strict=True)),
    },
    "paces-of-their-own": {"rates": (("kharkiv", 0.72), ("odesa", 3.5))},
    "modifiers-at-once": {
        "annual_change": 4.0,
        "season": 100.0,
        "pause_start": date(2027, 3, 1),
        "pause_months": 9.0,
        "setback_date": date(2029, 6, 15),
        "setback_km2": 1500.0,
    },
    "whole-country-quickly": {"targets": ("ukraine",), "rate": 60.0, "horizon": 300.0},
    "window-of-the-record": {"rate": 9.1, "rate_source": "deepstate_land~2024-11~2025-04"},
    "words-of-the-author": WORDS,
    "started-later": {"start": date(2040, 12, 31)},
}
# What a bound of a number needs beside it to stand.
BESIDE: dict[str, dict[str, Any]] = {
    "pause_months": {"pause_start": date(2026, 1, 1)},
    "setback_km2": {"setback_date": date(2026, 1, 1)},
}
PER_OBLAST = ("split", "occupied", "rates")


def chosen() -> Iterator[tuple[str, Scenario]]:
    """The scenarios of a release: baselines, presets, estimates, the bounds of every number, and odd ones."""
    for known in evidence.edition_ids():
        yield f"baseline-{known}", baseline(known)
    for preset in presets():
        if preset.scenario is not None:
            yield preset.name, preset.scenario
    for estimate in estimates():
        if (scenario := estimate.scenario()) is not None:
            yield estimate.id, scenario
    for name, changes in SPECIAL.items():
        yield name, revise(baseline("2025-08-17"), changes)
    for key, parameter in PARAMETERS.items():
        if key not in PER_OBLAST:
            for end, value in (("low", parameter.low), ("high", parameter.high)):
                beside = BESIDE.get(key, {}) if value else {}
                yield f"{key}-{end}", revise(baseline("2025-08-17"), {key: float(value), **beside})


def answer(result: dict[str, Any]) -> dict[str, Any]:
    """What is held of one oblast's answer."""
    central = result["central"]
    return {
        "status": central["status"],
        "days": central["days"],
        "date": central["date"],
        "quantile_days": result["quantile_days"],
        "chance_by_years": result["chance_by_years"],
        "beyond_horizon": result["beyond_horizon"],
    }


def entry(name: str, scenario: Scenario) -> dict[str, Any]:
    """One link with its answers."""
    results = project(scenario).as_dict()["results"]
    return {
        "name": name,
        "edition": scenario.edition,
        "link": link(scenario),
        "answers": {each: answer(result) for each, result in results.items()},
    }


def write() -> Path:
    """Write the file of this version and hold its hash; raises `FileExistsError` where it was released before."""
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    file = FOLDER / f"{version}.json"
    entries: dict[str, dict[str, Any]] = {}
    for name, scenario in chosen():
        one = entry(name, scenario)
        entries.setdefault(one["link"], one)
    content = {"version": version, "model_version": MODEL_VERSION, "links": list(entries.values())}
    with file.open("x", encoding="utf-8") as out:
        out.write(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    held = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(FOLDER.glob("[0-9]*.json"))}
    HELD.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    print(write())
