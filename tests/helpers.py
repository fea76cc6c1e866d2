"""What several files of tests need: a terminal, and texts and charts as they can be compared."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import pytest

from territory.charts.outlook import Picture
from territory.cli.main import main
from territory.text import NARROW


def plain(text: str) -> str:
    """A text with plain spaces."""
    return text.replace(NARROW, " ")


GONE = object()
Change = Callable[[Any], object]


def put(*way: Any) -> Change:
    """Puts the last of its arguments where the others lead in what JSON or a table holds; `GONE` takes it away."""
    *steps, last, value = way

    def change(data: Any) -> None:
        for step in steps:
            data = data[step]
        if value is GONE:
            del data[last]
        else:
            data[last] = value

    return change


def checked(picture: Picture) -> go.Figure:
    """The picture as Plotly's own classes take it, which refuse a property or a value that Plotly does not know."""
    return go.Figure(picture.figure.to_plotly_json())


@dataclass(frozen=True)
class Run:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def results(self) -> dict[str, dict[str, object]]:
        results: dict[str, dict[str, object]] = json.loads(self.out)["results"]
        return results


class Terminal:
    """Runs commands in this process and collects what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def run(self, *arguments: str, stdin: bytes = b"") -> Run:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self._capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as left:  # the parser of arguments leaves by itself
            status = int(str(left.code))
        printed = self._capsys.readouterr()
        return Run(status, printed.out, printed.err)

    def answer(self, *arguments: str, stdin: bytes = b"") -> Run:
        """A run of `project --json` that goes well."""
        done = self.run("project", "--json", *arguments, stdin=stdin)
        assert (done.status, done.err) == (0, "")
        return done

    def refusal(self, *arguments: str, stdin: bytes = b"") -> str:
        """The lines on standard error of a run that is refused."""
        refused = self.run(*arguments, stdin=stdin)
        assert (refused.status, refused.out) == (2, "")
        assert refused.err.endswith("\n")
        assert "Traceback" not in refused.err
        return refused.err
