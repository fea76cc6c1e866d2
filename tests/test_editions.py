"""New editions: what is sound is derived as documented, and everything that is not is named in one go."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territory.answers.outlook import project
from territory.editions import EditionError, Request, new_edition
from territory.editions.build import moves
from territory.figures import data_path
from territory.figures.evidence import edition, load_edition
from territory.model.inputs import KM2_PER_SQ_MI
from territory.scenario.scenario import baseline
from tests.helpers import Terminal

SEEDS = data_path("seeds")
FIRST, LATER = "2025-08-17", "2026-08-22"
SOURCE = "deepstate_snapshots"
FILES = ("figures.json", "defaults.json", "monthly_gains.csv", "occupied.csv")

NEW = ("edition", "new")

Row = dict[str, str]


def months(edition_id: str, since: str = "2022") -> list[Row]:
    """The rows of an edition's months from some month on, as somebody would hand them in."""
    with (SEEDS / edition_id / "monthly_gains.csv").open(encoding="utf-8", newline="") as lines:
        return [row | {"source": SOURCE} for row in csv.DictReader(lines) if row["month"] >= since]


def areas(edition_id: str) -> list[Row]:
    with (SEEDS / edition_id / "occupied.csv").open(encoding="utf-8", newline="") as lines:
        return [row | {"source": SOURCE} for row in csv.DictReader(lines)]


def autumn() -> list[Row]:
    """Two made-up months after the later edition."""
    return [
        row("2026-08", "2026-08-01", "2026-09-01", "-31.0"),
        row("2026-09", "2026-09-01", "2026-10-01", "58.3"),
    ]


def autumn_areas() -> list[Row]:
    """The areas that belong to them: what was gained, 52.8 km², was gained in Donetsk oblast."""
    rows = areas(LATER)
    next(row for row in rows if row["id"] == "donetsk")["occupied_km2"] = "21275.1"
    return rows


@dataclass(frozen=True)
class Desk:
    """A folder with the two tables, and somewhere for editions to go."""

    path: Path

    def request(
        self, months: Sequence[Row], areas: Sequence[Row], previous: str = LATER, **options: str | bool
    ) -> Request:
        write(self.path / "months.csv", months)
        write(self.path / "occupied.csv", areas)
        return replace(Request(previous, self.path / "months.csv", out=self.path / "out"), **options)  # type: ignore[arg-type]

    def problems(
        self, months: Sequence[Row], areas: Sequence[Row], previous: str = LATER, **options: str | bool
    ) -> tuple[str, ...]:
        """The problems of tables that are refused; nothing is written then."""
        request = self.request(months, areas, previous, **options)
        with pytest.raises(EditionError) as caught:
            new_edition(request)
        assert not (self.path / "out").exists()
        return caught.value.problems

    def command(self, previous: str) -> tuple[str, ...]:
        """The command that makes an edition of the two tables."""
        return (*NEW, "--from", previous, "--monthly", str(self.path / "months.csv"), "--out", str(self.path / "out"))


def write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def only(problems: Sequence[str]) -> str:
    (problem,) = problems
    return problem


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# What is sound.


def test_the_later_edition_is_made_again_from_its_own_tables_to_the_last_byte(desk: Desk) -> None:
    built = new_edition(desk.request(months(LATER), areas(LATER), FIRST))
    assert built.path == desk.path / "out" / LATER
    assert built.flags == ()
    for file in FILES:
        assert (built.path / file).read_bytes() == (SEEDS / LATER / file).read_bytes(), file
    assert sorted(path.name for path in built.path.iterdir()) == sorted(FILES)


def test_the_new_months_alone_make_the_same_edition_as_the_whole_record(desk: Desk) -> None:
    built = new_edition(desk.request(months(LATER, since="2025-08"), areas(LATER), FIRST))
    assert (built.path / "defaults.json").read_bytes() == (SEEDS / LATER / "defaults.json").read_bytes()
    assert (built.path / "monthly_gains.csv").read_bytes() == (SEEDS / LATER / "monthly_gains.csv").read_bytes()


