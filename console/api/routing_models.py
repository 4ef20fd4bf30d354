"""Skills, agents and queues as scripts write and see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Body
from console.api.text_fields import Line
from domain.assignment import LEAST_LEVEL, MOST_LEVEL, Presence
from domain.staff import Role
from domain.staffing import Taking
from routing.floor.staffing_problems import ProblemKind

Levels = Annotated[
    Mapping[Line, int],
    Field(
        description=f"Level by skill, {LEAST_LEVEL} to {MOST_LEVEL}; a language is lang:<code>.",
        examples=[{"baggage": 3, "lang:de": 5}],
    ),
]
Capacity = Annotated[
    Mapping[Line, int],
    Field(
        description="How many conversations of a kind of channel they can have at once if they "
        "have nothing else; none of a kind that is not named, or 0.",
        examples=[{"web_chat": 2, "email": 5}],
    ),
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
TimeOfDay = Annotated[
    str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]$", description="By the company's clocks.")
]


class NewSkill(Body):
    """A skill as it is to be."""

    name: Annotated[
        Line,
        Field(description="a to z, 0 to 9 and hyphens, or lang:<code> for a language."),
    ]
    title: Annotated[Line, Field(description="What staff see.")]


class ChangedSkill(Body):
    """What is to become of a skill; profiles and queues keep up with its name."""

    name: Line | None = None
    title: Line | None = None


class ShiftForm(Body):
    """Hours of a weekday."""

    weekday: Weekday
    starts: TimeOfDay
    ends: Annotated[TimeOfDay, Field(description="Of the next day where it is not later.")]


class NewProfile(Body):
    """What an agent is trained for and how much they take, as a whole."""

    version: Annotated[
        int,
        Field(ge=0, description="That it was made from; 409 where there is a newer one."),
    ]
    skills: Levels
    capacity: Capacity
    shifts: Annotated[
        tuple[ShiftForm, ...], Field(description="None: they work whenever they are there.")
    ] = ()
    taking: Annotated[
        Taking,
        Field(description="push: work is given to them; pull: they ask for it; none: neither."),
    ]


class OverflowForm(Body):
    """Who else may help, and when."""

    after: Annotated[float, Field(description="Share of the first-response target, such as 0.8.")]
    to: Annotated[Line, Field(description="The queue whose people may help.")]


class NewQueue(Body):
    """A queue as it is to be; what is not given stays as it is."""

    title: Line | None = None
    topics: tuple[Line, ...] | None = None
    first_response_minutes: int | None = None
    default: Annotated[
        bool, Field(description="Make it the one that takes what fits no other.")
    ] = False
    requires: Levels | None = None
    overflow: tuple[OverflowForm, ...] | None = None


class ProblemItem(Answer):
    """One thing that needs a person."""

    kind: ProblemKind
    what: Annotated[str, Field(description="queue, agent, skill or channel.")]
    name: Annotated[str, Field(description="Of that; an agent's is their email address.")]
    sentence: str


class ProblemList(Answer):
    """All that is wrong with how queues are staffed."""

    items: tuple[ProblemItem, ...]


class SkillItem(Answer):
    """A skill, who has it, and what requires it."""

    name: str
    title: str
    created_at: datetime
    agents: Annotated[tuple[str, ...], Field(description="Names of active staff.")]
    queues: tuple[str, ...]


class SkillList(Answer):
    """All skills by name."""

    items: tuple[SkillItem, ...]


class ShiftItem(Answer):
    """Hours of a weekday."""

    weekday: Weekday
    starts: str
    ends: str


class AgentItem(Answer):
    """A member of staff as somebody who works queues."""

    id: str
    email: str
    name: str
    role: Role
    active: bool
    version: Annotated[int, Field(description="0: nobody wrote a profile; the usual one holds.")]
    skills: Mapping[str, int]
    capacity: Mapping[str, int]
    shifts: tuple[ShiftItem, ...]
    taking: Taking
    updated_at: datetime | None
    presence: Annotated[Presence | None, Field(description="null: they cannot log in.")]
    load: Annotated[
        Mapping[str, int], Field(description="How many conversations of each channel they have.")
    ]
    on_shift: Annotated[bool, Field(description="Also true of who has no shifts.")]
    until: Annotated[datetime | None, Field(description="When the present shift ends.")]
    queues: Annotated[tuple[str, ...], Field(description="Those for which they are trained.")]
    problems: tuple[ProblemItem, ...]


class AgentList(Answer):
    """All who can have conversations, by name."""

    items: tuple[AgentItem, ...]


class OverflowItem(Answer):
    """Who else may help, and when."""

    after: float
    to: str


class QueueItem(Answer):
    """A queue and who serves it."""

    name: str
    title: str
    topics: tuple[str, ...]
    default: bool
    first_response_minutes: int
    requires: Mapping[str, int]
    overflow: tuple[OverflowItem, ...]
    agents: Annotated[tuple[str, ...], Field(description="Names of those who can serve it.")]
    problems: tuple[ProblemItem, ...]


class QueueList(Answer):
    """All queues in their order."""

    items: tuple[QueueItem, ...]


class StaffingChangeItem(Answer):
    """Who changed what."""

    what: Annotated[str, Field(description="skill, agent or queue.")]
    name: str
    before: Annotated[Mapping[str, Any] | None, Field(description="null: it was made.")]
    after: Annotated[Mapping[str, Any] | None, Field(description="null: it was removed.")]
    by: Annotated[str | None, Field(description="null: by Frontdesk itself.")]
    at: datetime


class StaffingChangeList(Answer):
    """The last changes of skills, agents and queues, the latest first."""

    items: tuple[StaffingChangeItem, ...]
