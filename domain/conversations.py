"""Conversations and the interactions that make them up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.messages import Address, Attachment, DeliveryState, QuickReply


class ConversationStatus(StrEnum):
    """Where a conversation stands.

    `pending`: the customer is to write next. `snoozed`: put off until an instant. `on_hold`:
    somebody outside the company has to act first.
    """

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"


class Priority(StrEnum):
    """How much a conversation matters beside its service level."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Direction(StrEnum):
    """Which way an interaction went."""

    IN = "in"
    OUT = "out"
    NOTE = "note"
    EVENT = "event"


class Author(StrEnum):
    """Who made an interaction."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingQuestion:
    """What the bot asked and still waits to hear.

    Attributes:
        question: the responder's name for it, such as `did_you_mean`.
        choices: what can be chosen, in the order shown; the value `none` means none of these.
        text: the customer's words that led to the question.
        topic: what those words were about, in the words of article tags, or None.
    """

    question: str
    choices: tuple[QuickReply, ...]
    text: str
    asked_at: datetime
    topic: str | None = None


class Role(StrEnum):
    """How somebody takes part in a conversation.

    `requester`: whose matter it is. `copied`: addressed by the requester or by an agent, so that
    replies go to them as well. `joined`: wrote into it without having been addressed; replies go
    there only once an agent copies them.
    """

    REQUESTER = "requester"
    COPIED = "copied"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One address that takes part in a conversation."""

    address: Address
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One matter between a customer and the company, on one channel.

    Attributes:
        thread: the channel's thread it belongs to (the visitor, the telephone, …).
        queue: the staff queue it waits in; None while the bot has it.
        assignee: the agent who has it, or None.
        waiting_since: since when the customer waits for a person; None when nobody does.
        complained_at: when it was marked as a complaint, or None.
        topic: what it is about, in the words of article tags, as understood last; or None.
        snoozed_until: when it is to be seen to again, while it is snoozed.
        held_for: whom it waits for outside, while it is on hold.
        widened_to: a second queue whose people see it as well, or None.
        merged_into: the id of the conversation that it was merged into, never one that is merged
            itself; or None.
        reply_via: the id of a conversation merged into this one, on whose thread the customer
            wrote last and replies go out; None for its own thread.
        replied_at: when an agent replied last.
        policy: the agreement that a rule chose for it, by name; None where its own conditions do.
        version: counted up by every write; a write that expects another one is refused.
    """

    id: str
    reference: str
    customer_id: str
    channel: str
    account: str
    thread: str
    subject: str | None
    status: ConversationStatus
    queue: str | None
    assignee: str | None
    priority: Priority
    language: str | None
    created_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    first_response_at: datetime | None
    resolved_at: datetime | None
    disposition: str | None
    pending: PendingQuestion | None
    version: int
    complained_at: datetime | None = None
    topic: str | None = None
    snoozed_until: datetime | None = None
    held_for: str | None = None
    widened_to: str | None = None
    merged_into: str | None = None
    reply_via: str | None = None
    replied_at: datetime | None = None
    policy: str | None = None

    @property
    def with_person(self) -> bool:
        """Whether a person has it or is to have it, so that the bot stays silent."""
        return self.queue is not None and self.status is not ConversationStatus.RESOLVED

    @property
    def waits(self) -> bool:
        """Whether somebody is to see to it now; what is put off or held is not to be yet."""
        held = (ConversationStatus.SNOOZED, ConversationStatus.ON_HOLD)
        return self.waiting_since is not None and self.status not in held


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One logged message, note or event; never changed once written.

    Attributes:
        position: grows with time over the whole log, for paging and for "what is new".
        source_ids: ids of what it was made from (`raw`, `outbound`, `article`, …).
        delivery: for what went out.
    """

    position: int
    id: str
    conversation_id: str
    channel: str
    direction: Direction
    author: Author
    author_id: str | None
    author_name: str | None
    at: datetime
    text: str
    html: str | None = None
    external_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    quick_replies: tuple[QuickReply, ...] = ()
    source_ids: Mapping[str, Any] = field(default_factory=dict)
    delivery: DeliveryState | None = None
    delivery_error: str | None = None
    seen_at: datetime | None = None
