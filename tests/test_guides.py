"""The README and the guides: every command in them is run as it stands, or is named here with what is run instead."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from territory.cli.main import main
from tests.guides import CHECKOUT, FILES, Command, blocks, commands

README = CHECKOUT / "README.md"
FIVE_MINUTES = 1_150  # words

ELSEWHERE = {  # commands that begin so, and what runs them
    "curl ": "tests/browser/test_api.py",
    "sudo -u postgres ": "tests/sharing/test_library.py",
    "export DATABASE_URL=": "tests/sharing/test_library.py",
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e . && .venv/bin/streamlit run": ".ci/run",
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test]' &&": ".ci/run",
    ".venv/bin/pip install -q -c constraints.txt -e '.[postgresql]'": ".ci/run, with the tests' packages",
    "python3 -m venv build/newest": "people, and then .ci/run",
    "sudo apt-get install -y postgresql": ".ci/run",
    "apt-get install nginx-light": ".ci/run",
    ".ci/": "people, on a clean clone",
}
SMALL = {  # what takes minutes, writes into the checkout or does not end by itself, and what is added to it here
    ".venv/bin/python deploy/run --port 8080": "--help",
    ".venv/bin/python benchmarks/speed.py": "--help",
    ".venv/bin/python -m benchmarks.paint": "--help",
    ".venv/bin/python -m benchmarks.live": "--help",
    ".venv/bin/python -m benchmarks.cold": "--help",
    "python -m benchmarks.load.sessions": "--help",
    "python -m benchmarks.load.kills": "--help",
    "python -m benchmarks.load.leaks": "--help",
    "python -m benchmarks.load.pages": "--help",
    "python -m benchmarks.fuzz.run link": "--own --inputs 20",
    ".venv/bin/python -m tools.messages --write": "--help",
    ".venv/bin/python -m tools.verification --write": "--help",
    ".venv/bin/python -m tests.goldens --into build/goldens": "--help",
    ".venv/bin/territory backtest": "--edition 2025-08-17",
    ".venv/bin/territory backtest --write": "--help",
    ".venv/bin/python -m pytest -n0 tests/browser/test_layout.py -k pictured": "--collect-only -q",
    ".venv/bin/python -m pytest --quick": "-n0 --collect-only -q",
}
HERE = [
    each
    for each in commands()
    if each.file != "new-figures.md" and not each.text.startswith(tuple(ELSEWHERE))  # that guide has its own test
]


@pytest.fixture
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the commands are run: the files of this checkout, and a scenario file of the reader's own."""
    for name in ("scenarios", "benchmarks", "deploy", "tests", "tools", "lib", "seeds", "pyproject.toml"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    shutil.copy(CHECKOUT / "scenarios" / "documented-pace.json", tmp_path / "my-scenario.json")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERRITORY_LIBRARY", os.environ["TERRITORY_LIBRARY"])  # the fuzzer sets its own


def run(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command prints, run in this process (a new one would spend a second on imports); it has to end well."""
    inner = re.search(r'"\$\((.*)\)"', command)
    if inner:
        command = command.replace(inner[0], shlex.quote(run(inner[1], capsys, monkeypatch).strip()))
    words = shlex.shlex(command, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    program, *arguments = words
    assert not {"&", "|", ";", "<", ">", "(", ")", "&&"} & set(arguments), f"more than one command: {command}"
    name = program.rpartition("/")[2]
    assert name in ("territory", "python")
    status = (
        main(arguments) if name == "territory" and "--help" not in arguments else ended(name, arguments, monkeypatch)
    )
    said = capsys.readouterr()
    assert (status, said.err) == (0, ""), command
    return said.out


def ended(name: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The status with which a program leaves by itself."""
    if name == "territory":
        arguments = ["-m", "territory.cli.main", *arguments]
    place, *more = arguments[1:] if arguments[0] == "-m" else arguments
    monkeypatch.setattr(sys, "argv", [place, *more])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that it was imported before, by another test
        try:
            if arguments[0] == "-m":
                runpy.run_module(place, run_name="__main__", alter_sys=True)
            else:
                runpy.run_path(place, run_name="__main__")
        except SystemExit as left:
            return int(left.code or 0)
    return 0


@pytest.mark.usefixtures("_checkout")
@pytest.mark.parametrize("command", HERE, ids=lambda each: f"{each.file}: {each.text}")
def test_every_command_of_the_guides_runs(
    command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SMALL.get(command.text)
    asked = command.text if small is None else f"{command.text} {small}"
    if " -m pytest " in asked:
        asked = asked.replace(".venv/bin/python", sys.executable)
        assert subprocess.run(shlex.split(asked), cwd=CHECKOUT, stdout=subprocess.DEVNULL, check=False).returncode == 0
    else:
        run(asked, capsys, monkeypatch)


def test_what_is_not_run_as_it_stands_is_still_in_a_guide() -> None:
    texts = [each.text for each in commands()]
    assert [each for each in SMALL if each not in texts] == []
    assert [each for each in ELSEWHERE if not any(text.startswith(each) for text in texts)] == []


def test_the_readers_of_commands_find_them_in_blocks_and_in_sentences() -> None:
    assert Command("README.md", ".venv/bin/python deploy/run --port 8080") in commands()
    assert len(commands("curl ")) >= 3
    assert len({each.text for each in HERE}) > 25


def test_the_python_of_the_readme_says_what_its_comment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    (code,) = (text for kind, text in blocks(README) if kind == "python")
    *lines, last = code.strip().splitlines()
    expression, _, comment = last.partition("  # ")
    known: dict[str, object] = {}
    exec("\n".join(lines), known)
    assert re.fullmatch(re.escape(comment).replace("…", r"\d+"), str(eval(expression, known)))


def test_the_readme_reads_in_five_minutes() -> None:
    assert len(README.read_text(encoding="utf-8").split()) <= FIVE_MINUTES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_guide_is_reached_from_the_readme_and_leads_to_files_that_are_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert file == README or f"(docs/{file.name})" in README.read_text(encoding="utf-8")
    assert [name for name in re.findall(r"\]\((?!http)([^)#]+)\)", text) if not (file.parent / name).exists()] == []
