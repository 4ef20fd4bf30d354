"""What the operations on conversations are asked with."""

from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from bot.copy_addresses import MOST_COPIES
from bot.desk import DISPOSITIONS
from bot.hold import LONGEST_NAME
from bot.used_articles import MOST_USED
from console.api.operation import Body
from console.api.pages import PageQuery
from console.api.text_fields import Line, Text
from domain.conversations import ConversationStatus, Priority
from domain.feedback import Verdict


def _require_known(disposition: str) -> str:
    if disposition not in DISPOSITIONS:
        raise ValueError(f"is no disposition; there are {', '.join(DISPOSITIONS)}")
    return disposition


Disposition = Annotated[
    str, AfterValidator(_require_known), Field(json_schema_extra={"enum": list(DISPOSITIONS)})
]


class ConversationQuery(PageQuery):
    """Which conversations are wanted; what is absent does not matter."""

    status: ConversationStatus | None = None
    queue: Annotated[Line | None, Field(description="The name of a staff queue.")] = None
    assignee: Annotated[Line | None, Field(description="An agent's id or email address.")] = None
    q: Annotated[
        Line | None,
        Field(
            description="Words of the subject, the customer's name or what was said; a reference."
        ),
    ] = None
    tag: Annotated[Line | None, Field(description="A tag that they have.")] = None
    complaint: Annotated[
        bool | None,
        Field(description="Only those marked as complaints, or only the others."),
    ] = None


class NewText(Body):
    """A reply to the customer, or a note that the customer never sees."""

    text: Text
    external_id: Annotated[
        Line | None,
        Field(description="Your own id of it: the same one twice is said once.", max_length=200),
    ] = None


class NewReply(NewText):
    """A reply to the customer, with copies where the channel can send any."""

    cc: Annotated[
        tuple[Line, ...] | None,
        Field(
            description="Addresses that get a copy, instead of those whom the conversation copies "
            "anyway; email alone.",
            max_length=MOST_COPIES,
        ),
    ] = None
    bcc: Annotated[
        tuple[Line, ...],
        Field(description="Addresses that get a copy unseen; email alone.", max_length=MOST_COPIES),
    ] = ()
    articles: Annotated[
        tuple[Line, ...],
        Field(
            description="Ids of the articles that it was made from, if any; kept with it, and as "
            "what agents answer such questions with.",
            max_length=MOST_USED,
        ),
    ] = ()


class NewAssignment(Body):
    """Who is to have the conversation: an agent, a queue, or both."""

    agent: Annotated[Line | None, Field(description="An agent's id or email address.")] = None
    queue: Annotated[Line | None, Field(description="The name of a staff queue.")] = None

    @model_validator(mode="after")
    def _names_somebody(self) -> "NewAssignment":
        if self.agent is None and self.queue is None:
            raise ValueError("names neither `agent` nor `queue`; give at least one of them")
        return self


class NewVerdict(Body):
    """Whether what the bot answered to a message was right."""

    interaction_id: Annotated[Line, Field(description="The customer's message that was answered.")]
    article_id: Annotated[
        Line | None,
        Field(description="The article meant, where several were sent; absent for all of them."),
    ] = None
    verdict: Annotated[
        Verdict | None, Field(description="null takes back what staff had said of it.")
    ]


class NewSnooze(Body):
    """Until when a conversation is put off."""

    until: Annotated[
        AwareDatetime,
        Field(
            description="With its offset (RFC 3339); later than now, by a year at the most.",
            examples=["2026-03-03T09:00:00+01:00"],
        ),
    ]


class NewHold(Body):
    """Whom a conversation waits for."""

    for_whom: Annotated[
        Line,
        Field(
            alias="for",
            description="Somebody outside the company.",
            examples=["the airport's lost-property office"],
            max_length=LONGEST_NAME,
        ),
    ]


class NewPriority(Body):
    """How much a conversation matters."""

    priority: Priority


class NewMerge(Body):
    """What a conversation is merged into."""

    into: Annotated[Line, Field(description="The reference of the other conversation.")]
    confirmed: Annotated[
        bool, Field(description="Whether it is meant where they are different customers'.")
    ] = False


class NewSplit(Body):
    """What a new conversation is to begin with."""

    interactions: Annotated[
        list[Line],
        Field(
            description="The ids of messages of the customer's, all of one thread.",
            min_length=1,
            max_length=200,
        ),
    ]
    subject: Annotated[
        Line | None, Field(description="Of the new conversation; absent for that of the old one.")
    ] = None


class NewResolution(Body):
    """What the conversation came to."""

    disposition: Disposition
