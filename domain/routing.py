"""What a routing rule is given, and what a rule is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from domain.conversations import PendingQuestion
from domain.decisions import Decision, RuleTrace, Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTopics:
    """A staff queue and the topics its people are trained for.

    Attributes:
        default: whether it takes what fits no other queue; exactly one queue does.
    """

    name: str
    topics: tuple[str, ...]
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPolicy:
    """How sure the bot must be.

    Attributes:
        answer: least confidence, 0 to 1, to answer at once.
        ask: least confidence to offer "did you mean …?".
        most_replies: how often the bot replies in one conversation within an hour; beyond that
            the other side may be a machine too, and a person looks at it.
    """

    answer: float = 0.7
    ask: float = 0.15
    most_replies: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a routing decision may depend on.

    Attributes:
        with_person: a person has the conversation or is to have it.
        pending: what the bot asked last and still waits to hear, or None.
        choice: the value of a pressed quick reply, or None.
        asked_before: how often the bot has asked back in this conversation.
        replied_lately: how often the bot has replied in it within the last hour.
    """

    text: str
    channel: str
    understanding: Understanding
    queues: tuple[QueueTopics, ...]
    policy: AnswerPolicy
    automatic: str | None = None
    consent: str | None = None
    choice: str | None = None
    attachments: int = 0
    with_person: bool = False
    opted_out: bool = False
    pending: PendingQuestion | None = None
    asked_before: int = 0
    replied_lately: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule that took the decision, and why in a sentence."""

    decision: Decision
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A rule that did not apply, and why in a sentence."""

    why: str


Rule: TypeAlias = Callable[[Situation], Hit | Miss]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision, the rule that took it, and every rule that was tried on the way, in order."""

    decision: Decision
    rule: str
    trace: tuple[RuleTrace, ...]
