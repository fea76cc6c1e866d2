"""Pictures as PNG: drawn once at a time by a process of their own, bounded in number and time, kept on disk."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Mapping
from concurrent.futures import Future
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from territory.charts.svg import FONTS
from territory.scenario.scenario import printable
from territory.settings import settings

WORKER = Path(__file__).parent / "raster.py"
FALLBACK = Path(__file__).parent / "assets" / "fallback.png"
MOST_WAITING = 16
MOST_KEPT_BYTES = 256 * 2**20
LEAVE = 0.8  # of that, when the oldest have been cleared away
MOST_PNG_BYTES = 20 * 2**20
SIGNATURE, END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
INHERITED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG")  # nothing secret
LOG = logging.getLogger(__name__)


class PictureError(RuntimeError):
    """A picture that could not be drawn; `again_in` says after how many seconds it is worth asking again."""

    def __init__(self, why: str, again_in: int) -> None:
        self.again_in = again_in
        super().__init__(why)


class Pictures:
    """Draws pictures: the same one once at a time, no more than some at once, each within its time."""

    def __init__(
        self, folder: Path, seconds: float, most_waiting: int = MOST_WAITING, most_bytes: int = MOST_KEPT_BYTES
    ) -> None:
        self.folder, self.seconds, self.most_waiting, self.most_bytes = folder, seconds, most_waiting, most_bytes
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._drawing: dict[str, Future[bytes]] = {}
        self._worker: subprocess.Popen[bytes] | None = None
        self._kept: int | None = None

    def png(self, svg: str) -> bytes:
        """The picture of an SVG; raises `PictureError` if there is none within the time."""
        name = hashlib.sha256(f"{version('resvg-py')}\0{svg}".encode()).hexdigest()
        if (found := self._read(name)) is not None:
            return found
        with self._lock:
            ours = name not in self._drawing
            if ours and len(self._drawing) >= self.most_waiting:
                raise PictureError("too many pictures are being drawn", again_in=5)
            future = self._drawing.setdefault(name, Future())
        if ours:
            self._make(name, svg, future)
        return future.result()  # which is there within the time of whoever makes it

    def close(self) -> None:
        """Stop the process that draws; the next picture starts another."""
        with self._turn:
            self._stop()

    def _make(self, name: str, svg: str, future: Future[bytes]) -> None:
        try:
            png = self._draw(svg)
            self._write(name, png)
        except PictureError as error:
            future.set_exception(error)
        except BaseException as error:
            future.set_exception(PictureError(f"{type(error).__name__}: {error}", again_in=60))
            raise
        else:
            future.set_result(png)
        finally:
            with self._lock:
                del self._drawing[name]

    def _draw(self, svg: str) -> bytes:
        if not self._turn.acquire(timeout=self.seconds):
            raise PictureError("the pictures before it took too long", again_in=5)
        try:
            return self._ask(svg.encode())
        finally:
            self._turn.release()

    def _ask(self, svg: bytes) -> bytes:
        """Have the worker draw; it is ended when its time is over, which ends the reading as well."""
        worker = self._running()
        assert worker.stdin is not None
        assert worker.stdout is not None
        over = threading.Timer(self.seconds, worker.kill)
        over.daemon = True
        over.start()
        try:
            worker.stdin.write(len(svg).to_bytes(4) + svg)
            worker.stdin.flush()
            length = int.from_bytes(worker.stdout.read(4))
            png = worker.stdout.read(length) if length <= MOST_PNG_BYTES else b""
        except OSError:
            png = b""
        finally:
            over.cancel()
        if not (png.startswith(SIGNATURE) and png.endswith(END)):
            self._stop()
            raise PictureError("the picture could not be drawn", again_in=60)
        return png

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._stop()
            self._worker = subprocess.Popen(
                [sys.executable, "-I", str(WORKER), *map(str, FONTS.values())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in INHERITED if name in os.environ},
                start_new_session=True,  # an interrupt at the terminal is for the server
            )
        return self._worker

    def _stop(self) -> None:
        if self._worker is None:
            return
        self._worker.kill()
        for pipe in (self._worker.stdin, self._worker.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._worker.wait()
        self._worker = None

    # What is on disk: a picture by the hash of what it was drawn from. Nothing that happens there stops a picture.

    def _read(self, name: str) -> bytes | None:
        file = self.folder / f"{name}.png"
        try:
            png = file.read_bytes()
            os.utime(file)  # the oldest to be asked for goes first
        except OSError:
            return None
        return png if png.startswith(SIGNATURE) and png.endswith(END) else None

    def _write(self, name: str, png: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                try:
                    file.write(png)
                    file.close()
                    Path(file.name).replace(self.folder / f"{name}.png")
                except OSError:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            self._make_room(len(png))
        except OSError as error:
            LOG.warning("pictures are not kept: %s", error)

    def _make_room(self, more: int) -> None:
        with self._lock:
            if self._kept is None:
                self._kept = sum(size for _, size, _ in self._files())
            else:
                self._kept += more
            if self._kept <= self.most_bytes:
                return
            files = sorted(self._files())
            self._kept = sum(size for _, size, _ in files)
            for _, size, file in files:
                if self._kept <= LEAVE * self.most_bytes:
                    break
                file.unlink(missing_ok=True)
                self._kept -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        """What is kept, with when it was last asked for and its size; leftovers of a server that was killed too."""
        found = []
        for file in (*self.folder.glob("*.png"), *self.folder.glob("*.part")):
            with contextlib.suppress(OSError):
                about = file.stat()
                found.append((about.st_mtime, about.st_size, file))
        return found


@lru_cache(maxsize=1)
def pictures() -> Pictures:
    """The pictures of the settings, one for the process; raises `SettingsError`."""
    made = Pictures(settings().picture_cache, settings().picture_seconds)
    atexit.register(made.close)
    return made


def with_words(png: bytes, words: Mapping[str, str]) -> bytes:
    """A PNG with some words of its own (keyword, text), as international text: any letter is valid there."""
    chunks = b"".join(_chunk(b"iTXt", _international(word, text)) for word, text in words.items() if text)
    after_header = len(SIGNATURE) + 25
    return png[:after_header] + chunks + png[after_header:]


def _international(word: str, text: str) -> bytes:
    return word.encode("latin-1") + b"\0\0\0\0\0" + printable(text).encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
