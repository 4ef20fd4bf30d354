"""What each field of a condition is, and how it may be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.automations import AutomationKind, Comparison, ConditionField
from domain.conversations import ConversationStatus, Priority

WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
ATTRIBUTE_PREFIX: Final = f"{ConditionField.ATTRIBUTE}:"


class ValueKind(StrEnum):
    """What values a field has.

    `choice`: one word of many. `steps`: one of a few that stand in an order. `address`: one
    address, `@example.com` standing for all of a domain. `number`. `words`: a text. `labels`: any
    number of words at once. `time`: a time of day. `past`: an instant or none. `anything`: what
    is known of a customer, whatever it is.
    """

    CHOICE = "choice"
    STEPS = "steps"
    ADDRESS = "address"
    NUMBER = "number"
    WORDS = "words"
    LABELS = "labels"
    TIME = "time"
    PAST = "past"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKind:
    """One field.

    Attributes:
        title: as sentences call it.
        optional: whether it may not be known.
        choices: all the values there are, in their order; empty where there are more.
        of_messages: whether a rule may ask about it, which looks at a message.
    """

    title: str
    kind: ValueKind
    optional: bool = False
    choices: tuple[str, ...] = ()
    of_messages: bool = True

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """How it may be compared."""
        known = (Comparison.KNOWN, Comparison.UNKNOWN) if self.optional else ()
        return (*_COMPARISONS[self.kind], *known)


_IS: Final = (Comparison.IS, Comparison.IS_NOT)
_ORDER: Final = (Comparison.AT_LEAST, Comparison.AT_MOST)
_CONTAINS: Final = (Comparison.CONTAINS, Comparison.CONTAINS_NOT)
_COMPARISONS: Final[Mapping[ValueKind, tuple[Comparison, ...]]] = {
    ValueKind.CHOICE: _IS,
    ValueKind.STEPS: (*_IS, *_ORDER),
    ValueKind.ADDRESS: _IS,
    ValueKind.NUMBER: (*_IS, *_ORDER),
    ValueKind.WORDS: _CONTAINS,
    ValueKind.LABELS: _IS,
    ValueKind.TIME: (Comparison.BETWEEN,),
    ValueKind.PAST: (),
    ValueKind.ANYTHING: (*_IS, *_CONTAINS, *_ORDER),
}
_CHOICE: Final = ValueKind.CHOICE
_FIELDS: Final[Mapping[str, FieldKind]] = {
    ConditionField.CHANNEL: FieldKind(title="the channel", kind=_CHOICE),
    ConditionField.ACCOUNT: FieldKind(title="the account", kind=_CHOICE),
    ConditionField.SENDER: FieldKind(title="the sender", kind=ValueKind.ADDRESS, optional=True),
    ConditionField.TEXT: FieldKind(title="the text", kind=ValueKind.WORDS),
    ConditionField.SUBJECT: FieldKind(title="the subject", kind=ValueKind.WORDS, optional=True),
    ConditionField.TOPIC: FieldKind(title="the topic", kind=_CHOICE, optional=True),
    ConditionField.LANGUAGE: FieldKind(title="the language", kind=_CHOICE, optional=True),
    ConditionField.TIER: FieldKind(title="the customer's tier", kind=_CHOICE),
    ConditionField.PRIORITY: FieldKind(
        title="the priority",
        kind=ValueKind.STEPS,
        choices=tuple(each.value for each in Priority),
    ),
    ConditionField.QUEUE: FieldKind(title="the queue", kind=_CHOICE, optional=True),
    ConditionField.REASON: FieldKind(title="the reason", kind=_CHOICE, optional=True),
    ConditionField.URGENCY: FieldKind(
        title="the urgency",
        kind=ValueKind.STEPS,
        optional=True,
        choices=("none", "low", "medium", "high"),
    ),
    ConditionField.SENTIMENT: FieldKind(
        title="the feeling",
        kind=ValueKind.STEPS,
        optional=True,
        choices=("negative", "neutral", "positive"),
    ),
    ConditionField.COMPLAINT: FieldKind(
        title="how likely it is a complaint", kind=ValueKind.NUMBER, optional=True
    ),
    ConditionField.OPEN_CONVERSATIONS: FieldKind(
        title="the number of the customer's other open conversations", kind=ValueKind.NUMBER
    ),
    ConditionField.RECENT_BREACH: FieldKind(
        title="a recent broken promise", kind=ValueKind.PAST, optional=True
    ),
    ConditionField.TAG: FieldKind(title="the tag", kind=ValueKind.LABELS, optional=True),
    ConditionField.TIME: FieldKind(title="the time of day", kind=ValueKind.TIME),
    ConditionField.WEEKDAY: FieldKind(title="the day of the week", kind=_CHOICE, choices=WEEKDAYS),
    ConditionField.STATUS: FieldKind(
        title="the status",
        kind=_CHOICE,
        choices=tuple(each.value for each in ConversationStatus),
        of_messages=False,
    ),
    ConditionField.ASSIGNEE: FieldKind(
        title="the agent", kind=_CHOICE, optional=True, of_messages=False
    ),
}


def find_field(name: str) -> FieldKind | None:
    """Find a field by its name, `attribute:<name>` among them."""
    if name.startswith(ATTRIBUTE_PREFIX):
        title = f"the customer's {name.removeprefix(ATTRIBUTE_PREFIX)}"
        return FieldKind(title=title, kind=ValueKind.ANYTHING, optional=True)
    return _FIELDS.get(name)


def get_field(name: str) -> FieldKind:
    """Find a field that was checked to be there."""
    found = find_field(name)
    if found is None:
        raise ValueError(f"there is no field {name!r} that a condition may ask about")
    return found


def list_fields(kind: AutomationKind) -> tuple[str, ...]:
    """List the names of the fields that an automation of a kind may ask about."""
    return tuple(
        str(name)
        for name, field in _FIELDS.items()
        if field.of_messages or kind is not AutomationKind.RULE
    )