def test_a_month_that_was_only_begun_is_replaced_by_the_whole_month(desk: Desk) -> None:
    built = new_edition(desk.request(autumn(), autumn_areas()))
    before, after = edition(LATER).land_gains, built.edition.land_gains
    assert after.months[:-2] == before.months[:-1]
    assert after.gain_km2[:-2] == before.gain_km2[:-1]
    assert after.gain_km2[-2:] == (-31.0, 58.3)
    assert built.edition.record.months[-1] == "2026-09"
    assert built.flags == ()


def test_the_pace_is_the_mean_since_the_first_of_january_or_since_a_day_that_is_named(desk: Desk) -> None:
    year = new_edition(desk.request(autumn(), autumn_areas())).edition
    gained = sum(edition(LATER).land_gains.gain_km2[-8:-1]) - 31.0 + 58.3
    assert year.defaults["rate"].number == round(gained / 273, 5)
    assert (str(year.pace.since), str(year.pace.date), year.id) == ("2026-01-01", "2026-10-01", "2026-10-01")
    since = new_edition(desk.request(autumn(), autumn_areas(), since="2026-07-01", out=desk.path / "b"))  # type: ignore[arg-type]
    assert since.edition.defaults["rate"].number == round((42.4 - 31.0 + 58.3) / 92, 5)
    assert any("the regions' areas rose by" in flag for flag in since.flags)


def test_an_edition_of_the_first_of_january_takes_the_year_that_ended(desk: Desk) -> None:
    rows = [
        row("2026-10", "2026-10-01", "2026-11-01", "10"),
        row("2026-11", "2026-11-01", "2026-12-01", "20"),
        row("2026-12", "2026-12-01", "2027-01-01", "30"),
    ]
    built = new_edition(desk.request([*autumn(), *rows], autumn_areas()))
    assert (built.edition.id, str(built.edition.pace.since)) == ("2027-01-01", "2026-01-01")


def row(month: str, start: str, end: str, gain: str) -> Row:
    return {"month": month, "from": start, "to": end, "gain_km2": gain, "source": SOURCE}


def test_more_is_occupied_than_the_official_area_only_by_a_hair_and_then_all_of_it_is(desk: Desk) -> None:
    rows = autumn_areas()
    next(row for row in rows if row["id"] == "crimea")["occupied_km2"] = "26083.0"
    assert new_edition(desk.request(autumn(), rows)).edition.occupied["crimea"].number == 100.0


def test_a_bare_column_with_its_unit_beside_it_is_read_too(desk: Desk) -> None:
    rows = [{**row, "gain": row["gain_km2"], "unit": "km²"} for row in autumn()]
    for each in rows:
        del each["gain_km2"]
    assert new_edition(desk.request(rows, autumn_areas())).edition.land_gains.gain_km2[-1] == 58.3


def test_a_table_from_a_spreadsheet_with_a_mark_at_its_beginning_and_empty_lines_is_read(desk: Desk) -> None:
    request = desk.request(autumn(), autumn_areas())
    text = request.monthly.read_text(encoding="utf-8")
    request.monthly.write_text("\ufeff" + text.replace("\n", "\r\n") + ",,,,\r\n\r\n", encoding="utf-8")
    assert new_edition(request).edition.id == "2026-10-01"


# What is not.


def test_a_gap_a_double_month_square_miles_and_a_missing_source_are_named_in_one_run(desk: Desk) -> None:
    rows = months(LATER, since="2025-01")
    for each in rows:
        each["gain_land_km2"] = in_miles(each["gain_land_km2"])
    rows[9]["source"] = ""
    rows.insert(6, dict(rows[5]))
    del rows[12]
    problems = desk.problems(rows, areas(LATER), FIRST)
    assert len(problems) == 4
    gap, double, miles, source = (
        next(problem for problem in problems if words in problem)
        for words in ("there is a gap", "2025-06 is there 2 times", "looks like square miles", "the source is missing")
    )
    assert "nothing from 2025-12-01 to 2026-01-01, between 2025-11 and 2026-01" in gap
    assert "lines 7, 8" in double
    assert "2025-01 is 124, was 321.2" in miles
    assert "line 12" in source


