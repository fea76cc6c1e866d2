"""The explorer as an ASGI app; run it with `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from territory import web
from territory.ui import opening, server
from territory.ui.headers import Headers
from territory.ui.widget_state_guard import ignore_forged_states
from territory.web.answering import Compression

server.refuse_unusable_settings()
server.accept_long_addresses()
server.ask_nobody_for_our_address()
ignore_forged_states()
app = st.App(
    server.PAGE,
    routes=[*web.ROUTES, *opening.ROUTES],
    lifespan=server.lifespan,
    middleware=[Middleware(Headers), Middleware(Compression)],
)
