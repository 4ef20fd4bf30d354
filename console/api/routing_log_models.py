"""The log of routing as scripts see it."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from console.api.interaction_models import Answer
from console.api.pages import Page, PageQuery
from console.api.text_fields import Line
from domain.assignment import Band
from domain.routings import RoutingKind


class ScorePartItem(Answer):
    """One thing that counted."""

    name: str
    amount: float
    words: Annotated[str, Field(description="The same in words for staff.")]


class CandidateItem(Answer):
    """A conversation or an agent that could have been chosen."""

    id: Annotated[str, Field(description="Of the conversation, or of the agent.")]
    name: Annotated[str, Field(description="The conversation's reference, or the agent's name.")]
    chosen: bool
    band: Annotated[
        Band | None,
        Field(description="Of a conversation: the most urgent band goes first. Null of an agent."),
    ]
    score: Annotated[
        float,
        Field(description="The lowest goes first within its band; minutes of a conversation."),
    ]
    parts: tuple[ScorePartItem, ...]


class RejectionItem(Answer):
    """A conversation or an agent that could not be chosen, and for what."""

    id: Annotated[str, Field(description="Of the conversation, or of the agent.")]
    name: Annotated[str, Field(description="The conversation's reference, or the agent's name.")]
    reasons: Annotated[tuple[str, ...], Field(description="In words for staff.")]


class ExplanationItem(Answer):
    """All that was weighed."""

    pulled: Annotated[
        bool,
        Field(
            description="Whether conversations were weighed for an agent who asked for the next "
            "one; else agents were weighed for the conversation."
        ),
    ]
    at: datetime
    candidates: Annotated[
        tuple[CandidateItem, ...],
        Field(description="Best first. Of conversations alike but for age, the first for all."),
    ]
    rejected: tuple[RejectionItem, ...]
    held_for: Annotated[
        str | None,
        Field(description="The reference of the conversation for which room was left free."),
    ]
    behind: Annotated[
        int, Field(description="How many conversations stood behind one that is like them.")
    ]


class RoutingItem(Answer):
    """Who got a conversation, and why; never changed once written."""

    id: str
    reference: Annotated[str, Field(description="Of the conversation.")]
    kind: Annotated[
        RoutingKind,
        Field(
            description="pushed: given to an agent who had room. pulled: an agent asked for the "
            "next one. taken: an agent chose it. assigned: somebody gave it. released: given back "
            "to its queue. handed_on: back to its queue since its agent is not there. queued: put "
            "into a queue. widened: more people may take it. unserved: nobody can take it."
        ),
    ]
    at: datetime
    agent: Annotated[str | None, Field(description="The id of who has it from then on.")]
    before: Annotated[str | None, Field(description="The id of who had it until then.")]
    by: Annotated[
        str | None, Field(description="The id of whose doing it was; null for Frontdesk itself.")
    ]
    queue: Annotated[str | None, Field(description="The queue it stood in.")]
    via: Annotated[
        str | None, Field(description="The queue whose people took it, or may take it now.")
    ]
    waited_seconds: Annotated[int | None, Field(description="How long the customer had waited.")]
    known: Annotated[bool, Field(description="Whether the agent had this customer before.")]
    overflowed: Annotated[
        bool, Field(description="Whether people of another queue than its own took it.")
    ]
    reason: Annotated[str, Field(description="Why, in a sentence for staff.")]
    told: Annotated[
        str,
        Field(
            description="The same in a sentence that the customer could be told, their language."
        ),
    ]
    explanation: Annotated[
        ExplanationItem | None, Field(description="Null where nothing was weighed.")
    ]


class RoutingPage(Page[RoutingItem]):
    """One page of the log, the latest first."""


class RoutingLogQuery(PageQuery):
    """Which lines are wanted; what is absent does not matter."""

    kind: RoutingKind | None = None
    queue: Annotated[Line | None, Field(description="The queue it stood in.")] = None
    agent: Annotated[
        Line | None,
        Field(description="The id or email address of who got it or had it before."),
    ] = None
    overflowed: Annotated[
        bool | None,
        Field(description="Only those that people of another queue took, or only the others."),
    ] = None
    since: Annotated[
        AwareDatetime | None, Field(description="From this instant on, with its offset.")
    ] = None
    until: Annotated[
        AwareDatetime | None, Field(description="Before this instant, with its offset.")
    ] = None
    q: Annotated[
        Line | None, Field(description="Words of the reason, or a conversation's reference.")
    ] = None
