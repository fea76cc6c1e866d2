"""The script that Streamlit runs for every reader and every change."""

from territory.ui import frame
from territory.ui.pages import PAGES

frame.run(PAGES)
