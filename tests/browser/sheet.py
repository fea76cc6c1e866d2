"""Pictures of the pages, and all of them on one sheet."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "TERRITORY_SHEET"
SHRUNK, TALLEST, GAP = 3, 1100, 16  # times smaller; pixels of a column, and between pictures
BEHIND = "#8894a4"


def folder() -> Path:
    """Where the pictures go: the environment may say."""
    return Path(os.environ.get(FOLDER) or ROOT / "build" / "contact-sheet")


def take(page: Page, name: str) -> Path:
    """A picture of the whole page, as if the window were as high as the page is long."""
    viewport = page.viewport_size
    assert viewport is not None
    main = page.get_by_test_id("stMain")
    long = int(main.evaluate("part => part.scrollHeight")) + int(main.bounding_box()["y"])  # type: ignore[index]
    page.set_viewport_size({"width": viewport["width"], "height": max(long, viewport["height"])})
    file = folder() / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")
    page.set_viewport_size(viewport)
    return file


def compose(rows: list[list[Path]]) -> Path:
    """One picture of all: a row a page, a column a width and theme; what is longer is cut."""
    shrunk = [[_shrunk(file) for file in row] for row in rows]
    widths = [max(row[place].width for row in shrunk) for place in range(len(shrunk[0]))]
    heights = [max(each.height for each in row) for row in shrunk]
    size = (sum(widths) + GAP * (len(widths) + 1), sum(heights) + GAP * (len(heights) + 1))
    sheet = Image.new("RGB", size, BEHIND)
    for row, pictures in enumerate(shrunk):
        for place, picture in enumerate(pictures):
            at = (sum(widths[:place]) + GAP * (place + 1), sum(heights[:row]) + GAP * (row + 1))
            sheet.paste(picture, at)
    file = folder() / "contact-sheet.png"
    sheet.save(file)
    return file


def _shrunk(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        small = picture.convert("RGB").reduce(SHRUNK)
    return small.crop((0, 0, small.width, min(small.height, TALLEST)))
