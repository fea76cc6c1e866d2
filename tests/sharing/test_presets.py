"""Presets: what is in `scenarios/` is whole, cited, and says what the record says."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from territory.answers.outlook import own_rate_km2_per_day, project
from territory.figures import data_path, evidence
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Status
from territory.scenario.files import file_text, load_scenario, preset, presets
from territory.scenario.links import link, read_link
from territory.scenario.scenario import KEYS, ScenarioError, assumptions, baseline, revise

FILES = sorted(data_path("scenarios").glob("*.json"))
NAMES = [file.stem for file in FILES]


def recorded(source: str, edition_id: str) -> tuple[float, int]:
    """Land gain (km²) and days of a window that a pace's source names."""
    provider, first, last = source.split("~")
    assert provider == "deepstate_land"
    series = evidence.edition(edition_id).land_gains
    chosen = [i for i, month in enumerate(series.months) if first <= month <= last]
    days = (series.ends[chosen[-1]] - series.starts[chosen[0]]).days
    return sum(series.gain_km2[i] for i in chosen), days


def test_the_presets_are_these_and_more_may_join_them() -> None:
    assert set(NAMES) >= {
        *("documented-pace", "pace-of-2024", "pace-of-2025", "pace-of-2026", "best-month-held", "kharkiv-own-pace"),
        *("falling-7-percent", "four-claimed-first", "land-route-to-odesa", "pause-of-twelve-months", "land-retaken"),
    }


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_every_preset_is_valid_and_has_every_key(file: Path) -> None:
    assert list(json.loads(file.read_text(encoding="utf-8"))) == ["format", *KEYS]
    assert file.read_text(encoding="utf-8") == file_text(load_scenario(file))


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_every_preset_has_a_title_and_a_note_of_a_sentence_or_two(file: Path) -> None:
    scenario = load_scenario(file)
    assert scenario.title
    assert not scenario.title.endswith(".")
    assert scenario.note.endswith(".")
    assert 1 <= len(re.findall(r"\.(?= [A-Z]|$)", scenario.note)) <= 2
    assert "source" in scenario.note.casefold() or "hypothetical" in scenario.note.casefold()
    assert [each.title for each in presets()].count(scenario.title) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_opens_by_its_name_and_by_its_link(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", name)
    assert read_link(f"?scenario={name}").scenario == preset(name)
    assert read_link(link(preset(name))).scenario == preset(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_shares_of_a_preset_are_its_editions(name: str) -> None:
    scenario = preset(name)
    shares = evidence.edition(scenario.edition).occupied
    assert dict(scenario.occupied) == {oblast: shares[oblast].number for oblast in scenario.in_play}


@pytest.mark.parametrize("name", NAMES)
def test_a_presets_pace_is_what_its_source_says(name: str) -> None:
    scenario = preset(name)
    if scenario.rate_source == "documented":
        assert scenario.rate == evidence.edition(scenario.edition).defaults["rate"].number
    elif scenario.rate_source == "hand":
        assert "hypothetical" in scenario.note.casefold()
    else:
        gain, days = recorded(scenario.rate_source, scenario.edition)
        assert scenario.rate == round(gain / days, 5)
        assert f"{gain:,.1f} km²" in scenario.note


def test_the_documented_pace_is_the_baseline_in_words() -> None:
    assert assumptions(preset("documented-pace")) == assumptions(baseline())
    assert preset("documented-pace").rate == round(5_842 / 1_009, 5)


def test_the_best_month_is_the_best_of_its_record() -> None:
    scenario = preset("best-month-held")
    series = evidence.edition(scenario.edition).land_gains
    assert scenario.rate == pytest.approx((series.gain_km2 / series.days).max(), abs=5e-6)


def test_a_pace_falling_7_percent_never_takes_either_oblast() -> None:
    statuses = {result.central.status for result in project(preset("falling-7-percent")).projection.results}
    assert statuses == {Status.NEVER}
    slower = project(revise(preset("falling-7-percent"), {"annual_change": -6.0})).projection
    assert {result.central.status for result in slower.results} != {Status.NEVER}


def test_kharkiv_at_its_own_pace_is_reached_within_its_horizon() -> None:
    scenario = preset("kharkiv-own-pace")
    assert dict(scenario.rates)["kharkiv"] == own_rate_km2_per_day(scenario, "kharkiv") == 0.72
    assert "725.6 km²" in scenario.note
    central = project(scenario).projection["kharkiv"].central
    assert central.status is Status.REACHED
    assert central.when.years == pytest.approx(114.7, abs=0.05)


def test_what_is_counted_before_kharkiv_and_odesa_is_as_much_as_the_note_says() -> None:
    outlook = project(preset("four-claimed-first"))
    assert f"{outlook.projection.work.first_km2:,.0f} km²" == "23,394 km²"
    assert "23,394 km²" in preset("four-claimed-first").note


def test_the_pause_moves_the_baseline_by_a_year() -> None:
    paused, plain = project(preset("pause-of-twelve-months")), project(baseline())
    for oblast in ("kharkiv", "odesa"):
        later = paused.projection[oblast].central.when.days
        assert later == pytest.approx(plain.projection[oblast].central.when.days + DAYS_PER_YEAR)


def test_where_land_is_retaken_nothing_is_ever_taken_and_the_mirror_has_a_day() -> None:
    for result in project(preset("land-retaken")).projection.results:
        assert result.central.status is Status.NEVER
        assert result.central.mirror is not None
        assert result.central.mirror.days == pytest.approx(result.occupied_km2 / 2.0)


# The folder.


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with the product's presets, to put others beside them."""
    for file in FILES:
        shutil.copy(file, tmp_path)
    return tmp_path


def test_the_documented_pace_comes_first_and_the_others_by_title() -> None:
    found = presets()
    assert found[0].name == "documented-pace"
    titles = [each.title for each in found[1:]]
    assert titles == sorted(titles)


def test_a_file_put_into_the_folder_appears_and_opens_by_its_name(shelf: Path) -> None:
    mine = revise(baseline(), {"rate": 7.25, "title": "Mine"})
    (shelf / "my-own.json").write_text(file_text(mine), encoding="utf-8")
    assert preset("my-own", shelf) == mine
    assert "my-own" in [each.name for each in presets(shelf)]


def test_a_preset_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "bare.json").write_text('{"format": 1}', encoding="utf-8")
    assert [(each.name, each.title) for each in presets(tmp_path)] == [("bare", "bare")]


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "changing.json"
    file.write_text('{"format": 1, "rate": 7}', encoding="utf-8")
    assert preset("changing", tmp_path).rate == 7.0
    then = file.stat().st_mtime_ns
    file.write_text('{"format": 1, "rate": 12.5}', encoding="utf-8")
    os.utime(file, ns=(then, then))
    assert preset("changing", tmp_path).rate == 12.5
    file.write_text('{"format": 1, "rate": 13.5}', encoding="utf-8")
    os.utime(file, ns=(then + 1_000_000, then + 1_000_000))
    assert preset("changing", tmp_path).rate == 13.5


def break_shelf(shelf: Path) -> set[str]:
    (shelf / "a-torn.json").write_text('{"format": 1, "rate": ', encoding="utf-8")
    (shelf / "b-wrong.json").write_text('{"format": 1, "rate": 1e99, "horizon": 0}', encoding="utf-8")
    (shelf / "c-newer.json").write_text('{"format": 2}', encoding="utf-8")
    (shelf / "d-empty.json").write_bytes(b"")
    (shelf / "e-bytes.json").write_bytes(b"\xff\xfe\x00")
    (shelf / "f-large.json").write_bytes(b" " * 100_000)
    (shelf / "g-folder.json").mkdir()
    (shelf / "h-gone.json").symlink_to(shelf / "nowhere.json")
    (shelf / "readme.txt").write_text("not a scenario", encoding="utf-8")
    return {"a-torn", "b-wrong", "c-newer", "d-empty", "e-bytes", "f-large", "g-folder", "h-gone"}


def test_broken_files_do_not_hide_the_others_and_come_last_with_their_problems(shelf: Path) -> None:
    broken = break_shelf(shelf)
    found = presets(shelf)
    assert [each.name for each in found[: len(NAMES)]] == [each.name for each in presets()]
    assert {each.name for each in found[len(NAMES) :]} == broken
    for each in found[len(NAMES) :]:
        assert each.scenario is None
        assert each.problems
        assert each.title == each.name
    assert set(next(each for each in found if each.name == "b-wrong").problems) == {"rate", "horizon"}


def test_a_broken_file_asked_for_by_name_says_what_is_wrong_with_it(shelf: Path) -> None:
    break_shelf(shelf)
    with pytest.raises(ScenarioError) as caught:
        preset("b-wrong", shelf)
    assert set(caught.value.problems) == {"rate", "horizon"}
    assert preset("documented-pace", shelf) == preset("documented-pace")


def test_an_empty_folder_has_no_presets_and_an_unknown_one_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    assert presets(tmp_path) == ()
    with pytest.raises(ScenarioError):
        preset("documented-pace", tmp_path)
    with pytest.raises(ScenarioError, match="documented-pace"):
        preset("nothing")
