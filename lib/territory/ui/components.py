"""The parts of the page that Streamlit does not bring: each a small script of ours that runs in the browser."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st


def plot(figure: go.Figure, alt: str, key: str) -> None:
    """A chart that is drawn once and then takes new data in place; `alt` says what it shows."""
    component = st.components.v2.component("territory.plot", js="plot.js", isolate_styles=False)
    component(data={"figure": figure.to_json(), "alt": alt}, key=key)


def address(page: str, query: str) -> None:
    """The one owner of the address bar: it holds the scenario's link on every page, and Back leaves the page."""
    component = st.components.v2.component("territory.address", js="address.js")
    component(data={"page": page, "query": query}, key="address")


def link_field(query: str) -> None:
    """The full link in a field of its own, with a button that copies it."""
    component = st.components.v2.component("territory.link_field", css="link_field.css", js="link_field.js")
    component(data={"query": query}, key="link_field")
