"""Many processes save at once, some are killed, the database is torn down: every id that was given leads back.

`python -m benchmarks.load.kills` does the same through servers that are killed.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import make_url

from benchmarks.load.savers import Saving, directly, jobs, kill_one, lost
from territory.library.library import Library
from tests.postgresql import Server

COUNT, AT_ONCE = 80, 8


def test_every_id_that_was_given_leads_back_though_processes_are_killed(kind: str, url: str) -> None:
    saving = directly((url,))
    saving.run(jobs(COUNT, AT_ONCE), kill_one, times=5)
    assert saving.killed == 5
    assert_whole(saving, url)
    if kind == "sqlite":
        connection = sqlite3.connect(make_url(url).database or "")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


def test_every_id_that_was_given_leads_back_though_the_database_is_restarted(server: Server) -> None:
    url = server.new_database()
    saving = directly((url,))
    saving.run(jobs(COUNT, AT_ONCE), lambda _: server.restart_at_once(), times=2)
    assert_whole(saving, url)


def assert_whole(saving: Saving, url: str) -> None:
    library = Library(url)
    assert saving.contradictions == []
    assert sorted(saving.given) == list(range(COUNT))
    assert lost(library, saving.given) == []
    assert sorted(entry.id for entry in library.all()) == sorted(saving.given.values())
    library.close()
