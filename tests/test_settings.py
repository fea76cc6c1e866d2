"""Settings come from the environment, all problems at once, and no sentence quotes a password."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from territory.settings import SettingsError, read_settings, refusal

SECRET = "postgresql://me:hunter2@host:port/name"  # a port that is no number


def test_what_is_left_out_or_empty_has_a_default() -> None:
    found = read_settings({"TERRITORY_PUBLIC_URL": "", "DATABASE_URL": " "})
    assert found == read_settings({})
    assert found.database_url.endswith("/library.sqlite3")
    assert (found.public_url, found.frame_ancestors, found.trusted_proxy_header) == ("", "*", "")
    assert (found.saves_per_minute, found.picture_seconds) == (30, 10.0)
    assert found.picture_cache.is_absolute()


def test_reading_settings_touches_no_disk(tmp_path: Path) -> None:
    found = read_settings(
        {"TERRITORY_LIBRARY": str(tmp_path / "a/b.sqlite3"), "TERRITORY_PICTURES": str(tmp_path / "c")}
    )
    assert found.database_url == f"sqlite:///{tmp_path}/a/b.sqlite3"
    assert found.picture_cache == tmp_path / "c"
    assert list(tmp_path.iterdir()) == []


def test_a_path_with_odd_characters_is_the_path_that_was_given(tmp_path: Path) -> None:
    odd = tmp_path / "what? 50% #1.sqlite3"
    assert make_url(read_settings({"TERRITORY_LIBRARY": str(odd)}).database_url).database == str(odd)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_is_taken(scheme: str) -> None:
    found = read_settings({"DATABASE_URL": f"{scheme}://me:p%40ss@host:5433/name?sslmode=require"})
    assert found.database_url == "postgresql+psycopg://me:p%40ss@host:5433/name?sslmode=require"


def test_an_address_of_a_database_goes_before_the_file(tmp_path: Path) -> None:
    found = read_settings({"DATABASE_URL": "sqlite:////srv/x.sqlite3", "TERRITORY_LIBRARY": str(tmp_path)})
    assert found.database_url == "sqlite:////srv/x.sqlite3"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("DATABASE_URL", text) for text in (SECRET, "hunter2", "sqlite://", "sqlite:///:memory:")),
        *(("DATABASE_URL", f"{scheme}://me:hunter2@host/name") for scheme in ("mysql", "postgresql+asyncpg")),
        ("TERRITORY_LIBRARY", "a\0b"),
        *(
            ("TERRITORY_PUBLIC_URL", text)
            for text in ("example.org", "javascript:alert(1)", "https://me:hunter2@a.org")
        ),
        *(("TERRITORY_PUBLIC_URL", f"https://example.org/{text}") for text in ("?a=b", '"><script>')),
        *(("TERRITORY_FRAME_ANCESTORS", text) for text in ("*; script-src *", "https://a.example, https://b.example")),
        ("TERRITORY_CLIENT_HEADER", "X-Forwarded-For: 1"),
        *(("TERRITORY_SAVES_PER_MINUTE", text) for text in ("0", "-3", "many")),
        *(("TERRITORY_PICTURE_SECONDS", text) for text in ("nan", "soon")),
    ],
)
def test_what_cannot_be_used_is_named_without_quoting_it(name: str, text: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings({name: text})
    assert list(raised.value.problems) == [name]
    assert "hunter2" not in str(raised.value) + refusal(raised.value)
    assert f"{name}=" in refusal(raised.value)


def test_whoever_starts_the_server_is_told_what_was_set_and_what_to_write() -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings({"DATABASE_URL": SECRET, "TERRITORY_SAVES_PER_MINUTE": "many\x1b"})
    assert list(raised.value.problems) == ["DATABASE_URL", "TERRITORY_SAVES_PER_MINUTE"]
    assert refusal(raised.value).splitlines() == [
        "The explorer does not start: settings in its environment cannot be used.",
        "DATABASE_URL=postgresql://… (not shown: it may hold a password)",
        "  it is not an address of a database; write postgresql://user:password@host/name or leave it out.",
        "TERRITORY_SAVES_PER_MINUTE=many\\x1b",
        "  it is not a whole number from 1 to 100,000; write one such as 30.",
    ]


def test_what_is_right_is_kept() -> None:
    found = read_settings(
        {
            "TERRITORY_PUBLIC_URL": "https://example.org/explorer/",
            "TERRITORY_FRAME_ANCESTORS": "'self'  https://*.example.org:443",
            "TERRITORY_CLIENT_HEADER": "X-Forwarded-For",
            "TERRITORY_SAVES_PER_MINUTE": "5",
            "TERRITORY_PICTURE_SECONDS": "2.5",
        }
    )
    assert found.public_url == "https://example.org/explorer"
    assert found.frame_ancestors == "'self' https://*.example.org:443"
    assert (found.trusted_proxy_header, found.saves_per_minute, found.picture_seconds) == ("X-Forwarded-For", 5, 2.5)
