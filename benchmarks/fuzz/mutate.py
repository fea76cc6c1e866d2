"""New inputs from good ones: bytes changed, left out, doubled, taken from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

MOST_CHANGES = 6
LONGEST = 70_000  # a little more than any door lets in


def mutants(seeds: Sequence[bytes], words: Sequence[bytes], random: Random) -> Iterator[bytes]:
    """Endlessly many, each from one of the seeds; the seeds themselves first."""
    yield from seeds
    while True:
        content = random.choice(seeds)
        for _ in range(random.randint(1, MOST_CHANGES)):
            content = _changed(content, seeds, words, random)
        yield content[:LONGEST]


def _changed(content: bytes, seeds: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    start = random.randint(0, len(content))
    end = min(len(content), start + random.choice((0, 1, 2, 4, 8, 30, 200)))
    before, middle, after = content[:start], content[start:end], content[end:]
    match random.randrange(8):
        case 0:
            return before + after
        case 1:
            return before + middle * random.choice((2, 3, 50)) + after
        case 2:
            return before + bytes(random.getrandbits(8) for _ in middle) + after
        case 3:
            return before + bytes(byte ^ 1 << random.randrange(8) for byte in middle[:1]) + middle[1:] + after
        case 4:
            other = random.choice(seeds)
            return before + other[random.randint(0, len(other)) :]
        case 5:
            return before + bytes([random.randrange(256)]) + middle + after
        case _:
            return before + random.choice(words) + after
