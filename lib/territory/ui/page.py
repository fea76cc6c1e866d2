"""The script that Streamlit runs for every reader and every change."""

from territory.ui import explore

explore.page()
