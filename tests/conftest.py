"""How tests run: all of them, or those of `--quick`; random ones with the same examples every time.

`--hypothesis-profile=explore` looks for new examples.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers import Terminal

settings.register_profile("steady", max_examples=60, deadline=None, derandomize=True, database=None)
settings.register_profile("quick", settings.get_profile("steady"), max_examples=10)
settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("steady")

# What `--quick` leaves out, beside what is marked in its file: what needs a browser, a database server or processes
# that serve, and what takes many seconds.
PAGES = (
    *("assumption", "charts", "citing", "compare", "date", "drivers", "estimates", "explore"),
    *("forged", "map", "messages", "parts", "pictures", "record", "saved", "server"),
)
SLOW = (
    "browser/",
    "model/test_against_integrator.py",
    "model/test_simulation.py",
    "sharing/test_saving_at_once.py",
    "test_backtest.py",
    "test_benchmark.py",
    "test_goldens.py",
    "test_guides.py",
    "test_new_figures.py",
    "test_schemas.py",
    "test_verification.py",
    *(
        f"ui/test_{page}"
        for page in ("assumption", "charts", "citing", "compare", "date", "drivers", "estimates", "forged")
    ),
    *(f"ui/test_{page}" for page in PAGES),
    "web/test_kills.py",
    "web/test_live.py",
    "web/test_openapi.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only tests that are not slow, with fewer random examples")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """No test reads or writes the library or the pictures of whoever runs it, nor any of their settings."""
    if config.option.quick:
        config.option.markexpr = config.option.markexpr or "not slow"
        settings.load_profile("quick")
    for name in [name for name in os.environ if name.startswith("TERRITORY_") and name != "TERRITORY_SHEET"]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    own = Path(tempfile.mkdtemp(prefix="territory-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    os.environ["TERRITORY_LIBRARY"] = str(own / "library.sqlite3")
    os.environ["TERRITORY_PICTURES"] = str(own / "pictures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = item.path.relative_to(Path(__file__).parent).as_posix()
        asked = item.callspec.params if hasattr(item, "callspec") else {}
        served = asked.get("kind") == "postgresql" or "server" in getattr(item, "fixturenames", ())
        if place.startswith(SLOW) or served:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """A page that is run in a test takes the place of the main module; processes started later would run it again."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)
