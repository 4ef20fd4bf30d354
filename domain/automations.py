"""What supervisors have Frontdesk do by itself: rules, macros and scheduled triggers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class AutomationKind(StrEnum):
    """When it is done.

    `rule`: as a message comes. `macro`: as an agent asks for it. `trigger`: at set times, or once
    a conversation has stood as it does for long enough.
    """

    RULE = "rule"
    MACRO = "macro"
    TRIGGER = "trigger"


class ConditionField(StrEnum):
    """What a condition may ask about; `attribute` with a name, as `attribute:loyalty_id`."""

    CHANNEL = "channel"
    ACCOUNT = "account"
    SENDER = "sender"
    TEXT = "text"
    SUBJECT = "subject"
    TOPIC = "topic"
    LANGUAGE = "language"
    TIER = "tier"
    PRIORITY = "priority"
    QUEUE = "queue"
    REASON = "reason"
    URGENCY = "urgency"
    SENTIMENT = "sentiment"
    COMPLAINT = "complaint"
    OPEN_CONVERSATIONS = "open_conversations"
    RECENT_BREACH = "recent_breach"
    TAG = "tag"
    TIME = "time"
    WEEKDAY = "weekday"
    STATUS = "status"
    ASSIGNEE = "assignee"
    ATTRIBUTE = "attribute"


class Comparison(StrEnum):
    """How a condition compares; each field allows some of these."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that has to hold.

    Attributes:
        field: one of `ConditionField`, or `attribute:<name>`.
        values: any of which may fit; two for `between`.
    """

    field: str
    comparison: Comparison
    values: tuple[str, ...] = ()


class ActionKind(StrEnum):
    """What is done.

    `queue`, `priority`, `tag`, `untag`, `policy` (the agreement by which it counts), `assign` (an
    agent's email address, `nobody`, or `me` for who runs a macro), `status` (`resolved`,
    `pending`, `open`): to `to`. `reply`: the customer is told `texts`. `note`: staff are.
    `notify`: `assignee`, `queue` or `supervisors`.
    """

    QUEUE = "queue"
    PRIORITY = "priority"
    TAG = "tag"
    UNTAG = "untag"
    POLICY = "policy"
    ASSIGN = "assign"
    STATUS = "status"
    REPLY = "reply"
    NOTE = "note"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that is done.

    Attributes:
        texts: by language, for `reply` and `note`; the company's first language stands in.
    """

    do: ActionKind
    to: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class RuleScope(StrEnum):
    """What a rule looks at.

    `handoff`: what goes to a person; the rule says to whom and how. `message`: every message that
    the bot would see to; with a queue it goes to a person whether the bot knew an answer or not,
    with a reply alone that is the answer.
    """

    HANDOFF = "handoff"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a trigger looks.

    Attributes:
        idle_minutes: once nothing happened to a conversation for so long; None for at set times.
        at: times of day as `HH:MM` in the company's zone, where `idle_minutes` is None.
        weekdays: 0 for Monday; on which `at` holds.
    """

    idle_minutes: int | None = None
    at: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = tuple(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """One version of a rule, macro or trigger; an edit makes the next one.

    Attributes:
        name: what it is known by for ever; `title` may change.
        position: rules are tried in ascending order. The first that sets a queue, priority,
            policy or reply has it; tags of all add up.
        all_of: every one of these has to hold, and
        any_of: one of these, where there are any.
        last: no rule after it is tried where it fits.
        schedule: of a trigger.
        everybody: whether it is meant to have no condition.
    """

    name: str
    title: str
    kind: AutomationKind
    version: str = ""
    position: int = 0
    enabled: bool = False
    scope: RuleScope = RuleScope.HANDOFF
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    actions: tuple[Action, ...] = ()
    last: bool = False
    schedule: Schedule | None = None
    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationVersion:
    """A version on record: what it said, when it came, and by whom.

    Attributes:
        number: counted from 1 for each name.
        created_by: by name; None for Frontdesk itself.
        readable: False where what is on record cannot be read; the automation then only stands in
            for it, so that it can be seen, replaced or removed.
    """

    number: int
    automation: Automation
    created_at: datetime
    created_by: str | None
    readable: bool = True