Change = Callable[[list[Row], list[Row]], object]


def put(key: str, value: str, at: int = 1) -> Change:
    return lambda months, _: months[at].update({key: value})


def area(region: str, value: str, key: str = "occupied_km2") -> Change:
    return lambda _, areas: next(row for row in areas if row["id"] == region).update({key: value})


def in_miles(km2: str) -> str:
    return f"{float(km2) / KM2_PER_SQ_MI:.1f}"


def drop(column: str, table: int = 0) -> Change:
    return lambda *tables: [row.pop(column) for row in tables[table]]


def rename(old: str, new: str, table: int = 0) -> Change:
    return lambda *tables: [row.update({new: row.pop(old)}) for row in tables[table]]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (put("gain_km2", "nan"), "line 3: gain_km2 is “nan”, not a finite number"),
        (put("gain_km2", "-inf"), "line 3: gain_km2 is “-inf”, not a finite number"),
        (put("gain_km2", "about 58"), "line 3: gain_km2 is “about 58”, no number; write it as 1234.5 or -25.5"),
        (put("gain_km2", ""), "line 3: gain_km2 is “”, no number"),
        (put("gain_km2", "1e400"), "no number"),
        (put("gain_km2", "9" * 15), "larger than Ukraine"),
        (put("to", "2026-09-31"), "to is “2026-09-31”, no date"),
        (put("to", "9999-12-31"), "choose a date from 2022-01-01 to 2040-12-31"),
        (put("to", "2026-08-31"), "is no period; write from before to"),
        (put("to", "2026-12-01"), "91 days are more than a month"),
        (put("month", "September"), "the month “September” is not that of 2026-09-01 to 2026-10-01, 2026-09"),
        (put("source", ""), "line 3: the source is missing; write deepstate_snapshots"),
        (put("source", "afp"), "the source “afp” is not that of the record so far"),
        (put("to", "2026-08-25", at=0), "there is a gap"),
        (put("to", "2026-09-02", at=0), "2026-08 and 2026-09 overlap"),
        (put("from", "2026-08-22", at=0), "has only a part of 2026-08; give that month whole, from 2026-08-01"),
        (put("from", "2026-08-03", at=0), "begins on 2026-08-03, in the middle of a month of 2026-08-22"),
        (lambda months, _: months.reverse(), "line 3: the months are not in order"),
        (lambda months, _: months.pop(0), "nothing from 2026-08-22, where 2026-08-22 ends, to 2026-09-01"),
        (drop("source"), "the source is missing: it has no column source"),
        (drop("to"), "it has no column to"),
        (drop("gain_km2"), "it has no column gain_km2"),
        (rename("gain_km2", "gain"), "the unit is missing"),
        (rename("gain_km2", "gain_sq_mi"), "the unit is wrong: “gain_sq_mi” is not in km²"),
        (lambda months, _: [row.update(unit="sq mi") for row in months], "the unit “sq mi” is not km²"),
        (put("gain_km2", "90000"), "the default rate is"),
        (
            lambda _, areas: [row.update(occupied_km2=in_miles(row["occupied_km2"])) for row in areas],
            "looks like square mil",
        ),
        (area("kharkiv", "40000"), "Kharkiv oblast is occupied above its official area: occupied_km2 is 40,000.0"),
        (area("kharkiv", "-1"), "occupied_km2 is below 0"),
        (area("kharkiv", "inf"), "not a finite number"),
        (area("kharkiv", "kherson", key="id"), "kherson is given twice"),
        (area("kharkiv", "kharkov", key="id"), "“kharkov” is not the id of a region"),
        (area("kharkiv", "ukraine", key="id"), "“ukraine” is not the id of a region"),
        (lambda _, areas: areas.pop(), "it lacks chernivtsi; give all regions"),
        (drop("source", table=1), "occupied.csv: the source is missing"),
        (rename("occupied_km2", "occupied_mi2", table=1), "the unit is wrong: “occupied_mi2” is not in km²"),
        (area("kharkiv", "1400.0", key="occupied_at_window_start_km2"), "is 1400, was 1458.7"),
    ],
)
def test_what_is_wrong_is_named(desk: Desk, change: Change, why: str) -> None:
    rows, where = autumn(), autumn_areas()
    change(rows, where)
    assert any(why in problem for problem in desk.problems(rows, where)), why


