"""Scenarios that are kept: opened by their id, with the answer that they had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from territory import settings
from territory.cli import main
from territory.comparison import pasted
from territory.scenario import baseline, revise
from territory.sharing.library import library
from territory.sharing.links import LinkError, link, parse_link
from tests.ui.moves import assumption
from tests.ui.test_explore import html, opened, session

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
OWN = revise(baseline(), {"rate": 9.5, "title": "My own", "note": "<b>bold</b>"})


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library of its own in a file."""
    file = tmp_path / "library.sqlite3"
    monkeypatch.setenv("TERRITORY_LIBRARY", str(file))
    settings.settings.cache_clear()
    yield file
    library().close()
    settings.settings.cache_clear()


@pytest.fixture
def unreachable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A library that cannot be reached: its folder is a file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("TERRITORY_LIBRARY", str(tmp_path / "file" / "library.sqlite3"))
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@pytest.mark.usefixtures("shelf")
def test_a_saved_scenario_opens_by_its_id_which_stays_in_the_address_until_the_first_change() -> None:
    id = library().save(OWN).id
    page = opened(f"?s={id}&utm_source=x")
    assert session(page).scenario == OWN
    assert session(page).query == f"?s={id}"
    assert "t-banner" not in html(page)
    assumption(page, "rate").move(4.0)
    assert session(page).query == link(session(page).scenario)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("id", ["0123456789abcdef", "abc", "", "<script>", "x" * 5_000, "\u202e"])
def test_an_unknown_id_is_named_and_the_baseline_is_shown(id: str) -> None:
    page = opened(f"?s={id}")
    assert session(page).scenario == baseline()
    assert session(page).query == link(baseline())
    assert "s: there is no saved scenario" in html(page)
    assert "<script>" not in html(page)


@pytest.mark.usefixtures("shelf")
def test_an_id_together_with_other_keys_is_refused() -> None:
    page = opened(f"?s={library().save(OWN).id}&rate=7")
    assert session(page).scenario == baseline()
    assert "stands alone in a link" in html(page)


@pytest.mark.usefixtures("unreachable")
def test_where_the_library_cannot_be_reached_the_page_says_so_works_on_and_keeps_the_short_link() -> None:
    page = opened("?s=0123456789abcdef")
    assert "cannot be reached just now. The link keeps its meaning" in html(page)
    assert (session(page).scenario, session(page).query) == (baseline(), "?s=0123456789abcdef")
    assumption(page, "rate").move(4.0)
    assert session(page).query == link(revise(baseline(), {"rate": 4.0}))
    with pytest.raises(LinkError, match="The full link opens without it"):
        pasted("?s=0123456789abcdef")


@pytest.mark.usefixtures("shelf")
def test_one_id_is_the_same_scenario_on_the_page_pasted_and_on_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = f"https://example.org/?s={library().save(OWN).id}"
    assert pasted(address) == OWN
    assert main(["link", address]) == 0
    assert parse_link(capsys.readouterr().out) == OWN
