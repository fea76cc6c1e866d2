"""Presets: the scenario files in `scenarios/`; a file put there appears among them and opens by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from territory.figures import data_path
from territory.scenario.files import load_scenario
from territory.scenario.scenario import Scenario, ScenarioError, baseline, shown
from territory.text import say


@dataclass(frozen=True)
class Preset:
    """A file in `scenarios/`: its scenario, or the problems for which it cannot be used."""

    name: str
    scenario: Scenario | None
    problems: Mapping[str, str]

    @property
    def title(self) -> str:
        """The scenario's title, or the file's name where it has none."""
        return (self.scenario.title if self.scenario else "") or self.name


def presets(path: Path | None = None) -> tuple[Preset, ...]:
    """All presets, the documented baseline first, the others by title; unusable ones last."""
    files = []
    for file in (path or data_path("scenarios")).glob("*.json"):
        try:
            stat = file.stat()
            files.append((file, stat.st_mtime_ns, stat.st_size))
        except OSError:  # gone since it was listed, or a link to nothing: reading it says so
            files.append((file, 0, 0))
    return _in_order(tuple(files))


def preset(name: str, path: Path | None = None) -> Scenario:
    """A preset's scenario by name; raises `ScenarioError` for an unknown or an unusable one."""
    known = {each.name: each for each in presets(path)}
    if name not in known:
        names = ", ".join(sorted(known))
        raise ScenarioError(
            {"scenario": say("there is no preset {name}; choose one of {names}.", name=shown(name), names=names)}
        )
    found = known[name]
    if found.scenario is None:
        raise ScenarioError(found.problems)
    return found.scenario


@lru_cache(maxsize=16)
def _in_order(files: tuple[tuple[Path, int, int], ...]) -> tuple[Preset, ...]:
    """The presets of some files with their versions: a run of the page asks for them again and again."""

    def place(each: Preset) -> tuple[bool, bool, str]:
        documented = each.scenario is not None and assumptions(each.scenario) == assumptions(baseline())
        return each.scenario is None, not documented, each.title

    return tuple(sorted((_read(*file) for file in files), key=place))


def assumptions(scenario: Scenario) -> dict[str, object]:
    """What a scenario assumes: all its keys but the author's words."""
    return {key: value for key, value in scenario.values().items() if key not in ("title", "note")}


@lru_cache(maxsize=256)
def _read(file: Path, _mtime_ns: int, _size: int) -> Preset:
    try:
        return Preset(file.stem, load_scenario(file), {})
    except ScenarioError as error:
        return Preset(file.stem, None, error.problems)
