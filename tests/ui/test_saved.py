"""Scenarios that are kept: opened by their id, with the answer that they had."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from territory import settings
from territory.charts import blocks
from territory.cli.main import main
from territory.library import limiter, pasted
from territory.library.library import library
from territory.scenario.links import LinkError, link, parse_link
from territory.scenario.scenario import baseline, revise
from territory.text import day
from territory.ui.session import Session
from territory.words import vocabulary
from tests.ui.pages import assumption, html, opened, press, session

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
    assert "stands alone in a link" in html(opened(f"?s={id}&rate=7"))


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


def field(page: AppTest, key: str) -> str:
    """The text in a field that can be copied; empty where there is none."""
    found = [each for each in page.get("bidi_component") if each.key == f"copy.{key}"]
    return str(json.loads(found[0].proto.json)["text"]) if found else ""


def unfold(page: AppTest, *folds: str) -> None:
    for fold in folds:
        page.session_state[f"fold.{fold}"] = True
    page.run()
    assert not page.exception


def save(page: AppTest) -> None:
    page.button(key="save").click().run()
    assert not page.exception


def test_where_settings_cannot_be_used_the_page_works_and_saving_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRITORY_SAVES_PER_MINUTE", "many")
    settings.settings.cache_clear()
    page = opened(link(OWN))
    page.button(key="save").click().run()
    assert not page.exception
    assert "TERRITORY_SAVES_PER_MINUTE" in session(page).unsaved
    assert field(page, "link") == link(OWN)
    settings.settings.cache_clear()


@pytest.mark.parametrize("typed", ["99", "nan"])
def test_what_is_typed_and_cannot_be_used_is_said_not_to_be_saved(typed: str) -> None:
    page = opened(link(OWN))
    said = "What is typed and cannot be used yet is not part of it"
    assert said not in html(page)
    assumption(page, "rate").type(typed)
    assert said in html(page)


@pytest.mark.usefixtures("shelf")
def test_a_change_gives_the_full_link_again_undo_the_short_one_and_saving_twice_is_the_same_id() -> None:
    page = opened(link(OWN))
    save(page)
    short = field(page, "link")
    assumption(page, "rate").move(4.0)
    assert field(page, "link") == session(page).query == link(session(page).scenario)
    assert not field(page, "page")
    press(page, "Undo")
    assert field(page, "link") == short
    assert session(page).query == link(OWN)
    other = opened(link(OWN))
    save(other)
    assert field(other, "link") == short


@pytest.mark.usefixtures("shelf")
def test_who_saves_too_often_is_told_when_to_try_again_and_keeps_the_full_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRITORY_SAVES_PER_MINUTE", "1")
    settings.settings.cache_clear()
    limiter.cache_clear()
    page = opened(link(OWN))
    save(page)
    assumption(page, "rate").move(4.0)
    save(page)
    limiter.cache_clear()
    assert "Too many scenarios were saved from your network in a short time" in html(page)
    assert "the link below carries the whole scenario" in html(page)
    assert field(page, "link") == session(page).query == link(session(page).scenario)
    assumption(page, "rate").move(3.0)
    assert "Too many" not in html(page)


@pytest.mark.usefixtures("unreachable")
def test_where_the_library_cannot_be_reached_saving_says_so_and_the_full_link_is_there() -> None:
    page = opened(link(OWN))
    save(page)
    assert "The library of saved scenarios cannot be reached just now." in html(page)
    assert (field(page, "link"), session(page).scenario) == (link(OWN), OWN)
    save(page)
    assert html(page).count("Not saved.") == 1


def rewrite(file: Path, **columns: str) -> None:
    """Make the one row of a library another's."""
    library().close()
    with closing(sqlite3.connect(file)) as connection, connection:
        for name, value in columns.items():
            connection.execute(f"UPDATE scenarios SET {name} = ?", (value,))


def test_what_another_model_answered_stands_beside_what_this_one_does(shelf: Path) -> None:
    kept = library().save(OWN)
    assert "Saved on" not in html(opened(f"?s={kept.id}")).partition("Save and share")[0]
    answer = json.loads(json.dumps(kept.answer))
    answer["kharkiv"]["central"] |= {"days": 20 * 365.2425, "date": "2045-08-30"}
    rewrite(shelf, model_version="0", answer=json.dumps(answer), saved_at="2026-03-03T10:00:00.000000Z")
    body = html(opened(f"?s={kept.id}"))
    assert (
        "Saved on 3 March 2026 with model 0; model 1 answers: Kharkiv oblast about 8½ years instead of about 20 "
        "years; Odesa oblast about 9½ years, unchanged." in body
    )


@pytest.mark.parametrize("answer", ["{}", "[]", '{"kharkiv": {"central": {"days": "<b>", "date": 7, "status": []}}}'])
def test_a_stored_answer_of_any_shape_breaks_nothing(shelf: Path, answer: str) -> None:
    kept = library().save(OWN)
    rewrite(shelf, model_version="0", answer=answer)
    assert "Kharkiv oblast about 8½ years instead of an answer that cannot be read" in html(opened(f"?s={kept.id}"))


