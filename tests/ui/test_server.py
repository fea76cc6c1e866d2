"""What the server does not do: ask others about itself."""

from __future__ import annotations

import pytest
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from territory.ui import server


def test_a_foreign_page_is_refused_without_asking_anybody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # put back at the end
    assert not is_url_from_allowed_origins("https://example.net")
    assert asked, "Streamlit asks nobody any more: what stands in its way can go"
    asked.clear()
    server.ask_nobody_for_our_address()
    assert not is_url_from_allowed_origins("https://example.net")
    assert is_url_from_allowed_origins("http://localhost:8501")
    assert asked == []
