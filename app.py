"""The explorer as an ASGI app; run it with `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from territory import web
from territory.ui import server, streamlit_patches
from territory.web.answering import Compression

server.refuse_unusable_settings()
streamlit_patches.patch()
app = st.App(
    server.PAGE,
    routes=[*web.ROUTES, *server.ROUTES],
    lifespan=server.lifespan,
    middleware=[Middleware(server.Headers), Middleware(Compression)],
)