def test_the_same_answer_of_another_model_is_said_to_be_the_same(shelf: Path) -> None:
    kept = library().save(OWN)
    rewrite(shelf, model_version="0")
    assert "with model 0; model 1 gives the same answer." in html(opened(f"?s={kept.id}"))


@pytest.mark.usefixtures("shelf")
def test_frames_and_citations_take_the_full_link_before_saving_and_the_short_one_after() -> None:
    page = opened(link(OWN))
    assert not field(page, "frozen")  # what is folded is not made at every move
    unfold(page, "embed", "cite", "download")
    assert (field(page, "link"), field(page, "full")) == (link(OWN), "")
    assert f'src="/p{escape(link(OWN))}&amp;embed=true" title="My own"' in field(page, "frozen")
    assert f'src="/{escape(link(OWN))}&amp;embed=true"' in field(page, "live")
    assert link(OWN) in field(page, "plain")
    save(page)
    id = session(page).query.removeprefix("?s=")
    assert (field(page, "link"), field(page, "full")) == (f"?s={id}", link(OWN))
    assert field(page, "page").endswith(f"/s/{id}")
    assert f'src="/s/{id}?embed=true"' in field(page, "frozen")
    assert f'src="/?s={id}&amp;embed=true"' in field(page, "live")
    assert f"/s/{id}" in field(page, "plain")
    assert day(datetime.now(UTC).date()) in field(page, "plain")


@pytest.mark.usefixtures("shelf")
def test_a_public_address_that_is_set_stands_in_every_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRITORY_PUBLIC_URL", "https://example.org/explorer/")
    settings.settings.cache_clear()
    page = opened(link(OWN))
    assert field(page, "link") == f"https://example.org/explorer/{link(OWN)}"
    save(page)
    id = session(page).query.removeprefix("?s=")
    assert field(page, "link") == f"https://example.org/explorer/?s={id}"
    assert field(page, "page") == f"https://example.org/explorer/s/{id}"
    unfold(page, "embed", "cite")
    for name in ("frozen", "live", "plain"):
        assert "https://example.org/explorer/" in field(page, name)


def test_a_hostile_title_stays_within_the_attribute_of_the_frame() -> None:
    written = blocks.frame("/p?a=1&b=2", "\"><script>alert(1)</script>'", 500)
    assert "<script>" not in written
    assert written.count('"') == 12
    assert 'src="/p?a=1&amp;b=2"' in written


@pytest.mark.usefixtures("shelf")
def test_only_what_was_saved_here_goes_into_the_browsers_list() -> None:
    def kept(page: AppTest) -> dict[str, str] | None:
        (found,) = (each for each in page.get("bidi_component") if each.key == "saved_list")
        told: dict[str, str] | None = json.loads(found.proto.json)["kept"]
        return told

    page = opened(link(OWN))
    assert kept(page) is None
    save(page)
    told = kept(page)
    assert told is not None
    assert (told["name"], f"?s={told['id']}") == ("My own", session(page).query)
    assert told["pace"] == vocabulary.pace_with_unit(OWN.rate)
    assert kept(opened(session(page).query)) is None


RESUMED = """
from territory.ui.session import current, resume
current()
resume({had!r})
"""


def resumed(had: object) -> Session:
    """The session of a browser that had something else before."""
    page = AppTest.from_string(RESUMED.format(had=had), default_timeout=30)
    page.run()
    assert not page.exception
    return session(page)


@pytest.mark.usefixtures("unreachable")
def test_a_reader_whose_session_is_gone_goes_on_by_the_full_link_where_the_library_is_gone_too() -> None:
    again = resumed({"query": "?s=0123456789abcdef", "link": link(OWN)})
    assert (again.scenario, again.query, dict(again.reading.rejected)) == (OWN, link(OWN), {})


@pytest.mark.usefixtures("shelf")
def test_a_reader_whose_session_is_gone_keeps_the_short_link_where_there_is_a_library() -> None:
    id = library().save(OWN).id
    again = resumed({"query": f"?s={id}", "link": link(OWN)})
    assert (again.scenario, again.query) == (OWN, f"?s={id}")


NOTHING = [None, 1, "", {}, {"query": ""}, {"query": 7, "link": []}, {"query": "?" + "x" * 10**6}]
ON_SCREEN = [link(OWN), {"query": link(OWN), "link": ""}]


@pytest.mark.parametrize("had", [*NOTHING, *ON_SCREEN])
def test_a_reader_whose_session_is_gone_goes_on_with_what_was_on_screen_where_the_browser_says_it(had: object) -> None:
    again = resumed(had)
    assert again.scenario == (OWN if had in ON_SCREEN else baseline())
    assert again.awaits is False
