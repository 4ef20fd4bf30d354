"""A rule, macro or trigger as people write it, in a file, a request or a form; back and forth.

```
{"title": "Gold customers in German", "enabled": true, "scope": "handoff",
 "all_of": [{"field": "tier", "comparison": "is", "values": ["gold"]}],
 "any_of": [{"field": "text", "comparison": "contains", "values": ["refund*"]}],
 "actions": [{"do": "queue", "to": "german"}, {"do": "tag", "to": "vip"},
             {"do": "reply", "texts": {"en": "…", "de": "…"}}],
 "last": true}
```

A trigger has a `schedule`: `{"idle_minutes": 120}`, or `{"at": ["09:00"], "weekdays": ["monday"]}`.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from domain.automations import (
    ActionKind,
    Automation,
    AutomationKind,
    RuleScope,
    Schedule,
)
from domain.definition_fields import parse_line, parse_list, refuse, show_value
from routing.automation.action_definition import parse_actions, render_action
from routing.automation.condition_definition import parse_conditions, render_condition
from routing.automation.condition_fields import WEEKDAYS
from routing.automation.contradictions import find_contradiction
from routing.automation.fields import parse_choice, parse_flag, parse_table

# A year; whoever forgot a conversation for longer has forgotten it.
MOST_IDLE_MINUTES: Final = 366 * 24 * 60
_MOST_TIMES: Final = 24
_COMMON: Final = ("title", "enabled", "all_of", "any_of", "actions", "everybody")
_KEYS: Final[Mapping[AutomationKind, tuple[str, ...]]] = {
    AutomationKind.RULE: (*_COMMON, "scope", "last"),
    AutomationKind.MACRO: _COMMON,
    AutomationKind.TRIGGER: (*_COMMON, "schedule"),
}
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_FIRST_LANGUAGE: Final = "en"


def parse_automation(
    kind: AutomationKind,
    name: str,
    version: str,
    position: int,
    definition: Mapping[str, Any],
    *,
    first: str | None = _FIRST_LANGUAGE,
    enabled: bool = False,
) -> Automation:
    """Parse a rule, macro or trigger as it is written.

    Args:
        first: the company's first language, in which every reply has to be; None where that was
            checked before.
        enabled: whether it is switched on where that is not written.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path, as
            `all_of[0].values[1]`.
    """
    if not _NAME.fullmatch(name):
        refuse("name", f"{show_value(name)} is no name; use small letters, digits, - and _")
    table = parse_table(definition, "", _KEYS[kind])
    automation = Automation(
        name=name,
        title=parse_line(table.get("title", name), "title", most=120),
        kind=kind,
        version=version,
        position=position,
        enabled=parse_flag(table.get("enabled", enabled), "enabled"),
        scope=_parse_scope(table.get("scope", RuleScope.HANDOFF.value)),
        all_of=parse_conditions(table.get("all_of", ()), "all_of", kind),
        any_of=parse_conditions(table.get("any_of", ()), "any_of", kind),
        actions=parse_actions(table.get("actions", ()), kind, first=first),
        last=parse_flag(table.get("last", False), "last"),
        schedule=_parse_schedule(table.get("schedule"), kind),
        everybody=parse_flag(table.get("everybody", False), "everybody"),
    )
    _check_conditions(automation)
    return automation


def render_automation(automation: Automation) -> dict[str, Any]:
    """Render a rule, macro or trigger as it is written; what `parse_automation` takes."""
    rendered: dict[str, Any] = {
        "title": automation.title,
        "enabled": automation.enabled,
        "all_of": [render_condition(each) for each in automation.all_of],
        "any_of": [render_condition(each) for each in automation.any_of],
        "actions": [render_action(each) for each in automation.actions],
        "everybody": automation.everybody,
    }
    if automation.kind is AutomationKind.RULE:
        rendered |= {"scope": automation.scope.value, "last": automation.last}
    if automation.schedule is not None:
        rendered["schedule"] = _render_schedule(automation.schedule)
    return rendered


def _parse_scope(value: object) -> RuleScope:
    return RuleScope(parse_choice(value, "scope", tuple(RuleScope), "scope"))


def _parse_schedule(value: object, kind: AutomationKind) -> Schedule | None:
    if kind is not AutomationKind.TRIGGER:
        return None
    if value is None:
        refuse(
            "schedule",
            'say when it looks: {"idle_minutes": 120}, or {"at": ["09:00"]} for set times',
        )
    table = parse_table(value, "schedule", ("idle_minutes", "at", "weekdays"))
    if "idle_minutes" in table and table["idle_minutes"] is not None:
        if table.get("at") or table.get("weekdays"):
            refuse("schedule", "write either idle_minutes or set times, not both")
        return Schedule(idle_minutes=_parse_idle(table["idle_minutes"]))
    at = parse_list(table.get("at", ()), "schedule.at", most=_MOST_TIMES)
    if not at:
        refuse("schedule.at", "name at least one time of day, as 09:00, or write idle_minutes")
    times = {_parse_time(each, f"schedule.at[{place}]") for place, each in enumerate(at)}
    return Schedule(at=tuple(sorted(times)), weekdays=_parse_weekdays(table.get("weekdays")))


def _parse_idle(value: object) -> int:
    field = "schedule.idle_minutes"
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(field, f"{show_value(value)} is no number of minutes; write a whole one, as 120")
    if not 1 <= value <= MOST_IDLE_MINUTES:
        refuse(field, f"{value} is out of reach; write from 1 to {MOST_IDLE_MINUTES:,} minutes")
    return value


def _parse_time(value: object, field: str) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        refuse(field, f"{show_value(value)} is no time of the day; write one from 00:00 to 23:59")
    return value


def _parse_weekdays(value: object) -> tuple[int, ...]:
    if value is None:
        return tuple(range(7))
    days = parse_list(value, "schedule.weekdays", most=7)
    if not days:
        refuse("schedule.weekdays", "name at least one day, or leave them out for all")
    found = {
        WEEKDAYS.index(parse_choice(each, f"schedule.weekdays[{at}]", WEEKDAYS, "day of the week"))
        for at, each in enumerate(days)
    }
    return tuple(sorted(found))


def _render_schedule(schedule: Schedule) -> dict[str, Any]:
    if schedule.idle_minutes is not None:
        return {"idle_minutes": schedule.idle_minutes}
    return {"at": list(schedule.at), "weekdays": [WEEKDAYS[day] for day in schedule.weekdays]}


def _check_conditions(automation: Automation) -> None:
    conditions = (*automation.all_of, *automation.any_of)
    if automation.everybody and conditions:
        refuse("everybody", "it is said to be for everybody, and has conditions; leave one out")
    needed = automation.kind is not AutomationKind.MACRO
    if needed and not automation.everybody and not conditions:
        refuse(
            "all_of",
            "there is no condition, so that it would fit everything; write one, or say "
            '"everybody": true where that is meant',
        )
    found = find_contradiction(automation)
    if found is not None:
        refuse(found.field, found.reason)
    _check_reply(automation)


def _check_reply(automation: Automation) -> None:
    """A reply in place of the bot's is a message rule's; one of a handoff goes with that."""
    if automation.kind is not AutomationKind.RULE or automation.scope is RuleScope.HANDOFF:
        return
    kinds = {each.do for each in automation.actions}
    shaping = kinds & {ActionKind.PRIORITY, ActionKind.POLICY}
    if shaping and ActionKind.QUEUE not in kinds:
        named = min(each.value for each in shaping)
        refuse(
            "actions",
            f"{named} is for what people see to, and this rule is for every message; name a queue "
            "as well, or write the scope handoff",
        )
