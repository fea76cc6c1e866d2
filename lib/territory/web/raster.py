"""A process of its own that turns SVG into PNG, so that whatever happens to it happens to no request.

It is run by its file, with the fonts as arguments, and takes nothing of the package: a length of four bytes and an SVG
in, a length and a PNG out, nothing where it could not be drawn.
"""

from __future__ import annotations

import contextlib
import sys
from typing import BinaryIO

import resvg_py

MOST_BYTES = 1 << 30  # of memory


def main(fonts: list[str], read: BinaryIO, write: BinaryIO) -> None:
    """Draw until there is nothing more to read."""
    _keep_small()
    while len(length := read.read(4)) == 4:
        svg = read.read(int.from_bytes(length)).decode()
        try:
            png = resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True)
        except (ValueError, MemoryError):
            png = b""
        write.write(len(png).to_bytes(4) + png)
        write.flush()


def _keep_small() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
