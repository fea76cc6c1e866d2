"""What a message of the page may say of its controls: what none of them could have sent counts as not sent."""

from __future__ import annotations

from streamlit.errors import StreamlitAPIException
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.session_state import SessionState, WStates

UNREADABLE = (ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, StreamlitAPIException)


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