def test_where_land_came_back_on_balance_the_pace_is_below_zero_and_never_is_a_dash(
    desk: Desk, terminal: Terminal
) -> None:
    rows = autumn()
    rows[1]["gain_km2"] = "-900"
    desk.request(rows, autumn_areas())
    done = terminal.run(*desk.command(LATER))
    assert done.status == 0
    assert "territory: flagged: 2026-09: from −30 to −913 km² a month" in done.err
    lines = {line.split("  ")[0]: line.split() for line in done.out.splitlines()}
    assert lines["Pace"][1:4] == ["3.32661", "→", "−0.47766"]
    assert lines["Kharkiv oblast, central"][-5:] == ["→", "–", "2051-03-17", "→", "–"]
    definition = load_edition(desk.path / "out" / "2026-10-01").defaults["rate"].definition
    assert definition == "−130.4 km² of land over 273 days, to five decimals."


def test_an_uncertainty_without_an_upper_end_is_the_most_that_a_scenario_can_hold(desk: Desk) -> None:
    gains = ("-500", "-550", "-500", "-600", "-450", "-500")
    ends = ("2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01")
    starts = ("2026-10-01", *ends[:-1])
    rows = [row(a[:7], a, b, gain) for a, b, gain in zip(starts, ends, gains, strict=True)]
    built = new_edition(desk.request([*autumn(), *rows], autumn_areas())).edition
    assert built.defaults["pace_uncertainty"].number == built.ranges["pace_uncertainty"].high == 150.0
    assert "150 % is the most that a scenario can hold." in built.defaults["pace_uncertainty"].definition


def test_gains_in_square_miles_are_noticed_by_the_areas_where_no_month_is_in_both(desk: Desk) -> None:
    rows = [row | {"gain_land_km2": in_miles(row["gain_land_km2"])} for row in months(LATER, "2025-08")]
    problem = only(desk.problems(rows, areas(LATER), FIRST))
    assert "gain_land_km2 looks like square miles" in problem
    assert "the regions' areas rose by 775.4" in problem


def test_months_that_contradict_the_edition_before_are_named_and_rounded_ones_are_not(desk: Desk) -> None:
    rows = months(LATER, since="2026-06")[:2] + [dict(row) for row in autumn()]
    for each in rows[2:]:
        each["gain_land_km2"] = each["gain_as_drawn_km2"] = each.pop("gain_km2")
    rows[0]["gain_land_km2"] = "72"
    built = new_edition(desk.request(rows, autumn_areas()))
    assert built.edition.land_gains.gain_km2[-4] == 72.4
    shutil.rmtree(desk.path / "out")
    rows[0]["gain_land_km2"] = "73"
    assert "contradicts 2026-08-22 beyond rounding: 2026-06 is 73, was 72.4" in only(
        desk.problems(rows, autumn_areas())
    )
    rows[0] |= {"gain_land_km2": "72.4", "from": "2026-06-01", "to": "2026-06-30"}
    rows[1] |= {"from": "2026-06-30"}
    problems = desk.problems(rows, autumn_areas())
    assert any("2026-06 is from 2026-06-01 to 2026-07-01 in 2026-08-22" in problem for problem in problems)


