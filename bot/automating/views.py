"""What supervisors are shown of rules, macros and triggers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.automations import Automation
from routing.automation.checks import Problem
from routing.automation.shadowing import ShadowedRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationView:
    """A rule, macro or trigger as it stands.

    Attributes:
        automation: its position counts from 1.
        definition: as it is written, see `routing.automation.definition`.
        number: of its version, counted from 1.
        changed_by: by name; None for Frontdesk itself.
        shadowed: why it is in vain, or None; of rules alone.
        checked: False where nobody looked whether it is in vain, since there are too many rules.
        problems: what it names and is not there any more, so that it does less than it says.
        oddities: what may not be meant, in words.
        done_lately: how often it was done within the last thirty days; rules are not counted so.
        readable: False where only its name is known; see `domain.automations.AutomationVersion`.
    """

    automation: Automation
    definition: Mapping[str, Any]
    number: int
    changed_at: datetime
    changed_by: str | None
    shadowed: ShadowedRule | None = None
    checked: bool = True
    problems: tuple[Problem, ...] = ()
    oddities: tuple[str, ...] = ()
    done_lately: int = 0
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version.

    Attributes:
        what: what became of it, in words: "conditions, title changed".
        by: by name; None for Frontdesk itself.
        readable: whether it can be gone back to.
    """

    id: str
    number: int
    at: datetime
    by: str | None
    what: str
    definition: Mapping[str, Any]
    readable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationDetail:
    """A rule, macro or trigger with its versions, the newest first."""

    view: AutomationView
    history: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message or conversation that would be hit.

    Attributes:
        at: when it was written, or when the conversation changed last.
        who: the customer's name or address, as far as it is known.
        words: how it begins; empty for who may not read it.
        before: where it went: a queue's name, or empty for the bot.
        after: where it would have gone, in the same way.
        why: the conditions that hold, in a sentence.
    """

    reference: str
    at: datetime
    who: str
    words: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a rule or trigger would have done; nothing was changed.

    Attributes:
        looked_at: how many messages or conversations.
        since: when the first of them came; None where there was none.
        fitting: how many of them its conditions fit.
        hit: how many of those no earlier rule took.
        moves: how many would have gone elsewhere, by (from queue, to queue); empty for the bot.
        changes: how many would have got another priority, a tag and so on, by action.
        examples: the latest that it would have hit.
        warnings: what should be looked at before it is switched on, in words.
        notes: what was not on record and read as of now, in words.
    """

    looked_at: int
    since: datetime | None
    fitting: int = 0
    hit: int = 0
    moves: Mapping[tuple[str, str], int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
