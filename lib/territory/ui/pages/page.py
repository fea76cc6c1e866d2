"""The script that Streamlit runs for every reader and every change."""

from territory.ui.pages import PAGES, run

run(PAGES)
