"""The catalogue of all messages: `python -m tools.messages --write` renews lib/territory/locale/territory.pot."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from territory.figures import evidence
from territory.scenario.parameters import PARAMETERS
from territory.text import CATALOGUES, DOMAIN

PACKAGE = CATALOGUES.parent
TEMPLATE = CATALOGUES / f"{DOMAIN}.pot"
KEYWORDS = {"say": None, "say_of": ((1, "c"), 2), "say_count": (1, 2), "marked": None}
OPEN, CLOSE = "⟦", "⟧"


def catalogue() -> Catalog:
    """Every message of the code, and the names of the regions and of the providers of records."""
    found = Catalog(project=DOMAIN, fuzzy=False)
    messages = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, context in messages:
        found.add(message, locations=[(file, 0)], context=context)
    for region in evidence.regions().values():
        for name in (region.name, region.long_name, region.long_name.removesuffix(" oblast")):
            found.add(name, locations=[("geography", 0)])
    for unit in sorted(_units()):
        found.add(unit, locations=[("units", 0)])
    for provider in evidence.providers().values():
        found.add(provider.name, locations=[("record", 0)])
    return found


def _units() -> set[str]:
    """The units of assumptions and of documented figures."""
    documented = [
        figure.unit for each in map(evidence.edition, evidence.edition_ids()) for figure in each.figures.values()
    ]
    return {unit for unit in (*documented, *(parameter.unit for parameter in PARAMETERS.values())) if unit}


def template(found: Catalog) -> str:
    """The catalogue as the text of its file, without dates: the same messages make the same file."""
    written = io.BytesIO()
    write_po(written, found, sort_output=True, no_location=True, omit_header=True, width=0)
    return written.getvalue().decode()


def pseudo(folder: Path, language: str) -> None:
    """A language in which every message is between brackets, so that what is not a message shows."""
    made = Catalog(locale=language)
    for message in read_po(io.BytesIO(template(catalogue()).encode())):
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            bracketed = tuple(f"{OPEN}{form}{CLOSE}" for form in forms)
            made.add(message.id, bracketed if len(bracketed) > 1 else bracketed[0], context=message.context)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, made)


def main() -> None:
    """Renew the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", required=True, help=f"write {TEMPLATE.name}")
    parser.parse_args()
    TEMPLATE.write_text(template(catalogue()), encoding="utf-8")


if __name__ == "__main__":
    main()
