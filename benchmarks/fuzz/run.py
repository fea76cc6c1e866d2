"""Look for what should never come of a stranger's bytes: `python -m benchmarks.fuzz.run link --inputs 1000000`.

With atheris (`pip install atheris`, Linux, CPython) libFuzzer looks for inputs that reach new code; `--own` takes the
mutator that the tests use. Ends with status 1, and the input on standard error, at the first find.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random

SEED = 20250817
LONGEST = 20_000


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--own", action="store_true", help="without atheris")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TERRITORY_LIBRARY"] = f"{folder}/library.sqlite3"
        if asked.own or importlib.util.find_spec("atheris") is None:
            _own(asked.target, asked.inputs, asked.seed)
        else:
            _atheris(asked.target, asked.inputs, asked.seed, Path(folder))


def _own(name: str, inputs: int, seed: int) -> None:
    from benchmarks.fuzz.mutate import mutants
    from benchmarks.fuzz.targets import TARGETS, WORDS

    target, begun, slowest = TARGETS[name], time.perf_counter(), 0.0
    for number, content in enumerate(mutants(target.seeds, WORDS, Random(seed)), 1):
        before = time.process_time()
        try:
            target.take(content)
        except Exception:
            traceback.print_exc()
            print(f"input {number}: {content!r}", file=sys.stderr)
            sys.exit(1)
        slowest = max(slowest, time.process_time() - before)
        if number >= inputs:
            break
    seconds = time.perf_counter() - begun
    found = f"{number:,} inputs by our own mutator in {seconds:.0f} s, nothing found"
    print(f"{name}: {found}; {slowest:.2f} s for one at most")


def _atheris(name: str, inputs: int, seed: int, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["territory"]):
        from benchmarks.fuzz.targets import TARGETS, WORDS

    target, corpus, words = TARGETS[name], folder / "corpus", folder / "words"
    corpus.mkdir()
    for number, content in enumerate(target.seeds):
        (corpus / str(number)).write_bytes(content)
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
    options = [f"-runs={inputs}", f"-seed={seed}", f"-max_len={LONGEST}", f"-dict={words}", "-print_final_stats=1"]
    options += ["-timeout=60", "-rss_limit_mb=4096", f"-artifact_prefix={Path.cwd()}/build/"]
    Path("build").mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.take)
    atheris.Fuzz()  # does not come back: libFuzzer ends the process


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main()
