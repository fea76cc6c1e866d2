"""What a proxy in front of the explorer has to say by itself, in our words: `python -m territory.web.away FOLDER`.

`away` is for when no process answers, `often` for when one client asks too much; each as a page for readers and as a
problem for programs. The page asks again by itself.
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path

from territory.text import say
from territory.web.problems import AWAY, OFTEN, Kind
from territory.words.vocabulary import limits

AGAIN_SECONDS = 5
STYLE = (
    "body{font:1rem/1.5 'Source Sans',sans-serif;max-width:40rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:1.5rem}"
)


def files() -> dict[str, str]:
    """The files by name."""
    why = {
        AWAY: say("It comes back by itself, mostly within seconds. Links and saved scenarios keep their meaning."),
        OFTEN: say("Too much was asked for from your network in a short time. Come back a little later."),
    }
    programs = {f"{kind.name}.json": _problem(kind, detail) for kind, detail in why.items()}
    return programs | {f"{kind.name}.html": _page(kind, detail) for kind, detail in why.items()}


def _problem(kind: Kind, detail: str) -> str:
    said = {"type": kind.type, "title": say(kind.title), "status": kind.status, "detail": detail}
    return json.dumps({**said, "instance": "/api", "problems": []}, indent=2) + "\n"


def _page(kind: Kind, detail: str) -> str:
    lines = (detail, say("This page asks again by itself."), limits())
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="{AGAIN_SECONDS}">'
        f"<title>{escape(say('How long would it take?'))}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(say(kind.title))}</h1>{paragraphs}</main></body></html>\n"
    )


def write(folder: Path) -> None:
    """Write the files where a proxy reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
