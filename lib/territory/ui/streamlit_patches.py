"""Private parts of Streamlit and uvicorn that are changed here, each with its reason.

`tests/ui/test_streamlit_patches.py` shows for each that it is still needed: it fails where one can go.
"""

from __future__ import annotations

from streamlit import net_util
from streamlit.errors import StreamlitAPIException
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.session_state import SessionState, WStates
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_PARSED_ADDRESS = 65_535  # httptools counts in 16 bits, and the server answers 400 to anything longer
UNREADABLE = (ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, StreamlitAPIException)


def patch() -> None:
    """Change them all; called once, before the server starts."""
    accept_long_addresses()
    ask_nobody_for_our_address()
    ignore_forged_states()


def accept_long_addresses() -> None:
    """Serve the page to addresses that the parser cannot take, by leaving their query to the browser.

    The browser sends the query again when the page has loaded; there it meets the link's own limits, and a banner.
    """
    parse = HttpToolsProtocol.on_headers_complete

    def parse_without_long_query(protocol: HttpToolsProtocol) -> None:
        if len(protocol.url) > LONGEST_PARSED_ADDRESS:
            protocol.url = protocol.url.partition(b"?")[0]
        parse(protocol)

    HttpToolsProtocol.on_headers_complete = parse_without_long_query  # type: ignore[assignment, method-assign]


def ask_nobody_for_our_address() -> None:
    """Refuse a foreign page's websocket at once: Streamlit would first ask a service outside for our own address.

    Everybody else would wait for that, two seconds each time where the service cannot be reached.
    """
    net_util.get_external_ip = lambda: None


def ignore_forged_states() -> None:
    """Have Streamlit leave out the states that it cannot read: it would end the run, with a box that says nothing."""
    take, take_one = SessionState.set_widgets_from_proto, WStates.__getitem__

    def take_known(session: SessionState, sent: WidgetStates) -> None:
        take(session, sent)
        states = session._new_widget_state
        for state in sent.widgets:
            if state.id in states.widget_metadata and not _fits(states, state):
                states.states.pop(state.id, None)

    def take_readable(states: WStates, id: str) -> object:
        try:
            return take_one(states, id)
        except UNREADABLE:  # a control that is new in this run: it begins as if nothing were known of it
            states.states.pop(id, None)
            raise KeyError(id) from None

    SessionState.set_widgets_from_proto = take_known  # type: ignore[assignment, method-assign]
    WStates.__getitem__ = take_readable  # type: ignore[method-assign]


def _fits(states: WStates, state: WidgetState) -> bool:
    """Whether the state is of its control's kind and can be read."""
    kind, known = state.WhichOneof("value"), states.widget_metadata[state.id]
    if kind not in (None, known.value_type):
        return False
    try:
        states[state.id]
    except KeyError:
        return False
    states.set_widget_metadata(known)  # Streamlit takes the kind of a state that has none for the control's own
    return True
