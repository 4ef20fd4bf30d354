"""What the record's terms are called on pages; pure."""

import mimetypes
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.conversations import Conversation, ConversationStatus, Interaction
from domain.messages import DeliveryState
from domain.service_levels import ClockKind

CHANNELS: Final[Mapping[str, str]] = {
    "web_chat": "Web chat",
    "web_form": "Web form",
    "sms": "SMS",
    "email": "Email",
    "telegram": "Telegram",
    "api": "API",
}
_UNNAMED: Final[Mapping[str, str]] = {
    "text/calendar": "Invitation.ics",
    "message/rfc822": "Enclosed mail.eml",
}
_TYPES: Final = mimetypes.MimeTypes()
CLOCKS: Final[Mapping[ClockKind, str]] = {
    ClockKind.FIRST_RESPONSE: "First response",
    ClockKind.NEXT_RESPONSE: "Next response",
    ClockKind.RESOLUTION: "Resolution",
}
DISPOSITIONS: Final[dict[str, str]] = {
    "answered": "Answered",
    "solved": "Solved",
    "no_action": "No action needed",
    "spam": "Spam",
    "duplicate": "Duplicate",
}
# Those that nobody chooses.
_OTHER_DISPOSITIONS: Final[dict[str, str]] = {"automatic": "Machine mail"}
_ADDRESS_KINDS: Final[Mapping[str, str]] = {
    "phone": "Telephone",
    "email": "Email",
    "visitor": "Web visitor",
    "telegram": "Telegram",
    "api": "API",
}
_READ: Final[Mapping[str, str]] = {
    "web_chat": "in the web chat",
    "web_form": "on the page of the form",
    "sms": "as a text message",
    "email": "by email",
    "api": "where they wrote from",
}
_AUTHORS: Final[Mapping[str, str]] = {"bot": "The bot", "customer": "The customer"}
# Whose turn it is, where that is not ours.
_TURNS: Final[Mapping[ConversationStatus, str]] = {
    ConversationStatus.PENDING: "Waits for the customer",
    ConversationStatus.SNOOZED: "Snoozed",
    ConversationStatus.ON_HOLD: "On hold",
}
_HUES: Final = 8
_LONGEST_PREVIEW: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWords:
    """How far a message got, for the one who wrote it.

    Attributes:
        level: `waiting`, `done` or `failed`.
    """

    level: str
    words: str


def name_channel(kind: str) -> str:
    """Name a kind of channel."""
    return CHANNELS.get(kind, name_term(kind))


def name_author(author: str) -> str:
    """Name who wrote something where no name is known."""
    return _AUTHORS.get(author, "Frontdesk")


def say_where_read(kind: str) -> str:
    """Say where a customer reads a reply on a kind of channel."""
    return f"The customer reads this {_READ.get(kind, f'on {name_channel(kind)}')}."


def name_address_kind(kind: str) -> str:
    """Name a kind of address."""
    return _ADDRESS_KINDS.get(kind, name_term(kind))


def name_disposition(disposition: str) -> str:
    """Name how a conversation ended."""
    return (DISPOSITIONS | _OTHER_DISPOSITIONS).get(disposition, name_term(disposition))


def name_term(term: str) -> str:
    """Make words of an identifier: `asked_for_person` becomes `Asked for person`."""
    words = term.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def name_customer(name: str | None, conversation: Conversation | None = None) -> str:
    """Name a customer; the address where there is no name, and else what they are."""
    if name:
        return name
    if conversation is None:
        return "Unnamed customer"
    if conversation.channel == "sms" and conversation.thread.startswith("+"):
        return conversation.thread
    if conversation.channel == "email":
        return conversation.thread
    return "Website visitor" if conversation.channel.startswith("web") else "Unnamed customer"


def name_status(conversation: Conversation) -> str:
    """Say in a word or two where a conversation stands."""
    if conversation.merged_into is not None:
        return "Merged"
    if conversation.status is ConversationStatus.RESOLVED:
        return "Resolved"
    if conversation.queue and conversation.status in _TURNS:
        return _TURNS[conversation.status]
    if conversation.assignee:
        return "Being handled" if conversation.waiting_since is None else "Customer waits"
    if conversation.queue:
        return "Waiting"
    return "With the bot"


def begin_sentence(words: str) -> str:
    """Write the first letter large and leave the others as they are."""
    return words[:1].upper() + words[1:]


def find_initials(name: str) -> str:
    """Take the first letters of the first and last words of a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in ([words[0], words[-1]] if words[1:] else words))


def choose_hue(seed: str) -> int:
    """Choose one of the avatars' colours, the same for the same person each time."""
    return zlib.crc32(seed.encode()) % _HUES


def shorten(text: str) -> str:
    """Make one line of a message for a list."""
    line = " ".join(text[: _LONGEST_PREVIEW * 2].split())
    return line if len(line) <= _LONGEST_PREVIEW else f"{line[:_LONGEST_PREVIEW].rstrip()}…"


def describe_delivery(said: Interaction) -> DeliveryWords | None:
    """Say how far a message got; None for what was not sent to anybody."""
    if said.delivery is None:
        return None
    if said.seen_at is not None:
        return DeliveryWords(level="done", words="Read")
    error = f": {said.delivery_error}" if said.delivery_error else ""
    level, words = {
        DeliveryState.QUEUED: ("waiting", f"Waiting to go out{error}"),
        DeliveryState.SENDING: ("waiting", "On its way"),
        DeliveryState.SENT: ("done", "Sent"),
        DeliveryState.DELIVERED: ("done", "Delivered"),
        DeliveryState.FAILED: ("failed", f"Not delivered{error}"),
        DeliveryState.UNKNOWN: ("failed", "May not have arrived: no receipt came back"),
    }[said.delivery]
    return DeliveryWords(level=level, words=words)


def describe_size(size: int) -> str:
    """Tell the size of a file."""
    for unit, each in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= each:
            return f"{size / each:.1f} {unit}"
    return f"{size} bytes"


def name_file(filename: str, media_type: str) -> str:
    """Name a file, also one that came without a name, as parts of mails do."""
    if filename:
        return filename
    named = _UNNAMED.get(media_type)
    # Python's own table alone, since the machine's differs from place to place.
    return named or f"Unnamed file{_TYPES.guess_extension(media_type) or ''}"
