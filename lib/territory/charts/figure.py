"""A Plotly figure as plain data: quick to make at every move; the tests check it by Plotly's own classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Drawing:
    """The traces and the layout of a figure, in the words of Plotly's JSON."""

    data: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)

    def add_scatter(self, **trace: Any) -> None:
        """One more line, area or set of markers."""
        self.data.append({"type": "scatter", **trace})

    def add_shape(self, **shape: Any) -> None:
        """One more line or box behind or before the traces."""
        self.layout.setdefault("shapes", []).append(shape)

    def add_annotation(self, **annotation: Any) -> None:
        """One more text."""
        self.layout.setdefault("annotations", []).append(annotation)

    def update_layout(self, **layout: Any) -> None:
        """Set whole entries of the layout."""
        self.layout |= layout

    def to_plotly_json(self) -> dict[str, Any]:
        """What Plotly draws."""
        return {"data": self.data, "layout": self.layout}
