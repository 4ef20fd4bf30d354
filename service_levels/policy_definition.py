"""A policy as people write it, in a file, a request or a form; back and forth.

```
{"title": "Gold customers", "enabled": true,
 "conditions": {"tiers": ["gold"], "channels": [], "accounts": ["sms/main"],
                "topics": ["baggage"], "queues": ["baggage"]},
 "calendar": "office",
 "targets": {"first_response": {"default": "2h", "urgent": "30m"}, "next_response": 120},
 "pauses": {"resolution": ["customer", "snooze", "third_party"]},
 "warnings": [50, 80], "retarget": "always", "tell_customer": true,
 "steps": [{"at": "breach+30m", "do": "notify", "to": "supervisors", "email": true}]}
```

Only targets must be given. Conditions that are left out or empty fit everything. Targets are
counted time; see `service_levels.durations`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from domain.calendars import ALWAYS
from domain.conversations import Priority
from domain.definition_fields import parse_line, parse_list, refuse, show_value
from domain.service_levels import (
    DEFAULT,
    ClockKind,
    PauseReason,
    PolicyConditions,
    Retarget,
    SlaPolicy,
)
from service_levels.definition_fields import join_path, parse_table
from service_levels.durations import parse_duration, render_duration
from service_levels.known_names import KnownNames, parse_known
from service_levels.step_definition import parse_steps, render_step

T = TypeVar("T")

_KEYS: Final = (
    "title",
    "enabled",
    "conditions",
    "calendar",
    "targets",
    "pauses",
    "warnings",
    "retarget",
    "tell_customer",
    "steps",
)
_KINDS: Final = tuple(kind.value for kind in ClockKind)
_PRIORITIES: Final = (DEFAULT, *(each.value for each in Priority))
# For what a person gave back to the bot every clock is held, whatever a policy says.
_PAUSES: Final = tuple(each.value for each in PauseReason if each is not PauseReason.BOT)
_CONDITIONS: Final = ("tiers", "channels", "accounts", "topics", "queues")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MOST_VALUES: Final = 100
_MOST_WARNINGS: Final = 10


def parse_policy(
    name: str, version: str, position: int, definition: Mapping[str, Any], known: KnownNames
) -> SlaPolicy:
    """Parse a policy as it is written.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path, as
            `targets.first_response.urgent` or `steps[0].to`.
    """
    if not _NAME.fullmatch(name):
        refuse("name", f"{show_value(name)} is no name; use small letters, digits, - and _")
    table = parse_table(definition, "", _KEYS)
    targets = _parse_targets(table.get("targets"))
    given: dict[str, Any] = {
        key: parse(table[key])
        for key, parse in (("pauses", _parse_pauses), ("warnings", _parse_warnings))
        if key in table
    }
    return SlaPolicy(
        name=name,
        version=version,
        position=position,
        title=parse_line(table.get("title", name), "title"),
        enabled=_parse_flag(table.get("enabled", True), "enabled"),
        conditions=_parse_conditions(table.get("conditions", {}), known),
        calendar=parse_known(
            table.get("calendar", ALWAYS.name), "calendar", known.calendars, "calendar"
        ),
        targets=targets,
        steps=parse_steps(table.get("steps", ()), targets, known),
        retarget=Retarget(
            parse_known(
                table.get("retarget", Retarget.ALWAYS.value), "retarget", Retarget, "such rule"
            )
        ),
        tell_customer=_parse_flag(table.get("tell_customer", True), "tell_customer"),
        **given,
    )


def render_policy(policy: SlaPolicy) -> dict[str, Any]:
    """Render a policy as it is written; what `parse_policy` takes."""
    conditions = {name: list(getattr(policy.conditions, name)) for name in _CONDITIONS}
    return {
        "title": policy.title,
        "enabled": policy.enabled,
        "conditions": {name: values for name, values in conditions.items() if values},
        "calendar": policy.calendar,
        "targets": {
            kind.value: _render_target(policy.targets[kind])
            for kind in ClockKind
            if kind in policy.targets
        },
        "pauses": {
            kind.value: [each for each in _PAUSES if each in policy.pauses[kind]]
            for kind in ClockKind
            if policy.pauses.get(kind)
        },
        "warnings": list(policy.warnings),
        "retarget": policy.retarget.value,
        "tell_customer": policy.tell_customer,
        "steps": [render_step(each) for each in policy.steps],
    }


def _render_target(minutes: Mapping[str, int]) -> Any:
    if set(minutes) == {DEFAULT}:
        return render_duration(minutes[DEFAULT])
    return {each: render_duration(minutes[each]) for each in _PRIORITIES if each in minutes}


def _parse_targets(value: object) -> dict[ClockKind, dict[str, int]]:
    example = 'give at least one, as "first_response": "2h"'
    if value is None:
        refuse("targets", f"there are none, so that nothing would be promised; {example}")
    table = parse_table(value, "targets", _KINDS)
    if not table:
        refuse("targets", f"they are empty, so that nothing would be promised; {example}")
    return {ClockKind(kind): _parse_target(table[kind], f"targets.{kind}") for kind in table}


def _parse_target(value: object, field: str) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return {DEFAULT: parse_duration(value, field)}
    table = parse_table(value, field, _PRIORITIES)
    if not table:
        refuse(field, 'it is empty; give a target, as "default": "2h", or leave it out')
    return {each: parse_duration(table[each], join_path(field, each)) for each in table}


def _parse_conditions(value: object, known: KnownNames) -> PolicyConditions:
    table = parse_table(value, "conditions", _CONDITIONS)
    conditions = PolicyConditions(
        tiers=_parse_words(table, "tiers"),
        channels=_parse_names(table, "channels", known.channels, "channel"),
        accounts=_parse_names(table, "accounts", known.accounts, "account"),
        topics=tuple(dict.fromkeys(each.casefold() for each in _parse_words(table, "topics"))),
        queues=_parse_names(table, "queues", known.queues, "queue"),
    )
    _check_accounts(conditions)
    return conditions


def _check_accounts(conditions: PolicyConditions) -> None:
    for at, account in enumerate(conditions.accounts):
        channel = account.partition("/")[0]
        if conditions.channels and channel not in conditions.channels:
            refuse(
                f"conditions.accounts[{at}]",
                f"{account} is on no channel that is named; name {channel} among the channels, or "
                "no channels at all, as an account says which one it is on",
            )


def _parse_names(
    table: Mapping[str, Any], key: str, known: frozenset[str], what: str
) -> tuple[str, ...]:
    field = f"conditions.{key}"
    written = parse_list(table.get(key, ()), field, most=_MOST_VALUES)
    return _once(
        [parse_known(each, f"{field}[{at}]", known, what) for at, each in enumerate(written)], field
    )


def _parse_words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    field = f"conditions.{key}"
    written = parse_list(table.get(key, ()), field, most=_MOST_VALUES)
    return _once(
        [parse_line(each, f"{field}[{at}]", most=60) for at, each in enumerate(written)], field
    )


def _parse_pauses(value: object) -> dict[ClockKind, frozenset[PauseReason]]:
    table = parse_table(value, "pauses", _KINDS)
    pauses = {kind: _parse_reasons(table[kind], f"pauses.{kind}") for kind in table}
    return {ClockKind(kind): reasons for kind, reasons in pauses.items() if reasons}


def _parse_reasons(value: object, field: str) -> frozenset[PauseReason]:
    written = parse_list(value, field, most=len(_PAUSES))
    return frozenset(
        PauseReason(_parse_pause(each, f"{field}[{at}]")) for at, each in enumerate(written)
    )


def _parse_pause(value: object, field: str) -> str:
    if value == PauseReason.BOT.value:
        refuse(field, "leave it out: what was given back to the bot is held whatever a policy says")
    return parse_known(value, field, _PAUSES, "reason to pause")


def _parse_warnings(value: object) -> tuple[int, ...]:
    written = parse_list(value, "warnings", most=_MOST_WARNINGS)
    for at, each in enumerate(written):
        if isinstance(each, bool) or not isinstance(each, int) or not 1 <= each <= 99:
            refuse(
                f"warnings[{at}]",
                f"{show_value(each)} is no share of a target at which to warn; give whole per cent "
                "from 1 to 99",
            )
    return tuple(sorted(_once(written, "warnings")))


def _parse_flag(value: object, field: str) -> bool:
    if not isinstance(value, bool):
        refuse(field, f"{show_value(value)} is neither true nor false; write one of both")
    return value


def _once(values: Sequence[T], field: str) -> tuple[T, ...]:
    for at, value in enumerate(values):
        if value in values[:at]:
            refuse(f"{field}[{at}]", f"{value} is there twice; leave one out")
    return tuple(values)
