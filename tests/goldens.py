"""What must not change while the code is moved: every answer in JSON, the tables, share pages, pictures, descriptions.

Only a digest of each is kept. `python -m tests.goldens --into FOLDER` writes them whole: made before and after a
change, two such folders can be compared file by file. `python -m tests.goldens --write` renews the digests after a
change that is meant.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from territory.answers.questions import NAMES
from territory.cli import main as cli
from territory.scenario.files import presets
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import baseline
from territory.web.page import answered
from tests import corpus
from tests.web import client

FILE = Path(__file__).with_suffix(".json")
BY = "2035-01-01"
DIGITS = 8  # the last ones of a floating-point number depend on the processor
LONG_NUMBER = re.compile(r"-?\d+\.\d{7,}(?:e[+-]?\d+)?")
SEEDS = Path(__file__).parents[1] / "seeds"
MONTHLY = """month,from,to,gain_km2,gain_as_drawn_km2,source
2026-08,2026-08-01,2026-09-01,-31.0,-31.0,deepstate_snapshots
2026-09,2026-09-01,2026-10-01,58.3,58.4,deepstate_snapshots
"""


def goldens() -> Iterator[tuple[str, str]]:
    """Name and content of each."""
    links = {name: link(scenario) for name, scenario in corpus.chosen()}
    for name, query in links.items():
        yield f"project/{name}.json", command("project", query, "--by", BY, "--json")
        yield f"api/{name}.json", fetched(f"/api/v1/project{query}&by={BY}")
        yield f"api/{name}.csv", fetched(f"/api/v1/project.csv{query}")
        yield f"pages/{name}.html", fetched(f"/p{query}")
        yield f"pictures/{name}.svg", answered(parse_link(query)).svg
    for preset in presets():
        for question in ("needed", "sensitivity"):
            by = ("--by", BY) if question == "needed" else ()
            yield f"{question}/{preset.name}.json", command(question, preset.name, *by, "--json")
    yield "frozen.html", fetched(f"/p{link(baseline())}&embed=true")
    yield "api/scenarios.json", fetched("/api/v1/scenarios")
    yield "api/openapi.json", fetched("/api/v1/openapi.json")
    for question in ("record", "estimates", "backtest"):
        yield f"{question}.json", command(question, "--json")
    yield "scenarios.txt", command("scenarios")
    for name in NAMES:
        yield f"schema/{name}.json", command("schema", name)
    yield from new_edition()


def new_edition() -> Iterator[tuple[str, str]]:
    """What `territory edition new` prints and writes for two months that are made up."""
    occupied = [line.split(",") for line in (SEEDS / "2026-08-22" / "occupied.csv").read_text().splitlines()]
    rows = [",".join([*row, "deepstate_snapshots" if place else "source"]) for place, row in enumerate(occupied)]
    with tempfile.TemporaryDirectory() as folder:
        monthly = Path(folder, "monthly.csv")
        monthly.write_text(MONTHLY, encoding="utf-8")
        monthly.with_name("occupied.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        printed = command("edition", "new", "--from", "2026-08-22", "--monthly", str(monthly), "--out", folder)
        yield "edition/printed.txt", printed.replace(folder, "FOLDER")
        for file in sorted(Path(folder, "2026-10-01").iterdir()):
            yield f"edition/{file.name}", file.read_text(encoding="utf-8")


def command(*arguments: str) -> str:
    """What a command prints."""
    with redirect_stdout(io.StringIO()) as printed:
        assert cli.main(arguments) == 0, arguments
    return printed.getvalue()


def fetched(address: str) -> str:
    """The body of an answer of the server."""
    answer = client.get(address, {"Accept-Encoding": "identity"})
    assert answer.status_code == 200, address
    return answer.text


def digest(content: str) -> str:
    """Of a content but for the last digits of its numbers."""
    steady = LONG_NUMBER.sub(lambda found: f"{float(found[0]):.{DIGITS}g}", content)
    return hashlib.sha256(steady.encode()).hexdigest()[:16]


def digests() -> dict[str, str]:
    """Of everything, by name."""
    return {name: digest(content) for name, content in goldens()}


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="renew the digests")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write everything whole")
    asked = parser.parse_args()
    if asked.write:
        FILE.write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")
    if asked.into is not None:
        for name, content in goldens():
            (asked.into / name).parent.mkdir(parents=True, exist_ok=True)
            (asked.into / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
