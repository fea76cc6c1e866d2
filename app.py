"""The explorer's page; run it with `streamlit run app.py`."""

from territory.ui import explore

explore.page()
