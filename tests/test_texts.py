"""The texts beside the answer: found in a checkout and in a wheel, and true in the numbers that they name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from territory import figures
from territory.figures.evidence import RECORD_BEGINS, edition, newest_edition, regions
from territory.model.calibration import PERSISTENCE
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR
from territory.model.simulation import RUNS
from territory.words import evidence as evidence_words
from territory.words.evidence import CHANGELOG, changelog, method_sections, method_text, traps

CHECKOUT = Path(__file__).parents[1]
TEXT = {trap.title: f"{trap.text} {trap.why}" for trap in traps()}


def test_every_trap_says_in_short_what_it_is_and_why_it_matters() -> None:
    for trap in traps():
        assert len(trap.title) < 60
        assert 40 < len(trap.text) < 420
        assert 40 < len(trap.why) < 260
        assert "\n" not in trap.text + trap.why


def test_a_trap_that_does_not_say_why_it_matters_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "traps.md").write_text("# Traps\n\n## One\n\nIt is one.\n", encoding="utf-8")
    monkeypatch.setattr(evidence_words, "TRAPS", tmp_path / "traps.md")
    with pytest.raises(ValueError, match="'One' does not say"):
        traps.__wrapped__()


def test_the_sections_are_the_whole_of_the_method_text() -> None:
    rebuilt = "\n\n".join(f"## {title}\n\n{body}" for title, body in method_sections().items())
    assert rebuilt == method_text()


def test_the_traps_are_true_of_the_figures() -> None:
    first, record = edition("2025-08-17"), newest_edition().land_gains
    drawn, land = first.figures["net_gain"].number, first.figures["land_gain"].number
    water = TEXT["“5,842 km²” is the map as drawn, water included"]
    assert f"{drawn:,.0f}" == "5,842"
    assert f"{land:,.0f} km²" in water
    assert f"{land / first.window_days:.2f} km² a day" in water
    assert f"{1 - drawn / land:.0%}".replace("%", " %") in water
    cut = TEXT["November 2022 is cut in two"]
    assert f"{-record.gain_km2[0]:,.0f} km² below zero" in cut
    whole = first.land_gains
    assert f"{sum(whole.gain_km2) / (whole.ends[-1] - whole.starts[0]).days:.1f} km² a day" in cut
    assert (
        f"gain, {dict(zip(record.months, record.gain_km2, strict=True))['2025-08']:.0f} km²"
        in (TEXT["August 2025 is pieced together from two stores"])
    )
    areas = [region.area.number for name, region in regions().items() if name != "ukraine"]
    parts = TEXT["The parts do not quite make up the whole"]
    assert f"{sum(areas):,.0f} km², {regions()['ukraine'].area.number - sum(areas):.0f} km² short" in parts
    assert f"{first.occupied['kherson'].number:.1f}," in TEXT["A share depends on what it is a share of"]


def test_the_traps_are_true_of_what_they_would_do_to_the_answer() -> None:
    first = edition("2025-08-17")
    area, measured = regions()["kharkiv"].area.number, first.occupied_km2["kharkiv"]
    article = TEXT["Two shares are the article’s round numbers"]
    assert f"{measured:,.0f} km², or {measured / area:.1%}".replace("%", " %") in article
    assert round((measured - 0.04 * area) / first.defaults["rate"].number) == 6
    assert "six days" in article
    of_2023 = newest_edition().land_gains.since(RECORD_BEGINS)
    rows = [i for i, month in enumerate(of_2023.months) if month.startswith("2023")]
    mean = sum(of_2023.gain_km2[i] for i in rows) / sum(of_2023.days[i] for i in rows)
    assert round(-of_2023.rates_km2_per_day[of_2023.months.index("2023-06")] / mean) == 23
    assert "23 times" in TEXT["The seasonal pattern is hardly known"]
    january = of_2023.months.index("2023-01")
    assert round(100 * (1 - of_2023.days[january] / 31)) == 6


# The method text.


def test_the_text_has_words_before_formulas_and_says_what_is_left_out() -> None:
    text = method_text()
    places = [
        text.index(f"## {title}")
        for title in ("In words", "In formulas", "What is assumed", "What is left out", "How it was checked")
    ]
    assert places == sorted(places)
    for left_out in ("Separate fronts", "Permanence", "Politics", "Cities"):
        assert left_out in text[places[3] : places[4]]


def test_the_marks_of_its_tables_and_its_title_are_not_shown() -> None:
    text = method_text()
    assert "<!--" not in text
    assert not text.startswith("# ")
    assert "| " in text


def test_the_numbers_that_the_text_names_are_the_models() -> None:
    text = method_text()
    assert f"{RUNS:,} points" in text
    assert f"a year is {DAYS_PER_YEAR} days" in text
    assert f"{{{DAYS_PER_MONTH}}}" in text
    assert f"flat between {PERSISTENCE[0]:g} and {PERSISTENCE[-1]:g}" in text


# Where the texts are.


def test_the_changelog_is_found_and_shown_without_its_title() -> None:
    assert changelog().splitlines()
    assert not changelog().startswith("# ")
    assert changelog() in (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_wheel_takes_with_it_whatever_is_read_from_the_top_of_the_checkout() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["lib/territory"]  # with its texts: method.md and traps.md
    for name in ("seeds", "scenarios", CHANGELOG):
        assert wheel["force-include"][name] == f"territory/{name}"
        assert (CHECKOUT / name).exists()


def test_what_lies_beside_the_package_is_found_before_the_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "territory"
    (package / "seeds").mkdir(parents=True)
    (package / "CHANGELOG.md").write_text("installed", encoding="utf-8")
    monkeypatch.setattr(figures, "PACKAGE", package)
    assert figures.data_path("CHANGELOG.md").read_text(encoding="utf-8") == "installed"
    assert figures.data_path("seeds") == package / "seeds"
    with pytest.raises(FileNotFoundError, match=r"'MISSING\.md' is missing"):
        figures.data_path("MISSING.md")
