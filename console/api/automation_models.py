"""Rules, macros and triggers as scripts write and see them; docs/rules.md has their form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Body, Query
from console.api.text_fields import Line
from domain.automations import AutomationKind

Version = Annotated[
    Line | None,
    Field(
        description="Of the version that the change was made from; it is refused with 409 where "
        "there is a newer one."
    ),
]
Definition = Annotated[
    Mapping[str, Any], Field(description="As docs/rules.md has it; errors name its fields.")
]
Position = Annotated[
    int | None, Field(ge=1, description="Its place, from 1; it stays where it is without one.")
]


class NewAutomation(Body):
    """A rule, macro or trigger as it is to be; a new one is switched off unless it says so."""

    definition: Definition
    version: Version = None
    position: Position = None


class NewAutomationPlace(Body):
    """Where a rule, macro or trigger is to stand."""

    position: Annotated[int, Field(ge=1, description="From 1, which is tried first.")]
    version: Version = None


class NewAutomationOrder(Body):
    """All of a kind, in the order in which they are to stand."""

    names: Annotated[tuple[Line, ...], Field(max_length=200)]


class NewSwitch(Body):
    """Whether it is to be on."""

    on: bool
    version: Version = None


class NewRollback(Body):
    """Which version is to hold again."""

    number: Annotated[int, Field(ge=1, description="As the history counts them.")]
    version: Version = None


class NewDryRun(Body):
    """What is to be tried; nothing is changed by it."""

    definition: Annotated[
        Mapping[str, Any] | None,
        Field(description="As it is to be; absent for how it stands."),
    ] = None
    position: Position = None


class AutomationRemovalQuery(Query):
    """What a removal was decided on."""

    version: Version = None


class AutomationVersionItem(Answer):
    """One version."""

    id: str
    number: int
    at: datetime
    by: Annotated[str | None, Field(description="null: by Frontdesk itself.")]
    what: Annotated[str, Field(description="What became of it, in words.")]
    readable: Annotated[bool, Field(description="Whether it can be gone back to.")]
    definition: Mapping[str, Any]


class ShadowedRuleItem(Answer):
    """Why a rule is in vain."""

    by: Annotated[tuple[str, ...], Field(description="The earlier rules, by name.")]
    reached: Annotated[bool, Field(description="Whether it is tried at all.")]
    sentence: str


class ProblemItem(Answer):
    """Something that it names and that is not there any more."""

    field: str
    reason: str


class AutomationItem(Answer):
    """A rule, macro or trigger as it stands."""

    name: str
    title: str
    kind: AutomationKind
    enabled: bool
    readable: Annotated[
        bool, Field(description="false: what is shown stands in for it; replace or remove it.")
    ]
    position: int
    version: str
    number: int
    changed_at: datetime
    changed_by: str | None
    definition: Mapping[str, Any]
    shadowed: ShadowedRuleItem | None
    checked: Annotated[
        bool,
        Field(description="false: too many rules to look whether this one is in vain."),
    ]
    problems: tuple[ProblemItem, ...]
    oddities: Annotated[tuple[str, ...], Field(description="What may not be meant, in words.")]
    done_lately: Annotated[
        int, Field(description="How often within thirty days; rules are not counted so.")
    ]


class AutomationHistory(AutomationItem):
    """A rule, macro or trigger with its versions, the newest first."""

    history: tuple[AutomationVersionItem, ...]


class AutomationList(Answer):
    """All of a kind in their order."""

    items: tuple[AutomationItem, ...]


class RemovedAutomation(Answer):
    """What was removed."""

    name: str


class MoveItem(Answer):
    """How many messages would have gone elsewhere."""

    before: Annotated[str | None, Field(description="The queue; null: the bot.")]
    after: Annotated[str | None, Field(description="In the same way.")]
    number: int


class DryRunExample(Answer):
    """One message or conversation that would be hit."""

    reference: str
    at: datetime
    who: str
    words: Annotated[str, Field(description="How it begins.")]
    before: str
    after: str
    why: str


class DryRunItem(Answer):
    """What it would have done; nothing was changed."""

    looked_at: Annotated[int, Field(description="The last messages, or conversations.")]
    since: Annotated[datetime | None, Field(description="When the first of them came.")]
    fitting: Annotated[int, Field(description="How many its conditions fit.")]
    hit: Annotated[int, Field(description="How many of those no earlier rule took.")]
    moves: tuple[MoveItem, ...]
    changes: Annotated[
        Mapping[str, int], Field(description="By action, how many would have had it done.")
    ]
    examples: tuple[DryRunExample, ...]
    warnings: Annotated[tuple[str, ...], Field(description="To be looked at before.")]
    notes: Annotated[
        tuple[str, ...], Field(description="What was not on record and read as of now.")
    ]


class NewMacroRun(Body):
    """Which macro is to be done to a conversation."""

    macro: Annotated[Line, Field(description="Its name.")]
    external_id: Annotated[
        Line | None,
        Field(description="Your own id of this doing: the same one twice is done once."),
    ] = None


class NewTags(Body):
    """Tags that a conversation gets, and those that it loses."""

    add: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    remove: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
