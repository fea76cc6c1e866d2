"""Where the project's own data are: beside the package in a wheel, at the top of a checkout otherwise."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def folder(name: str) -> Path:
    """The folder `seeds` or `scenarios`; raises `FileNotFoundError` if neither place has it."""
    for parent in (PACKAGE, PACKAGE.parents[1]):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"the folder {name!r} is missing beside the package and at the top of the checkout")


def file(name: str) -> Path:
    """The file `CHANGELOG.md`; raises `FileNotFoundError` if neither place has it."""
    for parent in (PACKAGE, PACKAGE.parents[1]):
        if (parent / name).is_file():
            return parent / name
    raise FileNotFoundError(f"the file {name!r} is missing beside the package and at the top of the checkout")
