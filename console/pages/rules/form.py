"""A rule, macro or trigger as a form holds it, back and forth to its definition; pure."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from console.pages.rules.choices import Choices
from domain.automations import ActionKind, AutomationKind, ConditionField, RuleScope
from domain.errors import InvalidInputError
from routing.automation.action_definition import MOST_ACTIONS
from routing.automation.condition_definition import MOST_CONDITIONS
from routing.automation.condition_fields import ATTRIBUTE_PREFIX
from routing.floor.shift_words import WEEKDAYS

PARTS: Final = ("all_of", "any_of")
# What is written in a field of its own, beside the choice of what is done.
TAGGING: Final = (ActionKind.TAG.value, ActionKind.UNTAG.value)
SPOKEN: Final = (ActionKind.REPLY.value, ActionKind.NOTE.value)
IDLE: Final = "idle"
AT: Final = "at"
_MORE: Final = 5
_VALUE: Final = re.compile(r"((?:all|any)_of\[\d+\]\.values)\[\d+\]")
# A telephone's keyboard writes these.
_STRAIGHT: Final = str.maketrans(dict.fromkeys("“”„", '"'))
_ROW: Final = re.compile(r"(?:all|any)_of\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    """A condition as its row holds it.

    `values` have commas between them; one with a comma of its own stands in quotation marks.
    """

    field: str = ""
    attribute: str = ""
    comparison: str = "is"
    values: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """An action as its row holds it.

    Attributes:
        what: what is done and to what, as `queue refunds`, or `tag` and `reply` alone.
        texts: by language.
    """

    what: str = ""
    tag: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationForm:
    """A rule, macro or trigger as the form holds it.

    Attributes:
        when: of a trigger, `idle` or `at`.
        based_on: id of the version that it was made from; empty for a new one.
    """

    title: str = ""
    enabled: bool = False
    scope: str = RuleScope.HANDOFF.value
    all_of: tuple[ConditionRow, ...] = ()
    any_of: tuple[ConditionRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    last: bool = False
    everybody: bool = False
    when: str = IDLE
    idle: str = ""
    at: str = ""
    weekdays: tuple[str, ...] = WEEKDAYS
    based_on: str = ""


def fill_form(definition: Mapping[str, Any], based_on: str, choices: Choices) -> AutomationForm:
    """Fill the form with a definition; see `routing.automation.definition`."""
    schedule = definition.get("schedule") or {}
    idle = schedule.get("idle_minutes")
    return AutomationForm(
        title=definition["title"],
        enabled=definition["enabled"],
        scope=definition.get("scope", RuleScope.HANDOFF.value),
        all_of=tuple(_fill_condition(each, choices) for each in definition["all_of"]),
        any_of=tuple(_fill_condition(each, choices) for each in definition["any_of"]),
        actions=tuple(_fill_action(each) for each in definition["actions"]),
        last=definition.get("last", False),
        everybody=definition["everybody"],
        when=AT if schedule and idle is None else IDLE,
        idle="" if idle is None else str(idle),
        at=", ".join(schedule.get("at", ())),
        weekdays=tuple(schedule.get("weekdays", WEEKDAYS)),
        based_on=based_on,
    )


def read_automation_form(fields: Mapping[str, str]) -> AutomationForm:
    """Read what was filled in; rows that are empty or to be dropped are left out."""
    text = {name: value.strip() for name, value in fields.items()}
    dropped = text.get("drop", "")
    return AutomationForm(
        title=text.get("title", ""),
        enabled="enabled" in text,
        scope=text.get("scope", ""),
        all_of=tuple(_read_conditions(text, "all_of", dropped)),
        any_of=tuple(_read_conditions(text, "any_of", dropped)),
        actions=tuple(_read_actions(text, dropped)),
        last="last" in text,
        everybody="everybody" in text,
        when=text.get("when", IDLE),
        idle=text.get("schedule.idle_minutes", ""),
        at=text.get("schedule.at", ""),
        weekdays=tuple(each for each in WEEKDAYS if f"weekday.{each}" in text),
        based_on=text.get("based_on", ""),
    )


def make_definition(kind: AutomationKind, form: AutomationForm, choices: Choices) -> dict[str, Any]:
    """Make the definition that a form stands for; what else is wrong is for the desk to say.

    Raises:
        InvalidInputError: something in it cannot be read.
    """
    if not form.actions:
        raise InvalidInputError("choose at least one thing that is done", field="actions")
    definition: dict[str, Any] = {
        "title": form.title,
        "enabled": form.enabled,
        "all_of": [_make_condition(each, choices) for each in form.all_of],
        "any_of": [_make_condition(each, choices) for each in form.any_of],
        "actions": [_make_action(each, at) for at, each in enumerate(form.actions)],
        "everybody": form.everybody,
    }
    if kind is AutomationKind.RULE:
        definition |= {"scope": form.scope, "last": form.last}
    if kind is AutomationKind.TRIGGER:
        definition["schedule"] = _make_schedule(form)
    return definition


def join_values(values: Sequence[str]) -> str:
    """Write values with commas between them, in quotation marks where one has a comma itself."""
    return ", ".join(
        '"' + each.replace('"', '""') + '"' if "," in each or each.startswith('"') else each
        for each in values
    )


def split_values(text: str) -> list[str]:
    """Read what `join_values` writes, and what people do."""
    line = " ".join(text.translate(_STRAIGHT).split())
    row = next(csv.reader([line], skipinitialspace=True), [])
    return [each.strip() for each in row if each.strip()]


def place_error(path: str, form: AutomationForm) -> str:
    """Find the field of the form in which the fault at a definition's path is shown."""
    if found := _VALUE.fullmatch(path):
        return found[1]
    if _ROW.fullmatch(path):
        return f"{path}.field"
    if path.startswith("schedule"):
        own = "schedule.idle_minutes" if form.when == IDLE else "schedule.at"
        return "weekdays" if "weekdays" in path else own
    if found := re.fullmatch(r"actions\[(\d+)\](?:\.(do|to|texts))?", path):
        return _place_in_action(int(found[1]), found[2] or "do", form)
    return path


