"""Drawing pictures: once each, so many at a time, within their time, whatever happens to what draws or to the disk."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from territory.charts import svg as picture
from territory.web import rendering
from territory.web.rendering import PictureError, Pictures, with_words

SMALL = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="2"/>'
HANGING = "import sys\nsys.stdin.buffer.read(4)\nsys.stdin.buffer.read()\n"
CRASHING = "import os\nos.abort()\n"
Made = Callable[..., Pictures]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Pictures that keep to a folder of their own and end what they started."""
    all_made = []

    def make(seconds: float = 20.0, **more: int) -> Pictures:
        all_made.append(Pictures(tmp_path / "pictures", seconds, **more))
        return all_made[-1]

    yield make
    for each in all_made:
        each.close()


def width(png: bytes) -> int:
    return Image.open(io.BytesIO(png)).width


def svg(number: int) -> str:
    return SMALL.format(width=number)


def draws_by(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = folder / "worker.py"
    worker.write_text(script)
    monkeypatch.setattr(rendering, "WORKER", worker)


def test_a_picture_is_drawn_once_and_then_read(made: Made) -> None:
    pictures = made()
    first = pictures.png(svg(3))
    pictures.close()
    assert width(first) == 3
    assert pictures.png(svg(3)) == first
    assert pictures._worker is None
    assert [file.suffix for file in pictures.folder.iterdir()] == [".png"]


def test_readers_of_the_same_picture_wait_for_one_drawing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, drawn, found = made(), [], []
    begun, go_on, draw = threading.Event(), threading.Event(), pictures._draw

    def slowly(text: str) -> bytes:
        drawn.append(text)
        begun.set()
        go_on.wait()
        return draw(text)

    monkeypatch.setattr(pictures, "_draw", slowly)
    threads = [threading.Thread(target=lambda: found.append(pictures.png(svg(5)))) for _ in range(5)]
    threads[0].start()
    begun.wait()
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(drawn) == 1
    assert [width(png) for png in found] == [5] * 5


def test_when_too_many_are_drawn_the_next_is_refused_at_once(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = made(most_waiting=1)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_text: str) -> bytes:
        begun.set()
        go_on.wait()
        raise PictureError("enough", again_in=1)

    monkeypatch.setattr(pictures, "_draw", slowly)

    def wait() -> None:
        with pytest.raises(PictureError, match="enough"):
            pictures.png(svg(1))

    first = threading.Thread(target=wait)
    first.start()
    begun.wait()
    with pytest.raises(PictureError, match="too many"):
        pictures.png(svg(2))
    go_on.set()
    first.join()


@pytest.mark.parametrize("script", [HANGING, CRASHING], ids=["hangs", "crashes"])
def test_what_fails_to_draw_is_ended_and_started_anew(
    script: str, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = made(seconds=0.3)
    with monkeypatch.context() as broken:
        draws_by(script, tmp_path, broken)
        with pytest.raises(PictureError):
            pictures.png(svg(4))
    assert pictures._worker is None
    pictures.seconds = 20.0
    assert width(pictures.png(svg(4))) == 4


def test_what_is_no_picture_is_refused(made: Made) -> None:
    pictures = made()
    for text in ("<svg", "", "\x00"):
        with pytest.raises(PictureError):
            pictures.png(text)
    assert list(pictures.folder.glob("*")) == []
    assert width(pictures.png(svg(4))) == 4


def test_a_broken_file_on_disk_is_drawn_anew(made: Made) -> None:
    pictures = made()
    png = pictures.png(svg(6))
    (file,) = pictures.folder.iterdir()
    file.write_bytes(png[:-9])
    assert pictures.png(svg(6)) == png
    assert file.read_bytes() == png


def test_without_a_folder_pictures_are_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    pictures = Pictures(tmp_path / "file" / "folder", 20.0)
    assert width(pictures.png(svg(7))) == 7
    pictures.close()


def test_the_disk_holds_so_much_and_the_oldest_goes(made: Made) -> None:
    size = len(made().png(svg(1)))
    pictures = made(most_bytes=4 * size)
    for number in range(2, 9):
        pictures.png(svg(number))
        kept = sum(file.stat().st_size for file in pictures.folder.iterdir())
        assert kept <= 4.2 * size
    assert kept >= 2 * size


def test_words_of_any_kind_stay_as_they_are(made: Made) -> None:
    words = {"Title": '"><script>\u202e💥 ' + "é" * 500, "Description": "a\x00b\r\nc", "Source": ""}
    png = with_words(made().png(svg(8)), words)
    Image.open(io.BytesIO(png)).verify()
    found = Image.open(io.BytesIO(png))
    assert found.text == {"Title": words["Title"], "Description": "a�b��c"}  # type: ignore[attr-defined]


def test_the_picture_for_failures_is_what_would_be_drawn_now(made: Made) -> None:
    now = Image.open(io.BytesIO(made().png(picture.fallback()))).convert("RGB")
    kept = Image.open(rendering.FALLBACK).convert("RGB")
    assert kept.size == (1200, 630)
    assert max(ImageStat.Stat(ImageChops.difference(now, kept)).mean) < 0.5, "draw lib/territory/web/assets anew"