def test_a_jump_is_flagged_and_refused_only_where_that_is_asked_for(desk: Desk) -> None:
    rows = autumn()
    rows[1]["gain_km2"] = "1500"
    built = new_edition(desk.request(rows, autumn_areas()))
    assert any(flag.startswith("2026-09: from −30 to 1,522 km² a month is a change of") for flag in built.flags)
    shutil.rmtree(desk.path / "out")
    assert any("2026-09: from" in problem for problem in desk.problems(rows, autumn_areas(), strict=True))
    rows[1]["gain_km2"] = "400"  # as different as months have been
    assert not any("2026-09" in flag for flag in new_edition(desk.request(rows, autumn_areas())).flags)


def test_what_is_asked_for_is_checked_with_the_tables(desk: Desk) -> None:
    rows = autumn()
    rows[0]["source"] = ""
    problems = desk.problems(rows, autumn_areas(), previous="2020-01-01", date="soon", since="2026-13-01")
    for words in ("--from: there is no edition", "--date: “soon”", "--since: “2026-13-01”", "the source is missing"):
        assert any(words in problem for problem in problems), words
    for options, why in (
        ({"date": "2026-09-30"}, "--date: 2026-09-30 is not the last day of the table, 2026-10-01"),
        ({"since": "2026-11-01"}, "--since: 2026-11-01 is not before the edition's date"),
        ({"since": "2026-02-03"}, "--since: no month of the record begins on 2026-02-03; the nearest begins on"),
    ):
        assert any(why in problem for problem in desk.problems(autumn(), autumn_areas(), **options)), why
    same = desk.problems(months(LATER), areas(LATER), LATER)
    assert "is not later than the edition that it continues" in only(same)


def test_a_window_without_areas_at_its_start_is_refused(desk: Desk) -> None:
    where = areas(LATER)
    for each in where:
        del each["occupied_at_window_start_km2"]
    assert "it has no column occupied_at_window_start_km2" in only(desk.problems(months(LATER), where, FIRST))
    where = autumn_areas()
    for each in where:
        del each["occupied_at_window_start_km2"]
    assert new_edition(desk.request(autumn(), where)).edition.window_days == 273


# Writing.


def test_an_edition_that_exists_is_never_touched(desk: Desk) -> None:
    request = desk.request(autumn(), autumn_areas())
    built = new_edition(request)
    before = {path.name: path.read_bytes() for path in built.path.iterdir()}
    rows = autumn()
    rows[1]["gain_km2"] = "60"
    write(request.monthly, rows)
    with pytest.raises(EditionError, match="exists already, and editions never change"):
        new_edition(request)
    assert {path.name: path.read_bytes() for path in built.path.iterdir()} == before
    with pytest.raises(EditionError, match="exists already, and editions never change"):
        new_edition(replace(desk.request(months(LATER), areas(LATER), FIRST), out=None))  # in the seeds


@pytest.mark.parametrize("place", ["a" * 300, "months.csv"])
def test_a_place_that_nothing_can_be_written_to_is_named(desk: Desk, place: str) -> None:
    request = replace(desk.request(autumn(), autumn_areas()), out=desk.path / place)
    with pytest.raises(EditionError, match=r"^--out: .* cannot be written: File "):
        new_edition(request)


