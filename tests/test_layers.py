"""Imports point down only: the model knows nothing above it, words and charts know no server, doors no other door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import territory

PACKAGE = Path(territory.__file__).parent
CHECKOUT = Path(__file__).parents[1]


def module_name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in FILES.items()}


def imported(name: str) -> set[str]:
    """All modules that a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = absolute(name, node)
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in FILES else base for alias in node.names}
    return found


def absolute(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".") if FILES[name].name == "__init__.py" else name.split(".")[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def own(name: str) -> set[str]:
    return {each for each in imported(name) if each.split(".")[0] == "territory"}


def reached(name: str) -> set[str]:
    """All of our modules that come along with a module, and all others that they import."""
    found, waiting = set(), [name]
    while waiting:
        for each in imported(waiting.pop()) - found:
            found.add(each)
            if each in FILES:
                waiting.append(each)
    return found


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


# From the ground up: a room imports what stands before it. Doors stand side by side, and take nothing of each other.
GROUND = ("text", "settings", "model", "figures", "scenario", "answers", "editions", "library", "words", "charts")
DOORS = ("cli", "web", "ui")
NEEDS_NOTHING = ("text", "model")


def room_of(name: str) -> str:
    """The room that a module is in; empty for the package itself, which offers what programs need."""
    return name.split(".")[1] if "." in name else ""


def test_every_module_is_in_a_room() -> None:
    assert {room_of(name) for name in FILES} == {"", *GROUND, *DOORS}


@pytest.mark.parametrize("room", [*GROUND, *DOORS])
def test_a_room_imports_only_rooms_below_it(room: str) -> None:
    below = set(GROUND[: GROUND.index(room)] if room in GROUND else GROUND)
    below = {room} if room in NEEDS_NOTHING else {room, *below}
    arrows = {(name, each) for name in FILES if room_of(name) == room for each in own(name)}
    assert {(name, each) for name, each in arrows if room_of(each) not in below} == set()


def test_only_the_page_knows_streamlit_and_no_sentence_knows_plotly() -> None:
    def users(library: str) -> set[str]:
        return {room_of(name) for name in FILES if any(within(each, library) for each in imported(name))}

    assert users("streamlit") == {"ui"}
    assert users("plotly") <= {"charts", "ui"}


def test_the_command_line_starts_without_the_server_the_charts_and_the_database() -> None:
    heavy = ("streamlit", "plotly", "pandas", "sqlalchemy", "alembic")
    code = f"import sys, territory.cli.main; sys.exit(sum(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


OUTSIDE = {
    *("os", "sys", "io", "pathlib", "shutil", "tempfile", "glob", "sqlite3", "csv", "json", "pickle", "importlib"),
    *("time", "random", "secrets", "uuid", "logging", "socket", "http", "urllib", "subprocess", "threading"),
}
MODEL = [name for name in FILES if within(name, "territory.model")]


@pytest.mark.parametrize("name", MODEL)
def test_the_model_imports_numbers_and_nothing_that_reaches_outside(name: str) -> None:
    foreign = {each.split(".")[0] for each in imported(name)} - {"territory"}
    assert foreign - sys.stdlib_module_names <= {"numpy", "scipy"}
    assert foreign & OUTSIDE == set()


@pytest.mark.parametrize("name", MODEL)
def test_the_model_asks_no_clock_no_disk_no_screen_and_no_random_state_of_its_own(name: str) -> None:
    asked = {".".join(call) for call in calls(TREES[name])}
    last = {".".join(call[-1:]) for call in calls(TREES[name])}
    assert last & {"today", "now", "open", "print", "input", "read_text", "write_text"} == set()
    assert {call for call in asked if ".random." in call and not call.endswith(("default_rng", "Generator"))} == set()


def calls(tree: ast.AST) -> Iterator[list[str]]:
    """The dotted names of all that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name, parts = node.func, []
            while isinstance(name, ast.Attribute):
                parts.append(name.attr)
                name = name.value
            if isinstance(name, ast.Name):
                parts.append(name.id)
            yield parts[::-1] or [""]


TESTS = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted((CHECKOUT / "tests").rglob("*.py"))}
APP = CHECKOUT / "app.py"
ALL = {FILES[name]: tree for name, tree in TREES.items()} | TESTS | {APP: ast.parse(APP.read_text(encoding="utf-8"))}


def test_no_file_patches_the_path_that_modules_are_found_on() -> None:
    for file, tree in ALL.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in {("sys", "path"), ("site", "addsitedir")}, file
            if isinstance(node, ast.ImportFrom):
                assert not (node.module == "sys" and "path" in [alias.name for alias in node.names]), file


def test_nothing_is_imported_from_a_file_of_tests() -> None:
    for file, tree in TESTS.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
                assert not [name for name in named if name.split(".")[-1].startswith("test_")], file


def test_nothing_catches_errors_without_naming_them() -> None:
    for name, tree in TREES.items():
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and not node.type], name


# The reader of imports itself.


def test_the_reader_sees_imports_wherever_they_stand() -> None:
    assert "territory.figures.evidence" in imported("territory.scenario.scenario")
    assert "territory.model.inputs" in imported("territory.model.front")
    assert "territory.answers.outlook" in imported("territory")
    assert "territory.model.front" in reached("territory.cli.main")
