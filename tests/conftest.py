"""How the random tests run: the same examples every time; `--hypothesis-profile=explore` looks for new ones."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", max_examples=40, deadline=None, derandomize=True, database=None)
settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """No test reads or writes the library or the pictures of whoever runs it, nor any of their settings."""
    for name in [name for name in os.environ if name.startswith("TERRITORY_") and name != "TERRITORY_SHEET"]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    own = Path(tempfile.mkdtemp(prefix="territory-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    os.environ["TERRITORY_LIBRARY"] = str(own / "library.sqlite3")
    os.environ["TERRITORY_PICTURES"] = str(own / "pictures")


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """A page that is run in a test takes the place of the main module; processes started later would run it again."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before
