"""The documented figures: every one is cited, every derived one can be derived again, and none looks ahead."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from territory.figures import data_path, evidence
from territory.figures.evidence import (
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
from tests.helpers import GONE, Change, put

SEEDS = data_path("seeds")
HASHES = json.loads((Path(__file__).parent / "seed_hashes.json").read_text(encoding="utf-8"))
EDITIONS = tuple(sorted(Path(file).parent.name for file in HASHES if file.endswith("/defaults.json")))
FIRST_TWO = ("2025-08-17", "2026-08-22")
ATTRIBUTES = ("value", "low", "high", "unit", "date", "source", "definition", "status")
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
    assert all(figure.label for figure in loaded.figures.values())


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
def test_no_source_is_listed_in_vain(edition_id: str) -> None:
    used = {entry["source"] for _, entry in all_figures(edition_id)}
    listed = raw(edition_id, "figures.json")["sources"] | raw(edition_id, "defaults.json")["sources"]
    assert used == set(listed)


def test_every_region_has_its_official_area_with_a_source() -> None:
    for region in regions().values():
        assert_cited(region.area)
        assert region.area.unit == "km²"


# An uncited figure does not load.


def changed(tmp_path: Path, place: str, change: Change) -> Path:
    """A copy of a folder of the seeds with one of its files, `folder/file`, changed."""
    folder, file = place.split("/")
    copy = tmp_path / folder
    if not copy.exists():
        shutil.copytree(SEEDS / folder, copy)
    data: Any = rows(place) if file.endswith(".csv") else raw(folder, file)
    change(data)
    with (copy / file).open("w", encoding="utf-8", newline="") as written:
        if file.endswith(".csv"):
            writer = csv.DictWriter(written, data[0].keys())
            writer.writeheader()
            writer.writerows(data)
        else:
            json.dump(data, written)
    return copy


def refusal(tmp_path: Path, place: str, change: Change) -> str:
    """What is said of a folder of the seeds once one of its files is changed."""
    copy = changed(tmp_path, place, change)
    load = {"record": load_providers, "geography": load_regions}.get(copy.name, load_edition)
    with pytest.raises(EvidenceError) as caught:
        load(copy)
    return str(caught.value)


def cell(row: str, column: str, content: str) -> Change:
    """Puts a content into the row that has a cell like `row`."""
    return lambda table: next(each for each in table if row in each.values()).update({column: content})


def places(edition_id: str) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """All that is cited in an edition: its name, the file, and the way to it inside the file."""
    figures, defaults = raw(edition_id, "figures.json"), raw(edition_id, "defaults.json")
    found: list[tuple[str, str, tuple[str | int, ...]]] = []
    found += [(each["id"], "figures.json", ("figures", i)) for i, each in enumerate(figures["figures"])]
    for i, table in enumerate(figures["tables"]):
        found += [(name, "figures.json", ("tables", i, "columns", name)) for name in table["columns"]]
    for part in ("defaults", "occupied", "ranges"):
        found += [(name, "defaults.json", (part, name)) for name in defaults[part]]
    return [*found, ("seasonal_profile", "defaults.json", ("seasonal_profile",))]


def test_a_copy_of_an_edition_is_that_edition(tmp_path: Path) -> None:
    for edition_id in EDITIONS:
        copy = changed(tmp_path, f"{edition_id}/figures.json", lambda data: data)
        assert load_edition(copy).defaults == edition(edition_id).defaults


@pytest.mark.parametrize(
    ("edition_id", "name", "file", "way"),
    [(edition_id, *place) for edition_id in EDITIONS for place in places(edition_id)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_or_range_that_lacks_any_of_its_attributes_is_refused_by_name(
    tmp_path: Path, edition_id: str, name: str, file: str, way: tuple[str | int, ...]
) -> None:
    entry = raw(edition_id, file)
    for step in way:
        entry = entry[step]
    has = [attribute for attribute in ATTRIBUTES if attribute in entry]
    assert {"unit", "source", "definition", "status"} <= set(has)
    assert way[0] != "ranges" or {"low", "high", "date"} <= set(has)
    for nothing in (GONE, None, ""):
        take_all: Change = lambda data, nothing=nothing: [put(*way, each, nothing)(data) for each in has]  # noqa: E731
        message = refusal(tmp_path, f"{edition_id}/{file}", take_all)

        assert name in message
        assert [attribute for attribute in has if f"lacks its {attribute}" not in message] == []


FIGURES, DEFAULTS, OCCUPIED, MONTHLY, AFP, PROVIDERS = (
    *(f"{FIRST_TWO[0]}/{file}" for file in ("figures.json", "defaults.json", "occupied.csv", "monthly_gains.csv")),
    *("record/afp.csv", "record/figures.json"),
)
NOISE, MONTHS = ("ranges", "noise"), ("seasonal_profile", "months")
NO_STATUS = "the status 'guessed' is not one of published, computed, derived"
GAP = "the periods leave a gap or overlap"
NO_NUMBERS = ("", "nan", "inf", "about 4", "1,290.1")
NOT_FINITE = (math.nan, math.inf, -math.inf, True)


@pytest.mark.parametrize(
    ("place", "change", "why"),
    [
        (DEFAULTS, put(*NOISE, "low", 400), "the range of noise: the low 400 is above the high 368"),
        (DEFAULTS, put(*NOISE, "low", "about 183"), "the range of noise: the low 'about 183' is not a number"),
        (DEFAULTS, put(*NOISE, "high", [368]), "the range of noise: the high [368] is not a number"),
        (DEFAULTS, put(*NOISE, "source", "hearsay"), "the range of noise: the source 'hearsay' is not listed"),
        (DEFAULTS, put(*NOISE, "status", "guessed"), f"the range of noise: {NO_STATUS}"),
        *((DEFAULTS, put(*NOISE, "high", each), f"the high {each} is not a finite number") for each in NOT_FINITE),
        (
            DEFAULTS,
            lambda data: data["ranges"]["noise"].update(low=None, high="", unit=""),
            "the range of noise: lacks its low; lacks its high; lacks its unit",
        ),
        *((DEFAULTS, put("defaults", "rate", "value", each), "not a finite number") for each in NOT_FINITE),
        *((DEFAULTS, put("occupied", "kharkiv", "value", each), "kharkiv") for each in NOT_FINITE),
        (DEFAULTS, put("defaults", "rate", "status", "guessed"), f"rate: {NO_STATUS}"),
        *(
            (DEFAULTS, put("defaults", "noise", "date", day), f"noise: {day!r} is not a date")
            for day in ("2025-02-30", "yesterday", 20250817)
        ),
        (DEFAULTS, put(*MONTHS, 11, GONE), "seasonal_profile"),
        (DEFAULTS, put(*MONTHS, 3, "value", GONE), "seasonal_profile"),
        (DEFAULTS, put(*MONTHS, 3, "value", math.nan), "seasonal_profile"),
        (FIGURES, put("figures", 0, "source", "hearsay"), "net_gain: the source 'hearsay' is not listed"),
        (FIGURES, lambda data: data["figures"].append(data["figures"][0]), "net_gain: given twice"),
        *(
            (FIGURES, put("figures", 0, "since", day), "net_gain: its window ends before it begins")
            for day in ("2025-08-18", "2025-08-17", "2030-01-01")
        ),
        (FIGURES, put("tables", 1, "columns", "occupied_km2", GONE), "column 'occupied_km2' is not described"),
        *(
            (FIGURES, put("sources", "derived", attribute, GONE), "derived")
            for attribute in ("title", "publisher", "url", "note")
        ),
        *((OCCUPIED, cell("kharkiv", "occupied_km2", text), "csv, kharkiv, occupied_km2") for text in NO_NUMBERS),
        *((MONTHLY, cell("2024-11", "gain_land_km2", text), "csv, 2024-11, gain_land_km2") for text in NO_NUMBERS),
        (OCCUPIED, lambda table: table.append({**table[-1], "occupied_km2": "7"}), "chernivtsi is given twice"),
        (MONTHLY, lambda table: table.pop(10), f"monthly_gains.csv: {GAP}"),
        (MONTHLY, put(10, "from", "2023-08-30"), f"monthly_gains.csv: {GAP}"),
        (MONTHLY, lambda table: table.insert(11, table.pop(10)), f"monthly_gains.csv: {GAP}"),
        ("geography/regions.csv", cell("vinnytsia", "area_km2", ""), "regions.csv, vinnytsia, area_km2"),
        *(
            (
                PROVIDERS,
                put("providers", 0, key, GONE),
                "a provider needs an id of its own, a name, a file and a column",
            )
            for key in ("id", "name", "file", "column")
        ),
        (PROVIDERS, put("providers", 0, "id", "afp"), "afp: "),
        (PROVIDERS, put("providers", 0, "file", "isw.csv"), "deepstate_land: "),
        (AFP, cell("2025-03", "source", "hearsay"), "afp.csv, 2025-03, gain_km2: the source 'hearsay' is not listed"),
        (AFP, cell("2025-03", "low_km2", "241"), "afp: the gain of 2025-03 lies outside its own range"),
        (AFP, cell("2025-03", "high_km2", "239"), "afp: the gain of 2025-03 lies outside its own range"),
        (AFP, cell("2025-03", "gain_km2", ""), "afp.csv, 2025-03, gain_km2: '' is not a number"),
    ],
)
def test_what_contradicts_itself_or_is_not_cited_is_refused_with_its_place(
    tmp_path: Path, place: str, change: Change, why: str
) -> None:
    assert why in refusal(tmp_path, place, change)


@pytest.mark.parametrize("file", ["figures.json", "defaults.json", "occupied.csv", "monthly_gains.csv"])
def test_an_edition_that_lacks_a_file_or_has_another_in_its_place_is_refused(tmp_path: Path, file: str) -> None:
    copy = shutil.copytree(SEEDS / EDITIONS[0], tmp_path / "copy")
    for content in ("", "{", "[]", "7") if file.endswith(".json") else ():
        (copy / file).write_text(content, encoding="utf-8")
        with pytest.raises(EvidenceError, match=f"{file} of copy"):
            load_edition(copy)
    (copy / file).unlink()
    with pytest.raises(EvidenceError, match=file):
        load_edition(copy)


def test_a_pace_without_a_window_has_no_days(tmp_path: Path) -> None:
    copy = changed(tmp_path, FIGURES, put("figures", 0, "since", GONE))
    with pytest.raises(EvidenceError, match="net_gain has no window"):
        _ = load_edition(copy).window_days


def test_an_unknown_edition_is_refused_with_those_that_exist() -> None:
    for unknown in ("2024-01-01", "", "geography", "../seeds/2025-08-17"):
        with pytest.raises(EvidenceError, match=r"choose one of 2025-08-17, 2026-08-22"):
            edition(unknown)


def test_text_is_not_a_number() -> None:
    assert edition(EDITIONS[0]).figures["briefing"].value == "2025-08-30"
    with pytest.raises(EvidenceError, match="is not a number"):
        _ = edition(EDITIONS[0]).figures["briefing"].number


# The record that editions share.


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


@pytest.mark.parametrize("file", ["deepstate.csv", "afp.csv", "deepstate_oblasts.csv"])
def test_only_a_record_inside_oblasts_may_lack_a_month_and_none_overlaps(tmp_path: Path, file: str) -> None:
    place = f"record/{file}"
    without: Change = lambda table: table.remove(next(row for row in table if row["month"] == "2025-03"))  # noqa: E731
    if file == "deepstate_oblasts.csv":
        found = load_providers(changed(tmp_path, place, without))
        assert "2025-03" not in found["deepstate_kharkiv"].series.months
    else:
        assert refusal(tmp_path, place, without) == f"{file}: {GAP}"
    assert refusal(tmp_path, place, put(5, "from", "2022-12-15"))


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


def test_the_record_holds_nothing_that_came_after_its_edition() -> None:
    earlier, later = (edition(each) for each in FIRST_TWO)
    assert [(len(each.record.months), each.record.months[-1]) for each in (earlier, later)] == [
        (32, "2025-07"),
        (44, "2026-07"),
    ]
    assert replace(later, id=EDITIONS[0]).record == earlier.record
    for day, last in (("2025-08-31", "2025-07"), ("2025-09-01", "2025-08"), ("2025-09-30", "2025-08")):
        assert replace(later, id=day).record.months[-1] == last
    assert replace(later, id="2022-12-31").record.months == ()


@pytest.mark.parametrize(
    ("last_day", "by", "last"),
    [
        ("2026-08-22", date(2026, 10, 1), "2026-07"),
        ("2026-08-28", date(2026, 10, 1), "2026-07"),
        ("2026-08-30", date(2026, 10, 1), "2026-08"),
        ("2026-09-02", date(2026, 10, 1), "2026-08"),
        ("2026-09-02", date(2026, 9, 1), "2026-07"),
    ],
)
def test_a_month_is_complete_where_its_row_reaches_to_about_its_end_and_not_beyond_the_day(
    last_day: str, by: date, last: str
) -> None:
    series = edition(EDITIONS[1]).land_gains
    longer = replace(series, ends=(*series.ends[:-1], date.fromisoformat(last_day)))
    assert longer.complete_by(by).months[-1] == last
    assert longer.complete_by(date(2026, 8, 31)).months[-1] == "2026-07"


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
def test_the_ranges_are_of_all_twelve_months_of_the_record_and_of_what_8_in_10_are_between_in_its_fit(
    edition_id: str,
) -> None:
    months = [each for each in complete_months(edition_id) if each[:2] >= (2022, 12)]
    years = [months[first : first + 12] for first in range(len(months) - 11)]
    means = [sum(gain for _, _, gain, _ in year) / sum(days for *_, days in year) for year in years]
    fitted = calibration(edition_id)
    persistence = [fitted.persistence_quantile(level) for level in (0.1, 0.9)]
    assert {key: [each.low, each.high] for key, each in edition(edition_id).ranges.items()} == {
        "rate": [round(min(means), 2), round(max(means), 2)],
        "season": [0.0, 100.0],
        "noise": [round(fitted.noise_quantile(level)) for level in (0.1, 0.9)],
        "persistence": [round(each, 2) for each in persistence],
        "pace_uncertainty": [round(100 * fitted.given(each).pace_log_sd) for each in persistence],
    }


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
    assert round(100 * (after - before) / loaded.figures["land_gain"].number, 1) == 11.7
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
