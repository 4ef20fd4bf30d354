"""What the server tells open pages, and how it is written on the wire; pure."""

import json
from collections.abc import Iterable
from typing import Final

from crm_store.agent_presence import PRESENCE
from crm_store.alerts import ALERTS_TOPIC
from crm_store.complaints import COMPLAINTS_TOPIC
from crm_store.conversations import INBOX_TOPIC
from domain.channels import Signal

HEARTBEAT: Final = b": still here\n\n"
_TYPING: Final = '<p class="typing-now">{name} is typing…</p>'


def render_event(name: str, data: str) -> bytes:
    """Write one event of an event stream (HTML standard, section 9.2)."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode()


def render_burst(signals: Iterable[Signal], conversation_topic: str, thread_topic: str) -> bytes:
    """Write what a burst of signals means to a page, each thing once.

    The page looks again by itself; it learns only what to look at. A customer who has just
    written types no longer.
    """
    heard = tuple(signals)
    topics = {signal.topic for signal in heard}
    typing = [
        state
        for signal in heard
        if signal.topic == thread_topic and (state := parse_typing(signal.payload)) is not None
    ]
    parts = []
    if INBOX_TOPIC in topics:
        parts.append(render_event("inbox", "changed"))
    if ALERTS_TOPIC in topics:
        parts.append(render_event("alerts", "changed"))
    if COMPLAINTS_TOPIC in topics:
        parts.append(render_event("complaints", "changed"))
    if any(topic.startswith(PRESENCE) for topic in topics):
        parts.append(render_event("presence", "changed"))
    if conversation_topic in topics:
        parts.append(render_event("conversation", "changed"))
        typing = typing or [False]
    if typing:
        parts.append(render_typing(typing[-1]))
    return b"".join(parts)


def render_typing(on: bool) -> bytes:
    """Write that the customer types, or has stopped."""
    return render_event("typing", _TYPING.format(name="The customer") if on else "")


def parse_typing(payload: str) -> bool | None:
    """Read the customer's typing signal; None where the payload says something else."""
    try:
        told = json.loads(payload)
    except ValueError:
        return None
    if not isinstance(told, dict) or told.get("typing") != "customer":
        return None
    return bool(told.get("on"))
