"""The fields by which mail programs show a conversation as one (RFC 5322, 3.6.4)."""

import re
from typing import Final

from channels.email.sending.header_fields import render_field
from domain.messages import ThreadHint

# The first one is what some programs sort by, and the last ones are what the others need.
_MOST: Final = 20
_MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,250}")


def find_answered(thread: ThreadHint) -> str | None:
    """Return the id of the message that is answered, without brackets."""
    for candidate in (thread.in_reply_to, *reversed(thread.references)):
        if candidate and (message_id := _clean(candidate)):
            return message_id
    return None


def make_references(thread: ThreadHint) -> tuple[str, ...]:
    """Return the ids of the messages before this one, oldest first, each once."""
    answered = find_answered(thread)
    known = dict.fromkeys(_clean(reference) for reference in thread.references)
    ids = [known_id for known_id in known if known_id and known_id != answered]
    if answered is not None:
        ids.append(answered)
    return tuple(ids if len(ids) <= _MOST else [ids[0], *ids[-(_MOST - 1) :]])


def render_thread_fields(thread: ThreadHint) -> list[str]:
    """Return In-Reply-To and References; none where nothing is answered."""
    answered = find_answered(thread)
    if answered is None:
        return []
    return [
        render_field("In-Reply-To", [f"<{answered}>"]),
        render_field("References", [f"<{reference}>" for reference in make_references(thread)]),
    ]


def _clean(message_id: str) -> str:
    """Return an id without brackets; empty where it could not stand in a header of 7 bits."""
    bare = message_id.strip().strip("<>")
    return bare if _MESSAGE_ID.fullmatch(bare) else ""
