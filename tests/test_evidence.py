"""The documented figures: every one is cited, every derived one can be derived again, and none looks ahead."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from territory.figures import data_path, evidence
from territory.figures.evidence import (
    Edition,
    EvidenceError,
    Figure,
    Provider,
    Range,
    edition,
    edition_ids,
    load_edition,
    load_providers,
    load_regions,
    providers,
    regions,
)
from territory.model.calibration import Calibration, fit
from territory.model.inputs import DAYS_PER_MONTH
from territory.scenario.parameters import PARAMETERS

SEEDS = data_path("seeds")
HASHES = json.loads((Path(__file__).parent / "seed_hashes.json").read_text(encoding="utf-8"))
EDITIONS = tuple(sorted(Path(file).parent.name for file in HASHES if file.endswith("/defaults.json")))
FIRST_TWO = ("2025-08-17", "2026-08-22")
ATTRIBUTES = ("value", "unit", "date", "source", "definition", "status")
RANGE_ATTRIBUTES = ("low", "high", "unit", "date", "source", "definition", "status")
RANGED = ("rate", "season", "noise", "persistence", "pace_uncertainty")
UKRAINE_KM2 = 603_628.0


def raw(edition_id: str, file: str) -> Any:
    return json.loads((SEEDS / edition_id / file).read_text(encoding="utf-8"))


def rows(path: str) -> list[dict[str, str]]:
    with (SEEDS / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


AREAS = {row["id"]: float(row["area_km2"]) for row in rows("geography/regions.csv")}


def occupied(edition_id: str) -> dict[str, tuple[float, float]]:
    """Occupied area (km²) of each region at the start and at the end of an edition's window."""
    return {
        row["id"]: (float(row["occupied_at_window_start_km2"]), float(row["occupied_km2"]))
        for row in rows(f"{edition_id}/occupied.csv")
    }


