"""The fields by which mail programs show a conversation as one (RFC 5322, 3.6.4)."""

import re
from itertools import takewhile
from typing import Final

from channels.email.sending.header_fields import render_field
from domain.messages import ThreadHint

# The first one is what some programs sort by, and the last ones are what the others need.
_MOST: Final = 20
_MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,250}")


def is_answer(thread: ThreadHint) -> bool:
    """Say whether somebody's message is answered, rather than one of ours followed up."""
    return bool(_clean(thread.in_reply_to or ""))


def find_parent(thread: ThreadHint) -> str | None:
    """Return the id of the message that this one stands under, without brackets."""
    candidates = (thread.in_reply_to or "", *reversed(thread.references))
    return next((known for candidate in candidates if (known := _clean(candidate))), None)


def make_references(thread: ThreadHint) -> tuple[str, ...]:
    """Return the ids of the messages before this one, oldest first, each once.

    The last one is the parent, since mail programs hang a message under the last they find. What
    came after the parent is left out: it is beside this message, not above it.
    """
    parent = find_parent(thread)
    if parent is None:
        return ()
    known = dict.fromkeys(filter(None, map(_clean, thread.references)))
    before = list(takewhile(lambda known_id: known_id != parent, known))
    ids = [*before, parent]
    return tuple(ids if len(ids) <= _MOST else [ids[0], *ids[-(_MOST - 1) :]])


def render_thread_fields(thread: ThreadHint) -> list[str]:
    """Return In-Reply-To and References; none where nothing came before."""
    parent = find_parent(thread)
    if parent is None:
        return []
    return [
        render_field("In-Reply-To", [f"<{parent}>"]),
        render_field("References", [f"<{reference}>" for reference in make_references(thread)]),
    ]


def _clean(message_id: str) -> str:
    """Return an id without brackets; empty where it could not stand in a header of 7 bits."""
    bare = message_id.strip().strip("<>")
    return bare if _MESSAGE_ID.fullmatch(bare) else ""