def test_a_disk_that_fails_leaves_nothing_behind(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    request = desk.request(autumn(), autumn_areas())

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(EditionError, match="cannot be written: No space left on device"):
        new_edition(request)
    assert list((desk.path / "out").iterdir()) == []


# How the answers move.


def test_the_answers_after_are_those_of_the_new_editions_own_baseline() -> None:
    found = {move.id: move for move in moves(edition(FIRST), edition(LATER))}
    assert list(found) == ["kharkiv", "odesa", "all"]
    for name, edition_id in (("before", FIRST), ("after", LATER)):
        results = project(baseline(edition_id)).as_dict()["results"]
        for oblast in ("kharkiv", "odesa"):
            answer = getattr(found[oblast], name)
            assert answer.central_days == results[oblast]["central"]["days"]
            assert answer.median_date == results[oblast]["quantiles"]["p50"]
    assert found["kharkiv"].before.central_date == "2039-12-03"
    assert found["all"].before.central_days == pytest.approx(10_961.94, abs=0.005)


# On the command line.


def test_the_command_prints_how_the_answers_move(desk: Desk, terminal: Terminal) -> None:
    desk.request(months(LATER), areas(LATER), FIRST)
    done = terminal.run(*desk.command(FIRST), "--date", LATER)
    assert (done.status, done.err) == (0, "")
    lines = {line.split("  ")[0]: line.split() for line in done.out.splitlines()}
    assert lines["Pace"][1:] == ["5.78989", "→", "3.32661", "km²/day"]
    assert lines["Kharkiv oblast, central"][-6:] == ["5,208.80", "→", "8,973.28", "2039-12-03", "→", "2051-03-17"]
    assert lines["Odesa oblast, median"][-3:] == ["2041-01-13", "→", "2051-12-15"]
    assert lines["One after the other, central"][-3:] == ["2055-09-03", "→", "2078-08-15"]
    assert load_edition(desk.path / "out" / LATER).defaults == edition(LATER).defaults


def test_bad_input_ends_with_2_a_line_for_each_problem_and_nothing_on_standard_output(
    desk: Desk, terminal: Terminal
) -> None:
    desk.request([row | {"source": "", "gain_km2": "many"} for row in autumn()], autumn_areas())
    lines = terminal.refusal(*desk.command(LATER)).splitlines()
    assert [line.startswith("territory: months.csv, lines 2, 3: ") for line in lines] == [True, True]
    for nowhere in (str(desk.path / "none.csv"), str(desk.path), "\0", ""):
        assert "cannot be read" in terminal.refusal(*NEW, "--from", LATER, "--monthly", nowhere)
    assert terminal.run(*NEW).status == 2


cells = st.sampled_from(
    ["2026-08", "2026-09-01", "2026-10-01", "58.3", "-1", SOURCE, "kharkiv", "", "nan", "km²", "−5"]
)
text_cells = cells | st.text(max_size=8)
headers = st.lists(
    st.sampled_from(["month", "from", "to", "gain_km2", "gain", "unit", "source", "id", "occupied_km2", "date"])
    | text_cells,
    max_size=9,
)
sheets = st.tuples(headers, st.lists(st.lists(text_cells, max_size=9), max_size=4)).map(
    lambda parts: "\n".join(",".join(cells) for cells in (parts[0], *parts[1])).encode("utf-8", "surrogatepass")
)
columns = "month,from,to,gain_km2,source\n"
near = st.lists(
    st.tuples(
        st.sampled_from(["2026-08", "2026-09", "2026-1", ""]),
        st.sampled_from(["2026-08-01", "2026-08-22", "2026-09-01", "0001-01-01"]),
        st.sampled_from(["2026-09-01", "2026-10-01", "9999-12-31", "x"]),
        st.sampled_from(["58.3", "-31.0", "999999999999", "nan", "", "1,5", '"']),
        st.sampled_from([SOURCE, "", "'"]),
    ),
    min_size=1,
    max_size=3,
).map(lambda rows: (columns + "\n".join(",".join(row) for row in rows)).encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | sheets | near, other=st.binary(max_size=50) | sheets | st.none())
def test_no_table_whatever_is_in_it_ends_in_a_traceback(
    desk: Desk, terminal: Terminal, content: bytes, other: bytes | None
) -> None:
    request = desk.request(autumn(), autumn_areas())
    request.monthly.write_bytes(content)
    if other is not None:
        request.monthly.with_name("occupied.csv").write_bytes(other)
    done = terminal.run(*desk.command(LATER))
    if done.status == 0:
        assert load_edition(desk.path / "out" / "2026-10-01").id == "2026-10-01"
        shutil.rmtree(desk.path / "out")
        return
    assert (done.status, done.out) == (2, "")
    assert all(line.startswith("territory: ") for line in done.err.splitlines())
