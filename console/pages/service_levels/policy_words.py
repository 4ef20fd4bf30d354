"""Policies as people tell them: what they are for, what they promise, what happens by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from console.wording import CLOCKS, name_channel
from domain.conversations import Priority
from domain.service_levels import (
    DEFAULT,
    ClockKind,
    EscalationStep,
    PauseReason,
    PolicyConditions,
    SlaPolicy,
    StepAction,
)
from service_levels.told_times import tell_amount

PRIORITIES: Final[Mapping[str, str]] = {
    DEFAULT: "Any priority",
    Priority.URGENT.value: "Urgent",
    Priority.HIGH.value: "High",
    Priority.NORMAL.value: "Normal",
    Priority.LOW.value: "Low",
}
PAUSES: Final[Mapping[PauseReason, str]] = {
    PauseReason.CUSTOMER: "we wait for the customer",
    PauseReason.SNOOZE: "it is snoozed",
    PauseReason.THIRD_PARTY: "somebody outside has to act",
}
AUDIENCES: Final[Mapping[str, str]] = {
    "assignee": "who has the conversation",
    "queue": "everybody in its queue",
    "supervisors": "supervisors",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCell:
    """A target in words; empty where nothing is promised.

    Attributes:
        own: whether it is the priority's own, rather than that of any.
    """

    words: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """What is promised at one priority, by kind."""

    priority: str
    cells: tuple[TargetCell, ...]


def tell_conditions(conditions: PolicyConditions, queues: Mapping[str, str]) -> str:
    """Tell what a policy is for: "Gold customers, in Baggage or Check-in, by SMS".

    Args:
        queues: their titles by name.
    """
    accounts = [name_account(each) for each in conditions.accounts]
    parts = (
        ("", conditions.tiers, " customers"),
        ("in ", [queues.get(each, each) for each in conditions.queues], ""),
        ("about ", conditions.topics, ""),
        ("by ", [name_channel(each) for each in conditions.channels], ""),
        ("to ", accounts, ""),
    )
    told = ", ".join(f"{before}{join_or(names)}{after}" for before, names, after in parts if names)
    return told[:1].upper() + told[1:] if told else "Every conversation"


def name_account(account: str) -> str:
    """Name an account of a channel: `sms/main` is "SMS, main"."""
    channel, _, name = account.partition("/")
    return f"{name_channel(channel)}, {name}" if name else name_channel(channel)


def list_targets(policy: SlaPolicy) -> tuple[TargetRow, ...]:
    """List what a policy promises: for any priority, and for those that differ."""
    own = [each for each in PRIORITIES if any(each in row for row in policy.targets.values())]
    return tuple(
        TargetRow(
            priority=PRIORITIES[each] if each != DEFAULT or len(own) == 1 else "Otherwise",
            cells=tuple(_tell_target(policy, kind, each) for kind in ClockKind),
        )
        for each in sorted(own, key=lambda each: each == DEFAULT)
    )


def tell_warnings(policy: SlaPolicy) -> str:
    """Tell at which shares of a target people are warned: "50 and 80 % of each target"."""
    if not policy.warnings:
        return "No warning"
    return f"Warns at {join_and([str(each) for each in policy.warnings])} % of each target"


def tell_pauses(policy: SlaPolicy) -> tuple[str, ...]:
    """Tell what holds which clocks, a sentence for each kind that is held by anything."""
    return tuple(
        f"{CLOCKS[kind]} is held while "
        + join_or([words for reason, words in PAUSES.items() if reason in policy.pauses[kind]])
        for kind in ClockKind
        if policy.pauses.get(kind)
    )


def tell_step(step: EscalationStep, queues: Mapping[str, str]) -> str:
    """Tell what a step does and when: "At 80 % of the first response: notify supervisors"."""
    by_email = ", by email too" if step.email else ""
    action = tell_action(step.do, step.to, queues)
    return f"{_tell_moment(step)}{_tell_kinds(step)}: {action}{by_email}"


def tell_action(
    do: StepAction,
    to: str,
    queues: Mapping[str, str],
    staff: Mapping[str, str] | None = None,
) -> str:
    """Tell what a step does: "notify supervisors".

    Args:
        staff: names of agents by their addresses, where they are to be told by these.
    """
    match do:
        case StepAction.NOTIFY:
            return f"notify {AUDIENCES.get(to, to)}"
        case StepAction.RAISE_PRIORITY:
            return f"raise the priority to {to}"
        case StepAction.WIDEN_QUEUE:
            return f"show it in {queues.get(to, to)} as well"
        case StepAction.REASSIGN:
            back = "give it back to its queue"
            return back if to == "queue" else f"give it to {(staff or {}).get(to, to)}"
        case StepAction.WEBHOOK:
            return f"call the webhook {to}"


def tell_minutes(minutes: int) -> str:
    """Tell a target: "1 h 30 min"."""
    return tell_amount(timedelta(minutes=minutes))


def join_or(names: Iterable[str]) -> str:
    """Join names: "a, b or c"."""
    return _join(names, "or")


def join_and(names: Iterable[str]) -> str:
    """Join names: "a, b and c"."""
    return _join(names, "and")


def _join(names: Iterable[str], word: str) -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def _tell_target(policy: SlaPolicy, kind: ClockKind, priority: str) -> TargetCell:
    targets = policy.targets.get(kind, {})
    minutes = targets.get(priority, targets.get(DEFAULT))
    words = "" if minutes is None else tell_minutes(minutes)
    return TargetCell(words=words, own=priority in targets)


def _tell_moment(step: EscalationStep) -> str:
    if step.percent is not None:
        return f"At {step.percent} %"
    late = step.after_minutes
    return f"{tell_minutes(late)} after the breach" if late else "At the breach"


def _tell_kinds(step: EscalationStep) -> str:
    if len(step.kinds) == len(ClockKind):
        return " of any promise"
    return f" of the {join_or(CLOCKS[kind].lower() for kind in step.kinds)}"
