"""Escalation steps as they are written: `{"at": "80%", "do": "notify", "to": "supervisors"}`.

`at` is a share of the target (`1%` to `99%`), `breach`, or counted time after it (`breach+30m`).
"""

import re
from collections.abc import Collection
from typing import Any, Final

from domain.conversations import Priority
from domain.definition_fields import parse_list, refuse, show_value
from domain.service_levels import ClockKind, EscalationStep, StepAction
from service_levels.definition_fields import join_path, parse_table
from service_levels.durations import parse_duration, render_duration
from service_levels.known_names import KnownNames, parse_known

MOST_STEPS: Final = 20
WIDER_AUDIENCES: Final = ("assignee", "queue", "supervisors")
# Instead of an agent's address: take it from who has it.
TO_QUEUE: Final = "queue"

_KEYS: Final = ("at", "do", "to", "kinds", "email")
_PERCENT: Final = re.compile(r"(-?[0-9]{1,4})\s*%", re.ASCII)
_AFTER: Final = re.compile(r"breach\s*\+\s*(.+)")


def parse_steps(
    value: object, promised: Collection[ClockKind], known: KnownNames
) -> tuple[EscalationStep, ...]:
    """Parse the steps of a policy.

    Args:
        promised: the kinds of clock that the policy has targets for.

    Raises:
        InvalidInputError: a step is malformed, for a clock that is not promised, or its `to` does
            not fit what it does.
    """
    written = parse_list(value, "steps", most=MOST_STEPS)
    return tuple(
        _parse_step(each, f"steps[{at}]", promised, known) for at, each in enumerate(written)
    )


def render_step(step: EscalationStep) -> dict[str, Any]:
    """Render a step as it is written."""
    kinds = [kind.value for kind in step.kinds]
    return {
        "at": _render_at(step),
        "do": step.do.value,
        "to": step.to,
        **({"kinds": kinds} if len(kinds) < len(ClockKind) else {}),
        **({"email": True} if step.email else {}),
    }


def _parse_step(
    value: object, field: str, promised: Collection[ClockKind], known: KnownNames
) -> EscalationStep:
    table = parse_table(value, field, _KEYS)
    for key, example in (("at", '"breach"'), ("do", '"notify"')):
        if key not in table:
            refuse(join_path(field, key), f"it is missing; write it as {example}")
    percent, after_minutes = _parse_at(table["at"], join_path(field, "at"))
    do = StepAction(parse_known(table["do"], join_path(field, "do"), StepAction, "action"))
    return EscalationStep(
        do=do,
        to=_parse_to(do, table.get("to"), join_path(field, "to"), known),
        kinds=_parse_kinds(table.get("kinds"), join_path(field, "kinds"), promised),
        percent=percent,
        after_minutes=after_minutes,
        email=_parse_email(table.get("email", False), join_path(field, "email"), do),
    )


def _parse_at(value: object, field: str) -> tuple[int | None, int]:
    text = value.strip().lower() if isinstance(value, str) else ""
    if text == "breach":
        return None, 0
    if percent := _PERCENT.fullmatch(text):
        if not 1 <= int(percent[1]) <= 99:
            refuse(field, f"{text} is not between 1% and 99%; at 100% write breach")
        return int(percent[1]), 0
    after = _AFTER.fullmatch(text)
    if after is None:
        shown = show_value(value)
        refuse(field, f'{shown} is no such moment; write "80%", "breach" or "breach+30m"')
    return None, parse_duration(after[1], field)


def _render_at(step: EscalationStep) -> str:
    if step.percent is not None:
        return f"{step.percent}%"
    return f"breach+{render_duration(step.after_minutes)}" if step.after_minutes else "breach"


def _parse_to(do: StepAction, value: object, field: str, known: KnownNames) -> str:
    names, what, missing = _list_receivers(do, known)
    if value is None:
        refuse(field, f"it is missing; {missing}")
    return parse_known(value, field, names, what)


def _list_receivers(do: StepAction, known: KnownNames) -> tuple[Collection[str], str, str]:
    """List what `to` may be, what that is called, and what to do where it is missing."""
    match do:
        case StepAction.NOTIFY:
            return WIDER_AUDIENCES, "group to notify", f"name one of {', '.join(WIDER_AUDIENCES)}"
        case StepAction.RAISE_PRIORITY:
            # Nothing is below the lowest, so that to raise to it does nothing.
            above = tuple(each.value for each in Priority if each is not Priority.LOW)
            return above, "priority to raise to", f"name one of {', '.join(above)}"
        case StepAction.WIDEN_QUEUE:
            return known.queues, "queue", "name the queue whose people are to see it as well"
        case StepAction.REASSIGN:
            agents = known.agents | {TO_QUEUE}
            missing = "give an agent's email address, or queue to take it from who has it"
            return agents, "agent who can be given it", missing
        case StepAction.WEBHOOK:
            return known.webhooks, "webhook", "name a webhook of the settings"


def _parse_kinds(
    value: object, field: str, promised: Collection[ClockKind]
) -> tuple[ClockKind, ...]:
    if value is None:
        return tuple(ClockKind)
    kinds: list[ClockKind] = []
    for at, each in enumerate(parse_list(value, field, most=len(ClockKind))):
        kind = ClockKind(parse_known(each, f"{field}[{at}]", ClockKind, "kind of clock"))
        if kind not in promised:
            refuse(f"{field}[{at}]", f"no target is given for {kind.value}; give one, or leave it")
        kinds.append(kind)
    if not kinds:
        refuse(field, "it is empty; name kinds of clocks, or leave it out for all of them")
    return tuple(kind for kind in ClockKind if kind in kinds)


def _parse_email(value: object, field: str, do: StepAction) -> bool:
    if not isinstance(value, bool):
        refuse(field, f"{show_value(value)} is neither true nor false; write one of both")
    if value and do is not StepAction.NOTIFY:
        refuse(field, f"only notify sends emails, and this one is {do.value}; leave it out")
    return value
