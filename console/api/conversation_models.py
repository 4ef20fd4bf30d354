"""Conversations as scripts see them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from console.api.clock_models import ClockItem
from console.api.complaint_models import ComplaintItem
from console.api.interaction_models import Answer, InteractionItem
from console.api.pages import Page
from console.api.routing_log_models import RoutingItem
from console.api.understanding_models import UnderstandingItem
from domain.conversations import ConversationStatus, Priority
from domain.feedback import FeedbackSource, Verdict
from domain.satisfaction import Survey
from domain.self_service import RunState


class ConversationItem(Answer):
    """A conversation in a list."""

    id: str
    reference: Annotated[str, Field(description="What customers and staff call it: FD-….")]
    customer_id: str
    channel: str
    account: str
    subject: str | None
    status: ConversationStatus
    queue: Annotated[
        str | None, Field(description="The staff queue; null while the bot has the conversation.")
    ]
    assignee: Annotated[str | None, Field(description="The id of the agent who has it.")]
    priority: Priority
    language: str | None
    created_at: datetime
    updated_at: datetime
    waiting_since: Annotated[
        datetime | None, Field(description="Since when the customer waits for a person.")
    ]
    first_response_at: datetime | None
    resolved_at: datetime | None
    disposition: Annotated[str | None, Field(description="What it came to, once resolved.")]
    complained_at: Annotated[
        datetime | None, Field(description="Since when it is marked as a complaint.")
    ]
    topic: Annotated[
        str | None, Field(description="What it is about, in the words of article tags.")
    ]
    snoozed_until: Annotated[
        datetime | None,
        Field(description="When it comes back by itself, while it is snoozed."),
    ]
    held_for: Annotated[
        str | None, Field(description="Whom it waits for outside the company, while on hold.")
    ]
    widened_to: Annotated[
        str | None, Field(description="A second queue whose people see it as well.")
    ]
    policy: Annotated[
        str | None, Field(description="The agreement that was chosen for it by a rule, if any.")
    ]
    tags: Annotated[tuple[str, ...], Field(description="By name.")] = ()


class ConversationPage(Page[ConversationItem]):
    """One page of conversations, the newest first."""


class RuleItem(Answer):
    """A rule that was tried, and why it hit or missed."""

    rule: str
    hit: bool
    why: str


class EvidenceItem(Answer):
    """One thing that was known of a message or its customer, and what told so."""

    name: Annotated[
        str,
        Field(
            description="`topic`, `language`, `urgency`, `sentiment`, `complaint`, `tier`, "
            "`open_conversations` or `recent_breach`; more may be added."
        ),
    ]
    value: Annotated[str, Field(description="For people, such as `high`, `0.91` or a date.")]
    why: Annotated[str, Field(description="What told so, in a sentence.")]


class DecisionItem(Answer):
    """A decision of the bot, and everything that led to it."""

    id: str
    interaction_id: Annotated[str, Field(description="The message it was taken on.")]
    kind: Literal["answer", "run_action", "ask", "escalate", "ignore", "relay"]
    detail: Annotated[
        dict[str, object], Field(description="The decision's own fields, such as its queue.")
    ]
    rule: Annotated[
        str,
        Field(
            description="The rule that took it. Those after it in `trace` shaped the handoff, such "
            "as its priority."
        ),
    ]
    trace: tuple[RuleItem, ...]
    understanding: UnderstandingItem
    evidence: Annotated[
        tuple[EvidenceItem, ...],
        Field(
            description="What was known of the message and, where a person was to see it, of how "
            "the company stands with the customer; empty for older decisions."
        ),
    ]
    at: datetime


class VerdictItem(Answer):
    """What somebody said of an article that the bot sent, or showed by what they did."""

    interaction_id: Annotated[str, Field(description="The customer's message it answered.")]
    article_id: str
    locale: str
    article_version: int
    confidence: Annotated[
        float, Field(description="How sure the bot was, 0 to 1, before any verdict corrected it.")
    ]
    verdict: Verdict
    source: Annotated[
        FeedbackSource,
        Field(
            description="handoff: the customer called for a person right after the answer. "
            "suggestion: an agent answered with this article, which the bot had not sent."
        ),
    ]
    by: Annotated[str | None, Field(description="The id of the agent, where it was one.")]
    at: datetime


class GatheredItem(Answer):
    """What a customer told the form of an action."""

    name: str
    title: str
    value: Annotated[str, Field(description="In words; dots where nobody is to read it.")]


class ActionItem(Answer):
    """One time that the customer began a self-service action."""

    id: str
    action: str
    title: Annotated[str, Field(description="What staff call the action.")]
    state: RunState
    state_words: Annotated[str, Field(description="The state in words.")]
    channel: str
    gathered: Annotated[tuple[GatheredItem, ...], Field(description="In the order asked.")]
    asked: Annotated[str | None, Field(description="The title of what was asked for last.")]
    level: Annotated[
        Literal["claimed", "knowledge", "possession", "code"],
        Field(description="What the customer has proven: least first."),
    ]
    level_words: Annotated[str, Field(description="What was proven in words.")]
    outcome: Annotated[str | None, Field(description="How it ended, as a word for programs.")]
    facts: Annotated[dict[str, object], Field(description="What came of it.")]
    started_at: datetime
    updated_at: datetime
    asked_at: datetime | None
    expires_at: Annotated[datetime, Field(description="After that the form is not gone on with.")]
    ended_at: datetime | None


class BallotItem(Answer):
    """A question how it was that a customer was asked, and the vote that counts."""

    id: str
    survey: Annotated[Survey, Field(description="csat: satisfaction. ces: ease.")]
    most: Annotated[int, Field(description="The best vote; the worst is 1.")]
    asked_at: datetime
    closes_at: datetime
    value: Annotated[int | None, Field(description="The latest vote; null while there is none.")]
    voted_at: datetime | None
    changes: Annotated[int, Field(description="How often it was another one before.")]
    comment: Annotated[str | None, Field(description="What the customer wrote beside it.")]


class ConversationInteractionItem(InteractionItem):
    """One message, note or event, with the conversation in whose log it is."""

    conversation: Annotated[
        str,
        Field(description="Its reference; another's where it was merged or split from there."),
    ]


class ConversationDetail(ConversationItem):
    """A conversation with what was said, promised and decided in it, oldest first."""

    interactions: Annotated[
        tuple[ConversationInteractionItem, ...],
        Field(description="The latest 1,000; the customer's timeline has them all, in pages."),
    ]
    clocks: tuple[ClockItem, ...]
    decisions: Annotated[tuple[DecisionItem, ...], Field(description="The latest 1,000.")]
    verdicts: Annotated[
        tuple[VerdictItem, ...], Field(description="What was said of the bot's answers.")
    ]
    routings: Annotated[
        tuple[RoutingItem, ...],
        Field(description="How it came to whom it came, each step with its why; the latest 200."),
    ] = ()
    actions: Annotated[
        tuple[ActionItem, ...],
        Field(description="The latest 20 that the customer did by themselves."),
    ] = ()
    complaint: Annotated[
        ComplaintItem | None,
        Field(
            description="The complaint that is spoken about in it: the latest open one, or else "
            "the latest; null where there is none."
        ),
    ]
    votes: Annotated[
        tuple[BallotItem, ...], Field(description="How it was, as its customer was asked.")
    ] = ()
    merged_into: Annotated[
        str | None, Field(description="The reference of the conversation it is seen to in.")
    ] = None
    merged: Annotated[
        tuple[str, ...],
        Field(description="The references of the conversations that were merged into it."),
    ] = ()
    split_from: Annotated[
        str | None, Field(description="The reference of the conversation it was split off from.")
    ] = None
    split_off: Annotated[
        dict[str, str],
        Field(
            description="By the id of each message that was split off, the reference of the "
            "conversation that it belongs to now."
        ),
    ] = Field(default_factory=dict)
