"""Fields of a conversation as they were before a change, kept so that it can be undone; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from crm_store.codecs import from_json, to_json
from domain.conversations import Conversation, ConversationStatus, PendingQuestion, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFields:
    """What a merge takes from a conversation, as it was."""

    status: ConversationStatus
    queue: str | None
    assignee: str | None
    priority: Priority
    waiting_since: datetime | None
    complained_at: datetime | None
    resolved_at: datetime | None
    disposition: str | None
    pending: PendingQuestion | None
    snoozed_until: datetime | None
    held_for: str | None
    widened_to: str | None
    reply_via: str | None


_NAMES: Final = tuple(KeptFields.__dataclass_fields__)


def keep_fields(conversation: Conversation) -> dict[str, Any]:
    """Write fields of a conversation as plain JSON."""
    kept = KeptFields(**{name: getattr(conversation, name) for name in _NAMES})
    written: dict[str, Any] = to_json(kept)
    return written


def read_kept_fields(written: Mapping[str, Any]) -> dict[str, Any]:
    """Read fields that `keep_fields` wrote, by their names."""
    kept = from_json(KeptFields, dict(written))
    return {name: getattr(kept, name) for name in _NAMES}
