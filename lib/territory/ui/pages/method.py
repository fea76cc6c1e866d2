"""Evidence and method: where the figures are from, how the answer is computed, and how that was checked."""

from __future__ import annotations

import streamlit as st

from territory.method import method_text
from territory.ui.frame import View


def show(_view: View) -> None:
    """The method text."""
    with st.container(key="method"):
        st.markdown(method_text())
