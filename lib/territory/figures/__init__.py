"""What is documented: the figures of `seeds/`, their editions, and the record month by month."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def data_path(name: str) -> Path:
    """The folder `seeds` or `scenarios`, or the file `CHANGELOG.md`: beside the package in a wheel, or in a checkout.

    Raises `FileNotFoundError` if neither place has it.
    """
    for parent in (PACKAGE, PACKAGE.parents[1]):
        if (parent / name).exists():
            return parent / name
    raise FileNotFoundError(f"{name!r} is missing beside the package and at the top of the checkout")
