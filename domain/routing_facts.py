"""What is known of a message when it is routed, each with what led to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that is known, and what led to it, in a sentence.

    Attributes:
        name: `topic`, `language`, `urgency`, `sentiment`, `complaint`, `tier`,
            `open_conversations` or `recent_breach`.
        value: for people, such as `German` or `0.91`.
    """

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingFacts:
    """All that a supervisor's rule may ask about.

    Attributes:
        account: as `sms/main`.
        text: as it was written.
        reason: why a person is to see it, as in `Escalate`; empty where none is.
        urgency: `none`, `low`, `medium` or `high`; None where it was not read.
        sentiment: `negative`, `neutral` or `positive`; None where it was not read.
        complaint: how likely it is a complaint, 0 to 1; None where it was not read.
        complains: whether it is so surely a complaint that it is taken down as one.
        open_conversations: how many others of the customer are not resolved.
        recent_breach: when a promise to the customer was broken last, within thirty days.
        attributes: of the customer.
        status: of the conversation, where it has stood for a while; empty for a new message.
        assignee: the email address of the agent who has it, or None.
        local: the instant in the company's time zone.
        evidence: of what was found out.
    """

    channel: str
    account: str
    text: str
    subject: str
    at: datetime
    local: datetime
    sender: str = ""
    topic: str | None = None
    language: str | None = None
    tier: str = "standard"
    priority: str = "normal"
    queue: str | None = None
    reason: str = ""
    urgency: str | None = None
    sentiment: str | None = None
    complaint: float | None = None
    complains: bool = False
    open_conversations: int = 0
    recent_breach: datetime | None = None
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    status: str = ""
    assignee: str | None = None
    evidence: tuple[Evidence, ...] = ()
