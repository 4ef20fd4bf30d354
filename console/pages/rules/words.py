"""Rules, macros and triggers as people tell them, from how they are written; pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from console.locale_names import name_locale
from console.pages.rules.choices import Choices
from console.pages.service_levels.policy_words import AUDIENCES
from console.wording import name_term
from domain.automations import ActionKind, AutomationKind, Comparison, ConditionField, RuleScope
from routing.automation.action_definition import ME, NOBODY
from routing.automation.condition_fields import ValueKind, get_field
from routing.floor.shift_words import WEEKDAYS

_MOST_WORDS: Final = 80
_COMPARED: Final[Mapping[str, str]] = {
    Comparison.IS: "is",
    Comparison.IS_NOT: "is not",
    Comparison.AT_LEAST: "is at least",
    Comparison.AT_MOST: "is at most",
}
_STATUSES: Final[Mapping[str, str]] = {
    "open": "take it up again",
    "pending": "wait for the customer",
    "resolved": "resolve it",
}
SCOPES: Final[Mapping[str, str]] = {
    RuleScope.HANDOFF.value: "something goes to a person",
    RuleScope.MESSAGE.value: "a customer writes",
}


def tell_when(kind: AutomationKind, definition: Mapping[str, Any], choices: Choices) -> str:
    """Tell in a sentence without a full stop when something is done."""
    conditions = [tell_condition(each, choices) for each in definition["all_of"]]
    either = [tell_condition(each, choices) for each in definition["any_of"]]
    if either:
        both = len(either) > 1
        conditions.append(f"either {' or '.join(either)}" if both else either[0])
    begin = _tell_occasion(kind, definition)
    return " and ".join((begin, *conditions))


def tell_condition(condition: Mapping[str, Any], choices: Choices) -> str:
    """Tell a condition, such as `the topic is refunds or vouchers`."""
    name, comparison = condition["field"], condition["comparison"]
    field = get_field(name)
    values = [_name_value(name, each, choices) for each in condition.get("values", ())]
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return _tell_known(field.kind, field.title, known=comparison == Comparison.KNOWN)
    if field.kind is ValueKind.LABELS:
        return f"it is {'not ' if comparison == Comparison.IS_NOT else ''}tagged {_list(values)}"
    if comparison == Comparison.CONTAINS:
        return f"{field.title} has {_list([f'“{each}”' for each in values])}"
    if comparison == Comparison.CONTAINS_NOT:
        return f"{field.title} has no {_list([f'“{each}”' for each in values])}"
    if comparison == Comparison.BETWEEN:
        return f"{field.title} is between {' and '.join(values)}"
    return f"{field.title} {_COMPARED[comparison]} {_list(values)}"


def tell_action(action: Mapping[str, Any], choices: Choices, *, whole: bool = False) -> str:
    """Tell what is done, such as `queue Refunds`.

    Args:
        whole: with all that is said, in all languages.
    """
    do, to = action["do"], action.get("to", "")
    if do in {ActionKind.REPLY, ActionKind.NOTE}:
        name = "answer" if do == ActionKind.REPLY else "note"
        return f"{name} {_tell_texts(action['texts'], choices, whole=whole)}"
    told: dict[ActionKind, str] = {
        ActionKind.QUEUE: f"queue {choices.queues.get(to, to)}",
        ActionKind.PRIORITY: f"priority {to}",
        ActionKind.TAG: f"tag {to}",
        ActionKind.UNTAG: f"take the tag {to} off",
        ActionKind.POLICY: f"agreement {choices.policies.get(to, to)}",
        ActionKind.ASSIGN: f"give it to {_name_assignee(to, choices)}",
        ActionKind.STATUS: _STATUSES.get(to, to),
        ActionKind.NOTIFY: f"tell {AUDIENCES.get(to, to)}",
    }
    return told[ActionKind(do)]


def list_lines(
    kind: AutomationKind, definition: Mapping[str, Any], choices: Choices
) -> tuple[str, ...]:
    """List all that something says, a line for each, so that two versions can be compared."""
    return tuple(_list_lines(kind, definition, choices))


def tell_difference(
    before: Sequence[str], after: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell which lines are gone, and which are new."""
    return (
        tuple(each for each in before if each not in after),
        tuple(each for each in after if each not in before),
    )


def name_field(name: str) -> str:
    """Name a field of conditions as a list of choices does."""
    title = get_field(name).title.removeprefix("the ")
    return f"{title[:1].upper()}{title[1:]}"


def _tell_occasion(kind: AutomationKind, definition: Mapping[str, Any]) -> str:
    if kind is AutomationKind.RULE:
        return f"When {SCOPES[definition['scope']]}"
    if kind is AutomationKind.MACRO:
        return "When an agent asks for it"
    schedule = definition.get("schedule") or {}
    if schedule.get("idle_minutes"):
        return f"When nothing happened for {_tell_minutes(schedule['idle_minutes'])}"
    days = schedule.get("weekdays", WEEKDAYS)
    told = "every day" if len(days) == len(WEEKDAYS) else f"on {_list(days, 'and')}"
    return f"At {_list(schedule.get('at', ()), 'and')} {told}, of what is open"


def _name_value(name: str, value: str, choices: Choices) -> str:
    # Levels and states are plain words in a sentence, where names keep their capitals.
    if get_field(name).choices and name != ConditionField.WEEKDAY:
        return value.replace("_", " ")
    return choices.name(name, value)


def _tell_minutes(minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    told = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    told += [f"{left} minute{'' if left == 1 else 's'}"] if left or not hours else []
    return " and ".join(told)


def _tell_known(kind: ValueKind, title: str, *, known: bool) -> str:
    if kind is ValueKind.LABELS:
        return "it has a tag" if known else "it has no tag"
    if kind is ValueKind.PAST:
        return f"there is {title}" if known else f"there is no {title.removeprefix('a ')}"
    return f"{title} is {'' if known else 'not '}known"


def _tell_texts(texts: Mapping[str, str], choices: Choices, *, whole: bool) -> str:
    if whole:
        return "; ".join(f"in {name_locale(each)} “{text}”" for each, text in texts.items())
    text = texts.get(choices.languages[0]) or next(iter(texts.values()), "")
    line = " ".join(text.split())
    return f"“{line if len(line) <= _MOST_WORDS else f'{line[: _MOST_WORDS - 1]}…'}”"


def _name_assignee(to: str, choices: Choices) -> str:
    return {NOBODY: "nobody", ME: "whoever runs it"}.get(to) or choices.agents.get(to, to)


def _list_lines(
    kind: AutomationKind, definition: Mapping[str, Any], choices: Choices
) -> Iterator[str]:
    yield f"Title: {definition['title']}"
    yield "Switched on" if definition["enabled"] else "Switched off"
    yield _tell_occasion(kind, definition)
    for part, begin in (("all_of", "Only if"), ("any_of", "Only if this or another holds:")):
        for each in definition[part]:
            yield f"{begin} {tell_condition(each, choices)}"
    if definition["everybody"]:
        yield "For everything"
    for each in definition["actions"]:
        told = tell_action(each, choices, whole=True)
        yield name_term(told[:1]) + told[1:]
    if definition.get("last"):
        yield "No later rule is tried after it"


def _list(values: Sequence[str], word: str = "or") -> str:
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {word} {values[-1]}"
