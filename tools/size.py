"""How large the code is: `python tools/size.py [FOLDER…]`, by room and in all; the package if no folder is given.

Code is what is neither blank, comment nor docstring. The longest chain of imports counts those inside functions too.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "lib" / "territory"
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def counted(file: Path) -> Counter[str]:
    """Modules (one), lines, lines of code and functions of a file."""
    text = file.read_text(encoding="utf-8")
    lines, docstrings, functions = set[int](), set[int](), 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SILENT:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        functions += isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for each in getattr(node, "body", None) or [] if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if (
                isinstance(each, ast.Expr)
                and isinstance(each.value, ast.Constant)
                and isinstance(each.value.value, str)
            ):
                docstrings.update(range(each.lineno, (each.end_lineno or each.lineno) + 1))
    return Counter(modules=1, lines=text.count("\n"), code=len(lines - docstrings), functions=functions)


def longest_chain(package: Path) -> list[str]:
    """The modules of the longest chain of imports within a package; raises `ValueError` on a cycle."""
    files = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package.parent).with_suffix("").parts
        files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file

    def imported(name: str) -> set[str]:
        found: set[str] = set()
        for node in ast.walk(ast.parse(files[name].read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= {each if each in files else node.module for each in whole}
        return (found & files.keys()) - {name}

    entered: list[str] = []

    @cache
    def below(name: str) -> tuple[str, ...]:
        if name in entered:
            raise ValueError(f"a cycle: {' -> '.join([*entered[entered.index(name) :], name])}")
        entered.append(name)
        longest = max(map(below, imported(name)), key=len, default=())
        entered.pop()
        return (name, *longest)

    return list(max(map(below, files), key=len))


def main(folders: list[Path]) -> None:
    """Print a row for each room, one for all, and the longest chain of imports."""
    for folder in folders:
        by_room: dict[str, Counter[str]] = {}
        for file in sorted(folder.rglob("*.py")):
            inside = file.relative_to(folder).parts
            by_room.setdefault(inside[0] if len(inside) > 1 else "(top)", Counter()).update(counted(file))
        by_room[f"all of {folder.name}"] = sum(by_room.values(), Counter())
        print(f"{'':20}{'modules':>9}{'lines':>9}{'code':>9}{'functions':>11}{'code/function':>15}")
        for room, row in by_room.items():
            mean = row["code"] / max(row["functions"], 1)
            print(f"{room:20}{row['modules']:9}{row['lines']:9}{row['code']:9}{row['functions']:11}{mean:15.1f}")
        if (folder / "__init__.py").exists() and folder.resolve() == PACKAGE.resolve():
            chain = longest_chain(folder)
            print(f"longest chain of imports: {len(chain)}: {' '.join(each.partition('.')[2] for each in chain)}")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]] or [PACKAGE])
