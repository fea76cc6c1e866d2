"""The explorer as an ASGI app; run it with `streamlit run app.py`."""

import streamlit as st

from territory.ui import server

server.accept_long_addresses()
app = st.App(server.PAGE, lifespan=server.lifespan)