def all_figures(edition_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything in an edition that has to be cited, with what it says of itself."""
    figures, defaults = raw(edition_id, "figures.json"), raw(edition_id, "defaults.json")
    yield from ((each["id"], each) for each in figures["figures"])
    for table in figures["tables"]:
        yield from table["columns"].items()
    yield from defaults["defaults"].items()
    yield from defaults["occupied"].items()
    yield from defaults["ranges"].items()
    yield "seasonal_profile", defaults["seasonal_profile"]


# Every figure is cited.


def test_the_editions_are_these_and_later_ones_may_join_them() -> None:
    assert edition_ids()[:2] == FIRST_TWO
    assert edition_ids() == EDITIONS
    assert evidence.newest_edition().id == edition_ids()[-1]


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_figure_says_what_it_is_where_it_is_from_and_of_what_kind_it_is(edition_id: str) -> None:
    loaded = edition(edition_id)
    for figure in (*loaded.figures.values(), *loaded.defaults.values(), *loaded.occupied.values(), loaded.pace):
        assert figure.value != ""
        assert_cited(figure)
    for documented in loaded.ranges.values():
        assert_cited(documented)
    assert loaded.id == edition_id
    assert loaded.title


def assert_cited(figure: Figure | Range) -> None:
    assert figure.unit
    assert isinstance(figure.date, date)
    assert figure.definition.endswith(".")
    assert figure.status in ("published", "computed", "derived")
    assert figure.source.title
    assert figure.source.publisher
    assert figure.source.note
    assert figure.source.url is None or figure.source.url.startswith("https://")


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_figure_of_the_panel_has_a_label(edition_id: str) -> None:
    assert all(figure.label for figure in edition(edition_id).figures.values())


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_no_source_is_listed_in_vain(edition_id: str) -> None:
    used = {entry["source"] for _, entry in all_figures(edition_id)}
    listed = raw(edition_id, "figures.json")["sources"] | raw(edition_id, "defaults.json")["sources"]
    assert used == set(listed)


def test_every_region_has_its_official_area_with_a_source() -> None:
    for region in regions().values():
        assert_cited(region.area)
        assert region.area.unit == "km²"


# An uncited figure does not load.


Change = Callable[[dict[str, Any]], object]


def changed_edition(tmp_path: Path, edition_id: str, file: str, change: Change) -> Path:
    """A copy of an edition with one of its JSON files changed."""
    copy = tmp_path / edition_id
    if not copy.exists():
        shutil.copytree(SEEDS / edition_id, copy)
    data = raw(edition_id, file)
    change(data)
    (copy / file).write_text(json.dumps(data), encoding="utf-8")
    return copy


def refusal(path: Path) -> str:
    with pytest.raises(EvidenceError) as caught:
        load_edition(path)
    return str(caught.value)


def places(edition_id: str) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """All that is cited in an edition: its name, the file, and the way to it inside the file."""
    figures, defaults = raw(edition_id, "figures.json"), raw(edition_id, "defaults.json")
    found: list[tuple[str, str, tuple[str | int, ...]]] = []
    found += [(each["id"], "figures.json", ("figures", i)) for i, each in enumerate(figures["figures"])]
    for i, table in enumerate(figures["tables"]):
        found += [(name, "figures.json", ("tables", i, "columns", name)) for name in table["columns"]]
    for part in ("defaults", "occupied"):
        found += [(name, "defaults.json", (part, name)) for name in defaults[part]]
    return [*found, ("seasonal_profile", "defaults.json", ("seasonal_profile",))]


def at(data: Any, way: tuple[str | int, ...]) -> Any:
    for step in way:
        data = data[step]
    return data


def test_a_copy_of_an_edition_is_that_edition(tmp_path: Path) -> None:
    for edition_id in EDITIONS:
        copy = changed_edition(tmp_path, edition_id, "figures.json", lambda data: data)
        assert load_edition(copy).defaults == edition(edition_id).defaults


@pytest.mark.parametrize(
    ("edition_id", "name", "file", "way"),
    [(edition_id, *place) for edition_id in EDITIONS for place in places(edition_id)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_that_lacks_any_of_its_attributes_is_refused_by_name(
    tmp_path: Path, edition_id: str, name: str, file: str, way: tuple[str | int, ...]
) -> None:
    has = [attribute for attribute in ATTRIBUTES if attribute in at(raw(edition_id, file), way)]
    assert {"unit", "source", "definition", "status"} <= set(has)
    for attribute in has:
        for nothing in ("left out", None, ""):

            def remove(data: Any, attribute: str = attribute, nothing: str | None = nothing) -> None:
                entry = at(data, way)
                if nothing == "left out":
                    del entry[attribute]
                else:
                    entry[attribute] = nothing

            message = refusal(changed_edition(tmp_path, edition_id, file, remove))
            assert name in message
            assert f"lacks its {attribute}" in message


@pytest.mark.parametrize("edition_id", EDITIONS)
@pytest.mark.parametrize("name", RANGED)
def test_a_range_that_lacks_any_of_its_attributes_is_refused_by_name(
    tmp_path: Path, edition_id: str, name: str
) -> None:
    assert set(RANGE_ATTRIBUTES) == set(raw(edition_id, "defaults.json")["ranges"][name])
    for attribute in RANGE_ATTRIBUTES:
        for nothing in (None, ""):

            def remove(data: Any, attribute: str = attribute, nothing: str | None = nothing) -> None:
                data["ranges"][name][attribute] = nothing

            message = refusal(changed_edition(tmp_path, edition_id, "defaults.json", remove))
            assert message == f"the range of {name}: lacks its {attribute}"

        def leave_out(data: Any, attribute: str = attribute) -> None:
            del data["ranges"][name][attribute]

        message = refusal(changed_edition(tmp_path, edition_id, "defaults.json", leave_out))
        assert message == f"the range of {name}: lacks its {attribute}"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"low": 400}, "the low 400 is above the high 368"),
        ({"low": "about 183"}, "the low 'about 183' is not a number"),
        ({"high": [368]}, "the high [368] is not a number"),
        ({"high": math.nan}, "the high nan is not a finite number"),
        ({"low": -math.inf}, "the low -inf is not a finite number"),
        ({"high": True}, "the high True is not a finite number"),
        ({"source": "hearsay"}, "the source 'hearsay' is not listed"),
        ({"status": "guessed"}, "the status 'guessed' is not one of published, computed, derived"),
    ],
)
def test_a_range_that_is_none_is_refused(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    copy = changed_edition(tmp_path, EDITIONS[0], "defaults.json", lambda data: data["ranges"]["noise"].update(change))
    assert refusal(copy) == f"the range of noise: {why}"


def test_all_that_a_range_lacks_is_said_at_once(tmp_path: Path) -> None:
    change: Change = lambda data: data["ranges"]["noise"].update(low=None, high="", unit="")  # noqa: E731
    message = refusal(changed_edition(tmp_path, EDITIONS[0], "defaults.json", change))
    assert message == "the range of noise: lacks its low; lacks its high; lacks its unit"


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_source_that_is_not_listed_is_refused(tmp_path: Path, edition_id: str) -> None:
    def point_nowhere(data: Any) -> None:
        data["figures"][0]["source"] = "hearsay"

    message = refusal(changed_edition(tmp_path, edition_id, "figures.json", point_nowhere))
    assert raw(edition_id, "figures.json")["figures"][0]["id"] in message
    assert "'hearsay' is not listed" in message


def test_a_kind_of_figure_that_is_none_is_refused(tmp_path: Path) -> None:
    def guess(data: Any) -> None:
        data["defaults"]["rate"]["status"] = "guessed"

    message = refusal(changed_edition(tmp_path, EDITIONS[0], "defaults.json", guess))
    assert message == "rate: the status 'guessed' is not one of published, computed, derived"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True])
@pytest.mark.parametrize("part", ["defaults", "occupied"])
def test_a_value_that_is_not_a_finite_number_is_refused(tmp_path: Path, part: str, value: float) -> None:
    name = {"defaults": "rate", "occupied": "kharkiv"}[part]
    copy = changed_edition(tmp_path, EDITIONS[0], "defaults.json", lambda data: data[part][name].update(value=value))
    message = refusal(copy)
    assert name in message
    assert "not a finite number" in message


@pytest.mark.parametrize("cell", ["", "nan", "inf", "about 4", "1,290.1"])
@pytest.mark.parametrize(
    ("file", "column", "row"),
    [("occupied.csv", "occupied_km2", "kharkiv"), ("monthly_gains.csv", "gain_land_km2", "2024-11")],
)
def test_a_cell_that_is_not_a_finite_number_is_refused_with_its_place(
    tmp_path: Path, file: str, column: str, row: str, cell: str
) -> None:
    copy = shutil.copytree(SEEDS / EDITIONS[0], tmp_path / "copy")
    table = rows(f"{EDITIONS[0]}/{file}")
    next(each for each in table if row in each.values())[column] = cell
    write(copy / file, table)
    message = refusal(copy)
    assert f"{file}, {row}, {column}" in message


def write(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, table[0].keys())
        writer.writeheader()
        writer.writerows(table)


def test_a_column_that_is_not_described_is_refused(tmp_path: Path) -> None:
    def forget(data: Any) -> None:
        del data["tables"][1]["columns"]["occupied_km2"]

    message = refusal(changed_edition(tmp_path, EDITIONS[0], "figures.json", forget))
    assert message == "occupied.csv: column 'occupied_km2' is not described"


def test_a_figure_given_twice_is_refused(tmp_path: Path) -> None:
    copy = changed_edition(
        tmp_path, EDITIONS[0], "figures.json", lambda data: data["figures"].append(data["figures"][0])
    )
    assert refusal(copy) == "net_gain: given twice"


def test_a_region_given_twice_is_refused(tmp_path: Path) -> None:
    copy = shutil.copytree(SEEDS / EDITIONS[0], tmp_path / "copy")
    table = rows(f"{EDITIONS[0]}/occupied.csv")
    write(copy / "occupied.csv", [*table, {**table[-1], "occupied_km2": "7"}])
    assert table[-1]["id"] in refusal(copy)


@pytest.mark.parametrize("change", ["gap", "overlap", "out of order"])
def test_a_series_with_a_gap_or_an_overlap_is_refused(tmp_path: Path, change: str) -> None:
    copy = shutil.copytree(SEEDS / EDITIONS[0], tmp_path / "copy")
    table = rows(f"{EDITIONS[0]}/monthly_gains.csv")
    if change == "gap":
        del table[10]
    elif change == "overlap":
        table[10]["from"] = "2023-08-30"
    else:
        table[10], table[11] = table[11], table[10]
    write(copy / "monthly_gains.csv", table)
    assert refusal(copy) == "monthly_gains.csv: the periods leave a gap or overlap"


@pytest.mark.parametrize("day", ["2025-02-30", "yesterday", 20250817])
def test_a_date_that_is_none_is_refused(tmp_path: Path, day: Any) -> None:
    copy = changed_edition(
        tmp_path, EDITIONS[0], "defaults.json", lambda data: data["defaults"]["noise"].update(date=day)
    )
    assert refusal(copy) == f"noise: {day!r} is not a date"


@pytest.mark.parametrize("attribute", ["title", "publisher", "url", "note"])
def test_a_source_that_lacks_any_of_its_attributes_is_refused(tmp_path: Path, attribute: str) -> None:
    def remove(data: Any) -> None:
        del data["sources"]["derived"][attribute]

    assert "derived" in refusal(changed_edition(tmp_path, EDITIONS[0], "figures.json", remove))


def shorten(data: Any) -> None:
    del data["seasonal_profile"]["months"][11]


def empty(data: Any) -> None:
    del data["seasonal_profile"]["months"][3]["value"]


def blow_up(data: Any) -> None:
    data["seasonal_profile"]["months"][3]["value"] = math.nan


@pytest.mark.parametrize("change", [shorten, empty, blow_up])
def test_a_seasonal_profile_that_is_not_twelve_finite_numbers_is_refused(tmp_path: Path, change: Change) -> None:
    assert "seasonal_profile" in refusal(changed_edition(tmp_path, EDITIONS[0], "defaults.json", change))


@pytest.mark.parametrize("file", ["figures.json", "defaults.json", "occupied.csv", "monthly_gains.csv"])
def test_an_edition_that_lacks_a_file_is_refused(tmp_path: Path, file: str) -> None:
    copy = shutil.copytree(SEEDS / EDITIONS[0], tmp_path / "copy")
    (copy / file).unlink()
    assert file in refusal(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "7"])
def test_a_file_that_is_not_a_json_object_is_refused(tmp_path: Path, content: str) -> None:
    copy = shutil.copytree(SEEDS / EDITIONS[0], tmp_path / "copy")
    (copy / "figures.json").write_text(content, encoding="utf-8")
    assert "figures.json of copy" in refusal(copy)


def test_a_pace_without_a_window_has_no_days(tmp_path: Path) -> None:
    def forget(data: Any) -> None:
        del data["figures"][0]["since"]

    with pytest.raises(EvidenceError, match="net_gain has no window"):
        _ = load_edition(changed_edition(tmp_path, EDITIONS[0], "figures.json", forget)).window_days


@pytest.mark.parametrize("since", ["2025-08-18", "2025-08-17", "2030-01-01"])
def test_a_window_that_does_not_begin_before_it_ends_is_refused(tmp_path: Path, since: str) -> None:
    def turn(data: Any) -> None:
        data["figures"][0]["since"] = since

    message = refusal(changed_edition(tmp_path, EDITIONS[0], "figures.json", turn))
    assert message == "net_gain: its window ends before it begins"


def test_an_unknown_edition_is_refused_with_those_that_exist() -> None:
    for unknown in ("2024-01-01", "", "geography", "../seeds/2025-08-17"):
        with pytest.raises(EvidenceError, match=r"choose one of 2025-08-17, 2026-08-22"):
            edition(unknown)


def test_a_region_without_an_area_is_refused(tmp_path: Path) -> None:
    copy = shutil.copytree(SEEDS / "geography", tmp_path / "geography")
    write(copy / "regions.csv", [{**row, "area_km2": ""} for row in rows("geography/regions.csv")])
    with pytest.raises(EvidenceError, match=r"regions.csv, vinnytsia, area_km2"):
        load_regions(copy)


def test_text_is_not_a_number() -> None:
    assert edition(EDITIONS[0]).figures["briefing"].value == "2025-08-30"
    with pytest.raises(EvidenceError, match="is not a number"):
        _ = edition(EDITIONS[0]).figures["briefing"].number


# The record that editions share.


def shared_record(tmp_path: Path, change: Change) -> Path:
    """A copy of the shared record with its description changed."""
    copy = shutil.copytree(SEEDS / "record", tmp_path / "record")
    data = raw("record", "figures.json")
    change(data)
    (copy / "figures.json").write_text(json.dumps(data), encoding="utf-8")
    return copy


def record_refusal(path: Path) -> str:
    with pytest.raises(EvidenceError) as caught:
        load_providers(path)
    return str(caught.value)


@pytest.mark.parametrize("provider", providers().values(), ids=lambda provider: str(provider.id))
def test_every_gain_of_a_provider_is_cited_for_its_own_days(provider: Provider) -> None:
    assert provider.name
    assert provider.oblast in {None, *regions()}
    for figure, start, end in zip(provider.gains, provider.series.starts, provider.series.ends, strict=True):
        assert_cited(figure)
        assert figure.unit == "km²"
        assert (figure.since, figure.date) == (start, end)
    for low, gain, high in zip(provider.low_km2, provider.series.gain_km2, provider.high_km2, strict=True):
        assert low <= gain <= high


def test_a_month_whose_original_was_not_seen_has_a_source_that_says_so() -> None:
    for provider in providers().values():
        for month, figure in zip(provider.series.months, provider.gains, strict=True):
            assert (month in provider.second_hand) == ("second-hand page" in figure.source.note), (provider.id, month)


def test_no_source_of_the_shared_record_is_listed_in_vain() -> None:
    data = raw("record", "figures.json")
    used = {described["source"] for table in data["tables"] for described in table["columns"].values()}
    assert used | {row["source"] for row in rows("record/afp.csv")} == set(data["sources"])


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_shared_record_says_what_the_editions_say(edition_id: str) -> None:
    shared = {row["month"]: row for row in rows("record/deepstate.csv")}
    own = [row for row in rows(f"{edition_id}/monthly_gains.csv") if row["month"] >= "2022-12"]
    if shared[own[-1]["month"]]["to"] > own[-1]["to"]:
        own.pop()  # a part of a month that has become whole since
    assert [shared[row["month"]] for row in own] == own


@pytest.mark.parametrize("key", ["id", "name", "file", "column"])
def test_a_provider_that_lacks_any_of_its_attributes_is_refused(tmp_path: Path, key: str) -> None:
    copy = shared_record(tmp_path, lambda data: data["providers"][0].pop(key))
    assert "a provider needs an id of its own, a name, a file and a column" in record_refusal(copy)


@pytest.mark.parametrize(("change", "why"), [({"id": "afp"}, "afp: "), ({"file": "isw.csv"}, "deepstate_land: ")])
def test_a_provider_given_twice_or_without_a_table_is_refused(tmp_path: Path, change: dict[str, str], why: str) -> None:
    copy = shared_record(tmp_path, lambda data: data["providers"][0].update(change))
    assert record_refusal(copy).startswith(why)


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("source", "hearsay", "afp.csv, 2025-03, gain_km2: the source 'hearsay' is not listed"),
        ("low_km2", "241", "afp: the gain of 2025-03 lies outside its own range"),
        ("high_km2", "239", "afp: the gain of 2025-03 lies outside its own range"),
        ("gain_km2", "", "afp.csv, 2025-03, gain_km2: '' is not a number"),
    ],
)
def test_a_row_that_is_uncited_or_outside_its_own_range_is_refused(
    tmp_path: Path, column: str, cell: str, why: str
) -> None:
    copy = shutil.copytree(SEEDS / "record", tmp_path / "record")
    table = rows("record/afp.csv")
    next(row for row in table if row["month"] == "2025-03")[column] = cell
    write(copy / "afp.csv", table)
    assert record_refusal(copy) == why


@pytest.mark.parametrize(
    ("file", "refused"), [("deepstate.csv", True), ("afp.csv", True), ("deepstate_oblasts.csv", False)]
)
def test_only_a_record_inside_oblasts_may_lack_a_month(tmp_path: Path, file: str, refused: bool) -> None:
    copy = shutil.copytree(SEEDS / "record", tmp_path / "record")
    write(copy / file, [row for row in rows(f"record/{file}") if row["month"] != "2025-03"])
    if refused:
        assert record_refusal(copy) == f"{file}: the periods leave a gap or overlap"
    else:
        assert "2025-03" not in load_providers(copy)["deepstate_kharkiv"].series.months
    table = rows(f"record/{file}")
    table[5]["from"] = "2022-12-15"
    write(copy / file, table)
    assert record_refusal(copy)


# Editions are immutable once released.


def test_figures_and_defaults_of_an_edition_are_immutable_once_released() -> None:
    """The hashes may only grow: a new edition adds its files, and none that was released ever changes.

    A month that is added to the shared record changes the hash of its file; what it had is held by the editions.
    """
    files = [file for file in sorted(SEEDS.rglob("*")) if file.is_file() and file.name != "README.md"]
    found = {file.relative_to(SEEDS).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert found == HASHES


# What is derived can be derived again, from the edition's own files.


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_pace_is_its_figure_over_the_days_of_its_window(edition_id: str) -> None:
    loaded = edition(edition_id)
    assert loaded.pace.since is not None
    days = (loaded.pace.date - loaded.pace.since).days
    assert loaded.window_days == loaded.figures["window_days"].number == days
    assert loaded.defaults["rate"].number == round(loaded.pace.number / days, 5)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_window_of_the_pace_ends_with_the_editions_date(edition_id: str) -> None:
    figures = edition(edition_id).figures
    windows = [figure for figure in figures.values() if figure.since is not None]
    assert len(windows) >= 3
    for figure in windows:
        assert figure.since < figure.date == date.fromisoformat(edition_id), figure.id


def test_the_documented_pace_is_5842_km2_in_1009_days() -> None:
    loaded = edition(EDITIONS[0])
    assert (loaded.pace.number, loaded.window_days) == (5_842.0, 1_009)
    assert (loaded.pace.since, loaded.pace.date) == (date(2022, 11, 12), date(2025, 8, 17))
    assert loaded.pace.status == "published"
    assert loaded.defaults["rate"].number == 5.78989


def test_the_pace_of_the_later_edition_is_775_km2_in_233_days() -> None:
    pace = raw(EDITIONS[1], "figures.json")["figures"][0]
    assert (pace["id"], pace["value"]) == ("land_gain", 775.1)
    gains = [float(row["gain_land_km2"]) for row in rows(f"{EDITIONS[1]}/monthly_gains.csv") if row["month"] >= "2026"]
    assert round(sum(gains), 1) == 775.1
    assert edition(EDITIONS[1]).defaults["rate"].number == round(775.1 / 233, 5)


def test_the_gain_is_the_difference_of_the_two_published_levels() -> None:
    figures = edition(EDITIONS[0]).figures
    before, after = figures["occupied_as_drawn_at_window_start"], figures["occupied_as_drawn"]
    assert after.number - before.number == figures["net_gain"].number
    assert (before.date, after.date) == (figures["net_gain"].since, figures["net_gain"].date)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_share_of_ukraine_is_the_gain_over_its_area(edition_id: str) -> None:
    gain = edition(edition_id).pace.id
    figures = edition(edition_id).figures
    assert figures[f"{gain}_share"].number == round(100 * figures[gain].number / UKRAINE_KM2, 2)


@pytest.mark.parametrize(("edition_id", "within"), [(EDITIONS[0], 0.5), (EDITIONS[1], 0.7)])
def test_the_land_gain_is_the_sum_of_what_was_gained_in_the_regions(edition_id: str, within: float) -> None:
    gained = sum(after - before for before, after in occupied(edition_id).values())
    assert edition(edition_id).figures["land_gain"].number == pytest.approx(gained, abs=within)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_an_occupied_share_is_what_was_measured_over_the_official_area(edition_id: str) -> None:
    stated = {"kharkiv": 4.0, "odesa": 0.0} if edition_id == EDITIONS[0] else {}
    measured = {
        region: min(100.0, round(100 * after / AREAS[region], 4)) for region, (_, after) in occupied(edition_id).items()
    }
    shares = {name: figure.number for name, figure in edition(edition_id).occupied.items() if name != "ukraine"}
    assert shares == measured | stated
    assert {edition(edition_id).occupied[name].status for name in stated} <= {"published"}


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_occupied_share_of_ukraine_is_the_sum_over_the_area_of_the_whole(edition_id: str) -> None:
    total = sum(after for _, after in occupied(edition_id).values())
    assert edition(edition_id).occupied["ukraine"].number == round(100 * total / UKRAINE_KM2, 4)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_region_and_the_whole_country_have_an_occupied_share(edition_id: str) -> None:
    assert set(edition(edition_id).occupied) == set(regions())
    assert set(occupied(edition_id)) == set(AREAS)


def complete_months(edition_id: str) -> list[tuple[int, int, float, int]]:
    """Year, month, land gain and days of the record's months that were over by the edition's date."""
    found = []
    for row in rows(f"{edition_id}/monthly_gains.csv"):
        year, month = map(int, row["month"].split("-"))
        begin, end = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        if date(year + month // 12, month % 12 + 1, 1) <= date.fromisoformat(edition_id):
            found.append((year, month, float(row["gain_land_km2"]), (end - begin).days))
    return found


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_seasonal_profile_is_the_mean_ratio_of_each_month_to_its_year(edition_id: str) -> None:
    record = [each for each in complete_months(edition_id) if 2023 <= each[0] <= 2025]
    means = {
        year: sum(gain for y, _, gain, _ in record if y == year) / sum(days for y, _, _, days in record if y == year)
        for year in (2023, 2024, 2025)
    }
    loaded = edition(edition_id)
    for month in range(1, 13):
        ratios = [gain / days / means[year] for year, m, gain, days in record if m == month]
        assert loaded.seasonal_observations[month - 1] == len(ratios)
        assert loaded.seasonal_profile[month - 1] == pytest.approx(np.mean(ratios), abs=5.1e-5)
    assert [each["month"] for each in raw(edition_id, "defaults.json")["seasonal_profile"]["months"]] == [*range(1, 13)]


def test_the_profile_of_the_first_edition_does_not_know_what_came_after_july_2025() -> None:
    assert edition(EDITIONS[0]).seasonal_observations == (3,) * 7 + (2,) * 5
    assert edition(EDITIONS[1]).seasonal_observations == (3,) * 12


# The record.


def test_the_record_of_the_first_edition_ends_with_july_2025() -> None:
    series = edition(EDITIONS[0]).land_gains
    assert (series.months[-1], series.ends[-1]) == ("2025-07", date(2025, 8, 1))
    assert len(series.since(date(2022, 12, 1)).months) == 32
    assert all(end <= date.fromisoformat(EDITIONS[0]) for end in series.ends)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_no_record_goes_beyond_its_editions_date(edition_id: str) -> None:
    loaded = edition(edition_id)
    day = date.fromisoformat(edition_id)
    assert loaded.land_gains.ends[-1] <= day
    assert loaded.defaults["rate"].date <= day
    assert loaded.pace.date <= day


def test_the_later_record_continues_the_earlier_one_and_changes_nothing_in_it() -> None:
    earlier, later = (edition(each).land_gains for each in FIRST_TWO)
    count = len(earlier.months)
    assert later.gain_km2[:count] == earlier.gain_km2
    assert (later.starts[:count], later.ends[:count]) == (earlier.starts, earlier.ends)


def test_periods_are_divided_by_their_own_days() -> None:
    series = edition(EDITIONS[0]).land_gains
    length = dict(zip(series.months, series.days, strict=True))
    assert (length["2023-01"], length["2023-02"], length["2024-02"]) == (29.0, 30.0, 29.0)
    assert series.days.sum() == (date(2025, 8, 1) - date(2022, 11, 1)).days


def test_the_retreat_of_november_2022_is_left_out_of_what_begins_in_december() -> None:
    series = edition(EDITIONS[0]).land_gains
    assert series.gain_km2[0] == -4_713.6
    assert min(series.since(date(2022, 12, 1)).gain_km2) == -312.8
    assert series.since(date(2030, 1, 1)).months == ()


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_record_for_fitting_has_the_complete_months_from_december_2022_to_the_editions_date(
    edition_id: str,
) -> None:
    record, months = (
        edition(edition_id).record,
        [each for each in complete_months(edition_id) if each[:2] >= (2022, 12)],
    )
    assert [(f"{year}-{month:02}", gain) for year, month, gain, _ in months] == list(
        zip(record.months, record.gain_km2, strict=True)
    )
    assert list(record.days) == [days for *_, days in months]
    assert record.starts[0] == evidence.RECORD_BEGINS == date(2022, 12, 1)
    assert record.ends[-1] <= date.fromisoformat(edition_id)


@pytest.mark.parametrize(("edition_id", "months", "last"), [(EDITIONS[0], 32, "2025-07"), (EDITIONS[1], 44, "2026-07")])
def test_the_record_ends_with_the_july_before_the_editions_date(edition_id: str, months: int, last: str) -> None:
    record = edition(edition_id).record
    assert (len(record.months), record.months[-1]) == (months, last)


def test_the_record_holds_nothing_that_came_after_its_edition() -> None:
    earlier, later = (edition(each) for each in FIRST_TWO)
    assert replace(later, id=EDITIONS[0]).record == earlier.record
    for day, last in (("2025-08-31", "2025-07"), ("2025-09-01", "2025-08"), ("2025-09-30", "2025-08")):
        assert replace(later, id=day).record.months[-1] == last
    assert replace(later, id="2022-12-31").record.months == ()


@pytest.mark.parametrize(
    ("last_day", "last"),
    [("2026-08-22", "2026-07"), ("2026-08-28", "2026-07"), ("2026-08-30", "2026-08"), ("2026-09-02", "2026-08")],
)
def test_a_month_is_complete_where_its_row_reaches_to_about_its_end(last_day: str, last: str) -> None:
    series = edition(EDITIONS[1]).land_gains
    longer = replace(series, ends=(*series.ends[:-1], date.fromisoformat(last_day)))
    assert longer.complete_by(date(2026, 10, 1)).months[-1] == last
    assert longer.complete_by(date(2026, 8, 31)).months[-1] == "2026-07"


def test_a_row_that_ends_after_a_day_is_not_complete_by_it() -> None:
    series = edition(EDITIONS[1]).land_gains
    longer = replace(series, ends=(*series.ends[:-1], date(2026, 9, 2)))
    assert longer.complete_by(date(2026, 9, 1)).months[-1] == "2026-07"


def test_a_rate_is_a_periods_gain_over_its_own_days() -> None:
    series = edition(EDITIONS[0]).record
    rates = dict(zip(series.months, series.rates_km2_per_day, strict=True))
    assert series.rates_km2_per_day.shape == (32,)
    assert rates["2023-01"] == pytest.approx(219.5 / 29)
    assert rates["2023-02"] == pytest.approx(167.5 / 30)
    assert rates["2024-11"] == pytest.approx(712.0 / 30)
    assert series.since(date(2030, 1, 1)).rates_km2_per_day.shape == (0,)


# The fit of the record, and the ranges that follow from it.


def calibration(edition_id: str) -> Calibration:
    """The fit of an edition's own table."""
    months = [each for each in complete_months(edition_id) if each[:2] >= (2022, 12)]
    return fit([gain for _, _, gain, _ in months], [days for *_, days in months])


def ends(loaded: Edition, key: str) -> tuple[float, float]:
    return loaded.ranges[key].low, loaded.ranges[key].high


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_ranges_are_derived_and_lie_within_what_a_scenario_can_hold(edition_id: str) -> None:
    ranges = edition(edition_id).ranges
    assert tuple(ranges) == RANGED
    for key, documented in ranges.items():
        assert documented.id == key
        assert documented.status == "derived"
        assert documented.unit == PARAMETERS[key].unit or (key, documented.unit) == ("persistence", "correlation")
        assert PARAMETERS[key].low <= documented.low < documented.high <= PARAMETERS[key].high
        assert documented.date == date.fromisoformat(edition_id)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_range_of_the_pace_is_that_of_all_twelve_consecutive_months(edition_id: str) -> None:
    months = [each for each in complete_months(edition_id) if each[:2] >= (2022, 12)]
    years = [months[first : first + 12] for first in range(len(months) - 11)]
    means = [sum(gain for _, _, gain, _ in year) / sum(days for *_, days in year) for year in years]
    assert ends(edition(edition_id), "rate") == (round(min(means), 2), round(max(means), 2))


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_range_of_the_season_is_from_nothing_to_the_record(edition_id: str) -> None:
    assert ends(edition(edition_id), "season") == (0.0, 100.0)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_ranges_of_scatter_and_persistence_are_what_8_in_10_are_between_in_the_fit(edition_id: str) -> None:
    fitted, loaded = calibration(edition_id), edition(edition_id)
    assert ends(loaded, "noise") == tuple(round(fitted.noise_quantile(level)) for level in (0.1, 0.9))
    assert ends(loaded, "persistence") == tuple(round(fitted.persistence_quantile(level), 2) for level in (0.1, 0.9))


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_range_of_the_pace_uncertainty_is_its_spread_at_either_end_of_the_persistence(edition_id: str) -> None:
    fitted = calibration(edition_id)
    spreads = [fitted.given(fitted.persistence_quantile(level)).pace_log_sd for level in (0.1, 0.9)]
    assert ends(edition(edition_id), "pace_uncertainty") == tuple(round(100 * spread) for spread in spreads)


def test_the_fits_of_both_records_are_these() -> None:
    fits = [calibration(each) for each in FIRST_TWO]
    levels = (0.1, 0.5, 0.9)
    np.testing.assert_allclose(
        [[fitted.persistence_quantile(level) for level in levels] for fitted in fits],
        [[0.678, 0.821, 0.921], [0.669, 0.794, 0.903]],
        atol=0.0011,
    )
    np.testing.assert_allclose(
        [[fitted.noise_quantile(level) for level in levels] for fitted in fits],
        [[183.2, 244.8, 367.9], [171.0, 217.8, 317.4]],
        atol=0.1,
    )
    np.testing.assert_allclose(
        [[fitted.mean_km2_per_day.quantile(level) for level in levels] for fitted in fits],
        [[2.20, 7.49, 13.71], [1.89, 6.23, 10.31]],
        atol=0.01,
    )
    np.testing.assert_allclose([fitted.pace_log_sd for fitted in fits], [0.547, 0.496], atol=0.001)


def test_on_a_wider_grid_the_fits_are_those_of_a_fit_by_sampling() -> None:
    """200,000 draws of the same model, with the persistence on −0.5…0.98."""
    for edition_id, persistence, noise in (
        (EDITIONS[0], [0.68, 0.83, 0.94], [185, 252, 434]),
        (EDITIONS[1], [0.67, 0.80, 0.92], [172, 220, 344]),
    ):
        narrow = calibration(edition_id).gains
        wide = fit(narrow, np.full(narrow.shape, DAYS_PER_MONTH), np.linspace(-0.5, 0.98, 1481))
        assert [wide.persistence_quantile(level) for level in (0.1, 0.5, 0.9)] == pytest.approx(persistence, abs=0.006)
        assert [wide.noise_quantile(level) for level in (0.1, 0.5, 0.9)] == pytest.approx(noise, rel=0.01)


def test_what_the_first_edition_declares_lies_within_the_ranges_of_its_fit() -> None:
    loaded = edition(EDITIONS[0])
    declared = {key: loaded.defaults[key].number for key in ("noise", "persistence", "pace_uncertainty")}
    assert declared == {"noise": 190.0, "persistence": 0.7, "pace_uncertainty": 45.0}
    for key, value in declared.items():
        assert loaded.ranges[key].low <= value <= loaded.ranges[key].high
        assert loaded.defaults[key].definition.startswith("Declared: ")


@pytest.mark.parametrize("edition_id", EDITIONS[1:])
def test_a_later_edition_takes_scatter_persistence_and_pace_uncertainty_from_its_fit(edition_id: str) -> None:
    loaded, fitted = edition(edition_id), calibration(edition_id)
    noise, persistence, spread = fitted.noise_quantile(0.5), fitted.persistence_quantile(0.5), 100 * fitted.pace_log_sd
    taken = {
        "noise": (noise, 10, f"{noise:.0f} km²/month"),
        "persistence": (persistence, 0.05, f"{persistence:.2f}"),
        "pace_uncertainty": (spread, 5, f"{spread:.0f} %"),
    }
    for key, (value, nearest, shown) in taken.items():
        assert loaded.defaults[key].number == pytest.approx(nearest * round(value / nearest))
        assert shown in loaded.defaults[key].definition


def test_the_scatter_persistence_and_pace_uncertainty_of_the_later_edition_are_these() -> None:
    keys = ("noise", "persistence", "pace_uncertainty")
    assert [edition(FIRST_TWO[1]).defaults[key].number for key in keys] == [220.0, 0.8, 50.0]


def test_the_level_between_two_dates_is_spread_evenly_and_flat_outside_the_record() -> None:
    series = edition(EDITIONS[0]).land_gains.since(date(2024, 1, 1))
    assert series.level_km2(date(2024, 1, 1)) == 0.0
    assert series.level_km2(date(2023, 1, 1)) == 0.0
    assert series.level_km2(date(2024, 2, 1)) == pytest.approx(40.1)
    assert series.level_km2(date(2024, 1, 16)) == pytest.approx(40.1 * 15 / 31)
    assert series.level_km2(date(2025, 8, 1)) == pytest.approx(sum(series.gain_km2))
    assert series.level_km2(date(2030, 1, 1)) == pytest.approx(sum(series.gain_km2))


def test_inside_kharkiv_oblast_the_front_moved_0_72_km2_a_day() -> None:
    loaded = edition(EDITIONS[0])
    before, after = occupied(EDITIONS[0])["kharkiv"]
    assert loaded.own_rate_km2_per_day("kharkiv") == pytest.approx((after - before) / 1_009)
    assert round(loaded.own_rate_km2_per_day("kharkiv"), 2) == 0.72
    assert loaded.own_rate_km2_per_day("odesa") == 0.0
    assert loaded.own_rate_km2_per_day("ukraine") == 0.0
    assert loaded.own_rate_km2_per_day("kherson") == pytest.approx(-288.5 / 1_009)


def test_of_the_land_gained_in_the_window_11_7_percent_was_in_kharkiv_oblast() -> None:
    before, after = occupied(EDITIONS[0])["kharkiv"]
    assert round(100 * (after - before) / edition(EDITIONS[0]).figures["land_gain"].number, 1) == 11.7


def test_inside_kharkiv_oblast_the_front_advanced_in_2026_too() -> None:
    before, after = occupied(EDITIONS[1])["kharkiv"]
    assert edition(EDITIONS[1]).own_rate_km2_per_day("kharkiv") == pytest.approx((after - before) / 233)


# Geography.


def test_there_are_27_regions_and_the_whole_country() -> None:
    assert len(regions()) == 28
    assert {name: region.area.number for name, region in regions().items()} == AREAS | {"ukraine": UKRAINE_KM2}
    assert sum(AREAS.values()) == 603_540
    assert regions()["ukraine"].area.definition


def test_every_region_has_a_name_and_a_code_of_its_own() -> None:
    assert len({region.iso_3166_2 for region in regions().values()}) == 28
    assert len({region.long_name for region in regions().values()}) == 28
    assert regions()["kharkiv"].long_name == "Kharkiv oblast"
    assert regions()["kyiv_city"].long_name == "Kyiv city"
    assert regions()["kyiv_oblast"].long_name == "Kyiv oblast"
    assert regions()["crimea"].long_name == "Crimea"
    assert regions()["ukraine"].long_name == "Ukraine"


def test_the_outlines_are_of_the_27_regions_and_carry_no_areas() -> None:
    outlines = json.loads((SEEDS / "geography" / "outlines.geojson").read_text(encoding="utf-8"))
    assert {feature["id"] for feature in outlines["features"]} == set(AREAS)
    assert all(set(feature["properties"]) == {"name"} for feature in outlines["features"])
    assert outlines["source"] in raw("geography", "figures.json")["sources"]
