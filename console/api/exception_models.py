"""What needs a supervisor as scripts see it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field

from console.api.interaction_models import Answer
from console.api.pages import Page, PageQuery
from console.api.text_fields import Line
from domain.exceptions import ExceptionKind, Remedy

_KINDS = (
    "outside: a promise is broken and still not kept. leaving: one is about to be broken. unowned: "
    "it waits in a queue and nobody has it. stuck: somebody has it and nothing happens. bouncing: "
    "it goes from queue to queue. shunted: work was given up, or a message did not arrive. "
    "complaint: one is open and unanswered, or late. asked: nobody has said whether it is a "
    "complaint. approval: a gesture or an action waits for a second person."
)
# Of what is no instant with its offset, only a day is taken.
_DayOrInstant = Annotated[AwareDatetime | date, Field(union_mode="left_to_right")]
Instant = Annotated[_DayOrInstant | None, BeforeValidator(lambda value: value or None)]


class ReasonItem(Answer):
    """One thing that makes something an exception."""

    kind: ExceptionKind
    since: Annotated[datetime, Field(description="From when on it has been so.")]
    why: Annotated[str, Field(description="In a sentence for staff: who, since when, by how much.")]
    due_at: Annotated[
        datetime | None, Field(description="By when something was, or is, to be done.")
    ]
    remedy: Annotated[Remedy, Field(description="What helps most, as the console's button has it.")]
    subject: Annotated[
        str,
        Field(
            description="What that is done to: the reference of a conversation, the number of a "
            "complaint, the id of a job or of a run."
        ),
    ]


class ExceptionCustomerItem(Answer):
    """Whom it is about."""

    id: str
    name: str | None


class ExceptionItem(Answer):
    """Something that needs a supervisor; a conversation is listed once, with all its reasons."""

    kind: Annotated[ExceptionKind, Field(description=f"The gravest of its reasons. {_KINDS}")]
    since: Annotated[
        datetime, Field(description="When the first of its reasons began; the oldest come first.")
    ]
    why: Annotated[str, Field(description="Why, by the gravest reason, in a sentence for staff.")]
    reasons: Annotated[tuple[ReasonItem, ...], Field(description="All of them, the gravest first.")]
    reference: Annotated[
        str | None, Field(description="Of the conversation; null of work that is about none.")
    ]
    title: Annotated[str | None, Field(description="Its subject, or else its topic.")]
    customer: ExceptionCustomerItem | None
    channel: str | None
    queue: str | None
    assignee: Annotated[str | None, Field(description="The id of the agent who has it.")]
    created_at: Annotated[datetime | None, Field(description="When the conversation began.")]
    due_at: Annotated[
        datetime | None, Field(description="By when something was, or is, to be done.")
    ]
    complaint: Annotated[
        str | None, Field(description="The number of the complaint that is open in it.")
    ]
    severity: Annotated[str | None, Field(description="Of that complaint.")]


class ExceptionPage(Page[ExceptionItem]):
    """One page of what needs a supervisor, the oldest first."""


class ExceptionReportQuery(PageQuery):
    """Which exceptions are wanted; what is absent does not matter."""

    # So that a cursor, which holds the fields by name, can go on with them.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    since: Annotated[
        Instant,
        Field(
            alias="from",
            description="Only reasons that began from this instant on, with its offset; or from "
            "the beginning of this day on, in the company's time zone.",
        ),
    ] = None
    until: Annotated[
        Instant,
        Field(
            alias="to",
            description="Only reasons that began before this instant, with its offset; or up to "
            "the end of this day.",
        ),
    ] = None
    kind: Annotated[ExceptionKind | None, Field(description=_KINDS)] = None
    queue: Annotated[Line | None, Field(description="The queue that has the conversation.")] = None
    channel: Annotated[Line | None, Field(description="Of the conversation.")] = None
