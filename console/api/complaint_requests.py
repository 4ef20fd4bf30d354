"""What the operations on complaints are asked with."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from console.api.operation import Body
from console.api.pages import PageQuery
from console.api.text_fields import Line, Text
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage

_VERSION = "The complaint's version that this is for; absent for whatever stands."
_MOST_WORDS = 3000


class ComplaintListQuery(PageQuery):
    """Which complaints are wanted; what is absent does not matter."""

    stage: ComplaintStage | None = None
    severity: Severity | None = None
    owner: Annotated[
        Line | None,
        Field(
            description="The id or email address of who has it; `nobody` for those that nobody "
            "has, or somebody who is here no more."
        ),
    ] = None
    category: Line | None = None
    customer: Annotated[Line | None, Field(description="The customer's id.")] = None
    late: Annotated[
        bool | None, Field(description="true: only those whose stage was to be left by now.")
    ] = None
    open: Annotated[
        bool | None, Field(description="Only those that are not closed, or only closed ones.")
    ] = None
    q: Annotated[
        Line | None,
        Field(
            description="Words of the number, the conversation's reference, the customer's name "
            "or the product."
        ),
    ] = None
    since: Annotated[AwareDatetime | None, Field(description="Received from this instant on.")] = (
        None
    )
    until: Annotated[AwareDatetime | None, Field(description="Received before this instant.")] = (
        None
    )


class ComplaintChange(Body):
    """What all changes of a complaint may name."""

    version: Annotated[int | None, Field(description=_VERSION)] = None


class NewStage(ComplaintChange):
    """The stage that a complaint is moved into."""

    to: Annotated[ComplaintStage, Field(description="Not `responded`: send a response instead.")]
    why: Annotated[
        Text | None,
        Field(
            description="Needed to close it, to reopen it (what the customer is not content "
            "with), and to take it outside (which body it went to).",
            max_length=2000,
        ),
    ] = None
    outcome: Annotated[Outcome | None, Field(description="How it ended, of closing alone.")] = None


class NewSeverity(ComplaintChange):
    """A severity in place of the computed one."""

    severity: Annotated[Severity | None, Field(description="null to have the sum count again.")]
    reason: Annotated[Line, Field(max_length=500)]


class NewOwner(ComplaintChange):
    """Who is to see to a complaint."""

    owner: Annotated[
        Line | None, Field(description="An agent's id or email address; null for nobody.")
    ]


class NewComplaint(Body):
    """A complaint that is opened by hand."""

    category: Annotated[Line, Field(description="What went wrong; one that the policy knows.")]
    why: Annotated[str, Field(max_length=2000)] = ""
    interaction_id: Annotated[
        Line | None,
        Field(description="The customer's message that complains; null for none in particular."),
    ] = None
    tell: Annotated[
        bool, Field(description="Whether the customer is told now that it was taken down.")
    ] = False
    another: Annotated[
        bool, Field(description="Open it although another is open in the conversation.")
    ] = False


class NewAnswer(Body):
    """Whether a message that was asked about is a complaint."""

    complaint: Annotated[
        NewComplaint | None,
        Field(description="What is opened for it or linked; null where it is no complaint."),
    ]


class NewLink(ComplaintChange):
    """A conversation in which a complaint is spoken about, or is not."""

    conversation: Annotated[Line, Field(description="Its reference.")]
    why: Annotated[Line, Field(max_length=200)]


class NewFindings(ComplaintChange):
    """What was found out; what is absent stays, an empty text takes it away."""

    category: Annotated[str | None, Field(max_length=80)] = None
    product: Annotated[str | None, Field(max_length=80)] = None
    root_cause: Annotated[str | None, Field(max_length=80)] = None
    lessons: Annotated[str | None, Field(max_length=2000)] = None


class ResponseWords(Body):
    """What an agent says in a response."""

    doing: Annotated[
        str, Field(description="What is being done about it.", max_length=_MOST_WORDS)
    ] = ""
    apology: Annotated[
        str | None, Field(description="In place of the template's.", max_length=_MOST_WORDS)
    ] = None
    assurance: Annotated[
        str | None,
        Field(
            description="In place of the template's; it has to tell `doing` in the same words.",
            max_length=_MOST_WORDS,
        ),
    ] = None
    more: Annotated[
        str, Field(description="Further words, before the gesture.", max_length=_MOST_WORDS)
    ] = ""


class NewResponse(ResponseWords):
    """A response to the customer."""

    version: Annotated[int | None, Field(description=_VERSION)] = None
    external_id: Annotated[
        Line | None,
        Field(description="Your own id of it: the same one twice is said once.", max_length=200),
    ] = None
