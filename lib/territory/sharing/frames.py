"""How a page is framed in another one."""

from __future__ import annotations

from html import escape


def frame(address: str, title: str, height: int) -> str:
    """The HTML of a frame that shows an address, so many pixels high and as wide as there is room."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        'style="border:0" loading="lazy"></iframe>'
    )
