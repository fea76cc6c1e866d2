"""The command line: one answer for one question, and clear lines on bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from territory.answers.outlook import project
from territory.scenario.files import as_json, file_text, preset, presets
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import Scenario, baseline, complete, revise
from tests.helpers import Run, Terminal
from tests.sharing.queries import query
from tests.strategies import scenarios

CLAIMED = ("donetsk", "luhansk", "zaporizhzhia", "kherson")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    path.write_text(file_text(revise(baseline(), {"rate": 7.25, "title": "Мій"})), encoding="utf-8")
    return path


def process(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own, every warning an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "territory.cli.main", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


# The answer.


def test_without_an_argument_the_baseline_is_projected(terminal: Terminal) -> None:
    answer = json.loads(terminal.answer().out)
    assert answer == json.loads(json.dumps(project(baseline()).as_dict()))


def test_every_status_is_printed(terminal: Terminal) -> None:
    found = {
        terminal.answer(*arguments).results["kharkiv"]["central"]["status"]
        for arguments in ((), ("--set", "horizon=10"), ("--set", "rate=0"), ("--set", "occupied=kharkiv~100"))
    }
    assert found == {"reached", "beyond_horizon", "never", "done"}


# Where a scenario comes from.


def test_a_scenario_comes_from_a_file_a_preset_or_a_link(terminal: Terminal, file: Path) -> None:
    mine = revise(baseline(), {"rate": 7.25, "title": "Мій"})
    sources = {str(file): mine, "https://example.org/?scenario=falling-7-percent": preset("falling-7-percent")}
    sources |= {form.format(link(mine)): mine for form in ("{}", "https://example.org/{}", "/{}")}
    sources |= {link(mine).removeprefix("?"): mine} | {each.name: preset(each.name) for each in presets()}
    for source, scenario in sources.items():
        assert json.loads(terminal.answer(source).out)["scenario"] == as_json(scenario), source


def test_a_file_a_link_and_whitespace_about_them_are_read_from_standard_input(terminal: Terminal) -> None:
    scenario = revise(baseline(), {"rate": 7.25, "note": "was this a link? no"})
    expected = json.loads(json.dumps(project(scenario).as_dict()))
    for content in (
        file_text(scenario),
        "\ufeff" + file_text(scenario),
        "\n  " + file_text(scenario),
        link(scenario),
        link(scenario) + "\n",
        link(scenario).removeprefix("?"),
        f"https://example.org/{link(scenario)}\r\n",
    ):
        assert json.loads(terminal.answer("-", stdin=content.encode()).out) == expected


def test_a_file_that_is_called_like_a_preset_is_the_file(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("documented-pace").write_text('{"format": 1, "rate": 9}', encoding="utf-8")
    assert json.loads(terminal.answer("documented-pace").out)["scenario"]["rate"] == 9.0


# Changing it.


@pytest.mark.parametrize(
    ("settings_", "changes"),
    [
        (["rate=7.25"], {"rate": 7.25}),
        (["rate=7.25", "horizon=60"], {"rate": 7.25, "horizon": 60.0}),
        (["occupied=kharkiv~10"], {"occupied": (("kharkiv", 10.0),)}),
        (["targets=sumy"], {"targets": ("sumy",)}),
        (["order=together"], {"order": "together"}),
        (
            ["order=together", "split=kharkiv~70,odesa~30"],
            {"order": "together", "split": (("kharkiv", 70.0), ("odesa", 30.0))},
        ),
        (["first=sumy"], {"first": ("sumy",)}),
        (["rates=kharkiv~0.72"], {"rates": (("kharkiv", 0.72),)}),
        (["pause_start=2026-01-01", "pause_months=12"], {"pause_start": date(2026, 1, 1), "pause_months": 12.0}),
        (["title=a = b"], {"title": "a = b"}),
        (["title="], {"title": ""}),
        (["edition=2026-08-22"], baseline("2026-08-22").values()),
    ],
)
def test_a_setting_changes_the_scenario_and_what_depends_on_it_follows(
    terminal: Terminal, settings_: list[str], changes: dict[str, object]
) -> None:
    arguments = [part for setting in settings_ for part in ("--set", setting)]
    answer = json.loads(terminal.answer(*arguments).out)
    assert answer["scenario"] == as_json(revise(baseline(), changes))


def test_a_setting_changes_a_preset_a_file_and_a_link_too(terminal: Terminal, file: Path) -> None:
    for source, scenario in (
        ("four-claimed-first", preset("four-claimed-first")),
        (str(file), complete({"rate": 7.25, "title": "Мій"})),
        (link(baseline()), baseline()),
    ):
        answer = json.loads(terminal.answer(source, "--set", "noise=0").out)
        assert answer["scenario"] == as_json(revise(scenario, {"noise": 0.0}))


# In words.


def test_without_json_the_table_and_the_sentence_are_printed(terminal: Terminal) -> None:
    done = terminal.run("project")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    kharkiv = next(line for line in lines if line.startswith("Kharkiv oblast"))
    assert kharkiv.split() == ["Kharkiv", "oblast", "30,158.4", "5,208.80", "2039-12-03", "reached"]
    odesa = next(line for line in lines if line.startswith("Odesa oblast"))
    assert odesa.split() == ["Odesa", "oblast", "33,310.0", "5,753.13", "2041-05-31", "reached"]
    assert any(line.startswith("If Russian forces kept taking 5.79") for line in lines)
    assert "Not a forecast" in done.out


@pytest.mark.parametrize("by", ["2025-08-30", "2035-01-01", "2039-12-04", "9999-12-31"])
def test_by_gives_the_chance_that_it_is_taken_before_a_date(terminal: Terminal, by: str) -> None:
    lines = terminal.run("project", "--by", by).out.splitlines()
    assert f"chance before {by}" in lines[0]
    chance = terminal.answer("--by", by, "--by", "2300-01-01").results["kharkiv"]["chance_by_date"]
    assert next(line for line in lines if line.startswith("Kharkiv")).split()[-1] == f"{chance[by]:.1%}"
    assert chance[by] <= chance["2300-01-01"] < 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("project", "--set", "noise=-1", "--window", "bogus", "--remaining", "99999999"), "noise window remaining"),
        (("project", "--set", "targets=nowhere", "--set", "noise=-1", "--remaining", "sumy~100"), "targets noise"),
        (("project", "--set", "edition=foo", "--set", "rate=999", "--set", "horizon=x"), "edition rate horizon"),
        (("project", "--set", "rate=x", "--set", "noise=y", "--by", "soon"), "rate noise --by"),
        (("project", "--window", "2025", "--by", "soon"), "window --by"),
        (("needed", "--by", "soon", "--chance", "half", "--set", "rate=99"), "rate --by --chance"),
        (("needed", "--by", "2020-01-01", "--chance", "100"), "by chance"),
        (("project", "-"), "titel rate noise"),
    ],
)
def test_all_that_is_wrong_is_named_at_once(terminal: Terminal, arguments: tuple[str, ...], named: str) -> None:
    refused = terminal.refusal(*arguments, stdin=b'{"format": 1, "rate": 99, "noise": -1, "titel": "x"}')
    assert {line.split(": ")[1] for line in refused.splitlines()} == set(named.split())


def test_an_answer_that_cannot_be_written_is_one_line_and_no_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "territory.cli.main", "project"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("territory: the answer cannot be written")
    assert len(done.stderr.splitlines()) == 1


def test_territory_alone_projects_the_baseline(terminal: Terminal) -> None:
    assert terminal.run() == terminal.run("project")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios())
def test_every_scenario_has_an_answer_in_words(terminal: Terminal, scenario: Scenario) -> None:
    done = terminal.run("project", link(scenario), "--by", "2040-01-01")
    assert (done.status, done.err) == (0, "")
    assert len(done.out.splitlines()) >= len(scenario.targets) + 4


# link, check, scenarios.


@pytest.mark.parametrize("source", ["documented-pace", "four-claimed-first", "?scenario=land-retaken"])
def test_the_printed_link_leads_back_to_its_scenario(terminal: Terminal, source: str) -> None:
    done = terminal.run("link", source)
    assert (done.status, done.err) == (0, "")
    assert parse_link(done.out) == preset(source.removeprefix("?scenario="))
    assert done.out == link(parse_link(done.out)) + "\n"


def test_the_link_of_a_file_and_of_standard_input_is_printed(terminal: Terminal, file: Path) -> None:
    expected = link(complete({"rate": 7.25, "title": "Мій"})) + "\n"
    assert terminal.run("link", str(file)).out == expected
    assert terminal.run("link", "-", stdin=file.read_bytes()).out == expected


def test_check_says_nothing_of_good_files(terminal: Terminal, file: Path) -> None:
    assert terminal.run("check", str(file), str(file)) == Run(0, "", "")


def test_check_prints_all_problems_of_all_files_and_exits_with_1(
    terminal: Terminal, tmp_path: Path, file: Path
) -> None:
    bad, torn = tmp_path / "bad.json", tmp_path / "torn.json"
    bad.write_text('{"format": 1, "rate": 99, "titel": "x"}', encoding="utf-8")
    torn.write_text("{", encoding="utf-8")
    done = terminal.run("check", str(bad), str(file), str(torn), str(tmp_path / "none.json"))
    assert (done.status, done.err) == (1, "")
    lines = done.out.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [str(bad), "titel"],
        [str(bad), "rate"],
        [str(torn), "file"],
        [str(tmp_path / "none.json"), "file"],
    ]
    assert str(file) not in done.out


def test_the_presets_are_listed_with_their_titles(terminal: Terminal) -> None:
    done = terminal.run("scenarios")
    assert (done.status, done.err) == (0, "")
    assert [line.split(maxsplit=1) for line in done.out.splitlines()] == [[each.name, each.title] for each in presets()]


# Bad input: exit 2, clear lines on standard error, nothing on standard output.

NOTHING = "is no file, link, preset or published estimate"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["project", "nothing-of-the-kind"], f"{NOTHING}; the presets are docu"),
        *((["project", each], NOTHING) for each in ("nowhere/mine.json", ".", "", "\0", "\udcff", "what?")),
        (["project", "x" * 10_000], "10,000 characters"),
        (["project", "?v=1&rate=7"], "link: it lacks edition"),
        (["project", query({"rate": "nan"})], "rate: “nan” is not a number"),
        (["project", query({"v": "2"})], "v: the link is of version “2”, newer"),
        (["project", "?scenario=nothing"], "scenario: there is no preset or published estimate “nothing”"),
        (["project", "?s=abc"], "s: there is no saved scenario “abc”; check the link"),
        (["project", "https://example.org/?v=1&title=%ff"], "link: its percent-escapes"),
        (["project", "--set", "rate=fast"], "rate: “fast” is not a number"),
        (["project", "--set", "rate=61"], "rate: 61 is out of bounds; choose a number from −20 to 60 km²/day."),
        (["project", "--set", "rate"], "write --set key=value with one of the keys edition, start"),
        (["project", "--set", "speed=7"], "write --set key=value"),
        (["project", "--set", "=7"], "write --set key=value"),
        (["project", "--set", "rate=7", "--set", "rate=7"], "rate: set twice; keep one."),
        (["project", "--set", "edition=1999-01-01"], "edition: "),
        (["project", "--set", "order=together", "--set", "targets=none"], "targets: 0 oblasts are named"),
        (["project", "--set", "title=\udcff"], "title: "),
        (["project", "--by", "soon"], "--by: “soon” is not a date; write it as 2030-01-31."),
        (["link", "nothing"], NOTHING),
        (["link", "?v=1"], "link: it lacks"),
    ],
)
def test_bad_input_is_refused_with_a_clear_line(terminal: Terminal, arguments: Sequence[str], says: str) -> None:
    refused = terminal.refusal(*arguments)
    assert says in refused
    assert all(line.startswith("territory: ") for line in refused.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [
        *(["forecast"], ["project", "a", "b"], ["project", "--set"], ["project", "--sett", "rate=7"]),
        *(["link"], ["check"], ["--json"]),
    ],
)
def test_a_command_that_is_none_is_refused_with_how_to_use_it(terminal: Terminal, arguments: Sequence[str]) -> None:
    assert "usage: territory" in terminal.refusal(*arguments)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"{", b"\xff\xfe", b"[1]", b'{"format": 2}', b'{"format": 1, "x": 1}']
)
def test_bad_standard_input_is_refused(terminal: Terminal, content: bytes) -> None:
    for command in ("project", "link"):
        assert terminal.refusal(command, "-", stdin=content).startswith("territory: ")


def test_help_says_that_it_is_no_forecast(terminal: Terminal) -> None:
    shown = terminal.run("--help")
    assert shown.status == 0
    assert "not a forecast" in " ".join(shown.out.split())


# In a process of its own.


@pytest.mark.slow
def test_the_same_question_gives_the_same_bytes_in_any_process_and_by_a_link_on_standard_input(
    terminal: Terminal,
) -> None:
    here = terminal.answer("four-claimed-first").out
    printed = process("link", "four-claimed-first", PYTHONHASHSEED="1")
    for arguments, stdin in (("four-claimed-first", b""), ("-", printed.stdout)):
        done = process("project", "--json", arguments, stdin=stdin, PYTHONHASHSEED="2")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == here.replace("\n", os.linesep)


@pytest.mark.slow
def test_a_terminal_that_knows_only_ascii_gets_an_answer_or_the_reason_of_a_refusal(tmp_path: Path) -> None:
    for arguments in (["project"], ["scenarios"], ["--help"]):
        done = process(*arguments, PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.isascii()
    refused = process("project", "--set", "title=Харків\n", PYTHONIOENCODING="ascii")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.isascii()
    assert b"title: " in refused.stderr
    assert b"Traceback" not in refused.stderr
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    assert process("check", str(tmp_path / "bad.json")).returncode == 1


def test_a_reader_that_has_gone_is_met_without_a_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "territory.cli.main", "project", "--json"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert b"Traceback" not in done.stderr


# Questions turned round, and what drives the answer.


def test_needed_prints_the_pace_that_a_date_implies(terminal: Terminal) -> None:
    done = terminal.run("needed", "--by", "2035-01-01", "--chance", "50")
    assert (done.status, done.err) == (0, "")
    assert "Kharkiv oblast to be taken before 1 January 2035 with a chance of 50" in done.out
    assert "the pace would have to be 8.71" in done.out
    assert "10 of the 32 documented months reached it" in done.out
    assert done == terminal.run("needed", "--by", "2035-01-01")


def test_needed_reads_files_names_and_settings_as_project_does(terminal: Terminal, file: Path) -> None:
    by = ("--by", "2060-01-01", "--json")
    for source in (str(file), "pace-of-2024"):
        answer = json.loads(terminal.run("needed", source, "--set", "noise=100", *by).out)
        assert answer["scenario"]["noise"] == 100
        assert answer["by"] == "2060-01-01"
        assert answer["results"]["kharkiv"]["pace"]["found"] == "value"


def test_nothing_within_the_bounds_is_an_answer_and_no_error(terminal: Terminal) -> None:
    done = terminal.run("needed", "--by", "2025-10-01")
    assert done.status == 0
    assert "no pace up to 60" in done.out
    assert "none within bounds" in done.out
    anything = terminal.run("needed", "--by", "2035-01-01", "--set", "occupied=kharkiv~100,odesa~100")
    assert "any pace would do" in anything.out


def test_sensitivity_prints_what_moves_the_median_most_first(terminal: Terminal) -> None:
    done = terminal.run("sensitivity", "--set", "targets=kharkiv")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Kharkiv oblast: median 14 years"
    assert lines[2].split()[0] == "Pace"
    assert "not within 50 years" in lines[2]
    answer = json.loads(terminal.run("sensitivity", "--set", "targets=kharkiv", "--json").out)
    assert [bar["key"] for bar in answer["results"]["kharkiv"]["tornado"]][:2] == ["rate", "annual_change"]
    assert terminal.refusal("sensitivity", "no-such-scenario").startswith("territory: scenario: ")


def test_record_prints_a_window_beside_the_other_providers(terminal: Terminal) -> None:
    done = terminal.run("record", "--provider", "afp", "--from", "2025-01", "--to", "2025-07")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "AFP, from ISW data: January to July 2025 (edition 2025-08-17)"
    assert [line.split("  ")[0] for line in lines[2:5]] == [
        "AFP, from ISW data",
        "DeepState, on land",
        "DeepState, as drawn",
    ]
    assert lines[2].split()[4:] == ["14.94", "4.35", "7.74", "20.45", "3,168", "212", "7"]
    assert any(line.split() == ["last-3", "Last", "3", "months", "afp~2025-05~2025-07"] for line in lines)


def test_record_without_more_is_all_that_the_edition_has(terminal: Terminal) -> None:
    answer = json.loads(terminal.run("record", "--json").out)
    assert (answer["window"], answer["gain_km2"], answer["days"]) == ("deepstate_land~2022-12~2025-07", 6090.3, 974)
    later = json.loads(terminal.run("record", "--edition", "2026-08-22", "--to", "2025-12", "--json").out)
    assert later["window"] == "deepstate_land~2022-12~2025-12"
    named = json.loads(terminal.run("record", "--window", "2024", "--provider", "deepstate_as_drawn", "--json").out)
    assert named["window"] == "deepstate_as_drawn~2024-01~2024-12"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--provider", "isw"), "provider: "),
        (("--to", "2026-01"), "to: edition 2025-08-17 does not know 2026-01"),
        (("--from", "2025-13"), "from: "),
        (("--edition", "2024-01-01"), "--edition: "),
        (("--window", "2025"), "window: "),
        (("--window", "2024", "--to", "2024-05"), "window: it says by itself which window is meant"),
        (("--window", "afp~2025-01~2025-02", "--provider", "afp"), "window: it says by itself which window is meant"),
    ],
)
def test_a_window_that_is_none_is_refused_in_a_line(terminal: Terminal, arguments: Sequence[str], why: str) -> None:
    assert terminal.refusal("record", *arguments).startswith(f"territory: {why}")


def test_a_window_sets_the_pace_and_where_it_is_from(terminal: Terminal) -> None:
    scenario = json.loads(terminal.answer("--window", "2024").out)["scenario"]
    assert (scenario["rate"], scenario["rate_source"]) == (9.08388, "deepstate_land~2024-01~2024-12")
    by_text = json.loads(terminal.answer("--window", "deepstate_land~2024-01~2024-12").out)
    assert by_text["scenario"] == scenario
    later = json.loads(terminal.answer("--window", "2025", "--set", "edition=2026-08-22").out)["scenario"]
    assert (later["edition"], later["rate"]) == ("2026-08-22", 11.92849)
    own = json.loads(terminal.answer("--window", "kharkiv").out)["scenario"]
    assert (own["rate"], own["rate_source"], own["rates"]) == (5.78989, "documented", {"kharkiv": 0.71478})


def test_a_label_alone_does_not_set_the_pace(terminal: Terminal) -> None:
    label = "rate_source=deepstate_land~2024-01~2024-12"
    scenario = json.loads(terminal.answer("--set", label).out)["scenario"]
    assert (scenario["rate"], scenario["rate_source"]) == (5.78989, label.partition("=")[2])


@pytest.mark.parametrize("key", ["rate=3", "rate_source=hand"])
def test_a_window_and_a_pace_of_ones_own_exclude_each_other(terminal: Terminal, key: str) -> None:
    expected = f"territory: {key.partition('=')[0]}: set by --set and by --window; keep one.\n"
    assert terminal.refusal("project", "--window", "2024", "--set", key) == expected