def _place_in_action(at: int, part: str, form: AutomationForm) -> str:
    row = form.actions[at] if at < len(form.actions) else ActionRow()
    if part == "to" and row.what in TAGGING:
        return f"actions[{at}].tag"
    if part == "texts":
        return f"actions[{at}].texts"
    return f"actions[{at}].what"


def _fill_condition(condition: Mapping[str, Any], choices: Choices) -> ConditionRow:
    name = condition["field"]
    attribute = name.removeprefix(ATTRIBUTE_PREFIX) if name.startswith(ATTRIBUTE_PREFIX) else ""
    return ConditionRow(
        field=ConditionField.ATTRIBUTE.value if attribute else name,
        attribute=attribute,
        comparison=condition["comparison"],
        values=join_values([choices.name(name, each) for each in condition.get("values", ())]),
    )


def _fill_action(action: Mapping[str, Any]) -> ActionRow:
    do, to = action["do"], action.get("to", "")
    if do in TAGGING:
        return ActionRow(what=do, tag=to)
    if do in SPOKEN:
        return ActionRow(what=do, texts=dict(action["texts"]))
    return ActionRow(what=f"{do} {to}")


def _read_conditions(text: Mapping[str, str], part: str, dropped: str) -> Iterator[ConditionRow]:
    for at in range(MOST_CONDITIONS + _MORE):
        prefix = f"{part}[{at}]"
        row = ConditionRow(
            field=text.get(f"{prefix}.field", ""),
            attribute=text.get(f"{prefix}.attribute", ""),
            comparison=text.get(f"{prefix}.comparison", ""),
            values=text.get(f"{prefix}.values", ""),
        )
        if (row.field or row.values) and prefix != dropped:
            yield row


def _read_actions(text: Mapping[str, str], dropped: str) -> Iterator[ActionRow]:
    for at in range(MOST_ACTIONS + _MORE):
        prefix = f"actions[{at}]"
        begin = f"{prefix}.texts."
        row = ActionRow(
            what=text.get(f"{prefix}.what", ""),
            tag=text.get(f"{prefix}.tag", ""),
            texts={
                name.removeprefix(begin): value
                for name, value in text.items()
                if name.startswith(begin) and value
            },
        )
        if (row.what or row.tag or row.texts) and prefix != dropped:
            yield row


def _make_condition(row: ConditionRow, choices: Choices) -> dict[str, Any]:
    name = row.field
    if name == ConditionField.ATTRIBUTE:
        name = f"{ATTRIBUTE_PREFIX}{row.attribute}"
    return {
        "field": name,
        "comparison": row.comparison,
        "values": [choices.find_value(name, each) for each in split_values(row.values)],
    }


def _make_action(row: ActionRow, at: int) -> dict[str, Any]:
    if not row.what:
        raise InvalidInputError("choose what is to be done", field=f"actions[{at}]")
    if row.what in TAGGING:
        return {"do": row.what, "to": row.tag}
    if row.what in SPOKEN:
        return {"do": row.what, "texts": dict(row.texts)}
    do, _, to = row.what.partition(" ")
    return {"do": do, "to": to}


def _make_schedule(form: AutomationForm) -> dict[str, Any]:
    if form.when == AT:
        times = [each.strip() for each in form.at.split(",") if each.strip()]
        return {"at": times, "weekdays": list(form.weekdays)}
    if not (form.idle.isascii() and form.idle.isdecimal() and len(form.idle) < 10):
        raise InvalidInputError(
            "write a whole number of minutes, such as 120", field="schedule.idle_minutes"
        )
    return {"idle_minutes": int(form.idle)}
