"""The explorer as an ASGI app; run it with `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from territory import web
from territory.ui import server
from territory.ui.headers import Headers
from territory.ui.opening import Opening
from territory.ui.widget_state_guard import ignore_forged_states

server.refuse_unusable_settings()
server.accept_long_addresses()
server.ask_nobody_for_our_address()
ignore_forged_states()
app = st.App(
    server.PAGE,
    routes=web.ROUTES,
    lifespan=server.lifespan,
    middleware=[
        Middleware(Headers),
        Middleware(GZipMiddleware, compresslevel=server.COMPRESSION),
        Middleware(Opening),
    ],
)
