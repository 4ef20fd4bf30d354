"""A condition as people write it: `{"field": "tier", "comparison": "is", "values": ["gold"]}`."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from domain.automations import AutomationKind, Comparison, Condition, ConditionField
from domain.definition_fields import parse_line, parse_list, refuse, show_value
from routing.automation.condition_fields import (
    ATTRIBUTE_PREFIX,
    FieldKind,
    ValueKind,
    find_field,
    list_fields,
)
from routing.automation.fields import advise, parse_choice, parse_table
from routing.automation.tag_names import parse_tag
from routing.automation.words import fold_pattern, has_stray_star

MOST_CONDITIONS: Final = 20
MOST_VALUES: Final = 50
_LONGEST_VALUE: Final = 100
_KEYS: Final = ("field", "comparison", "values")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ATTRIBUTE: Final = re.compile(r"[^\s:][^:]{0,59}")
# None may be given, or exactly so many.
_COUNTS: Final[Mapping[Comparison, int]] = {
    Comparison.KNOWN: 0,
    Comparison.UNKNOWN: 0,
    Comparison.AT_LEAST: 1,
    Comparison.AT_MOST: 1,
    Comparison.BETWEEN: 2,
}
_FOLDED: Final = frozenset({ConditionField.TOPIC, ConditionField.LANGUAGE, ConditionField.SENDER})


def parse_conditions(value: object, path: str, kind: AutomationKind) -> tuple[Condition, ...]:
    """Parse a list of conditions.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path.
    """
    written = parse_list(value, path, most=MOST_CONDITIONS)
    return tuple(_parse(each, f"{path}[{at}]", kind) for at, each in enumerate(written))


def render_condition(condition: Condition) -> dict[str, Any]:
    """Render a condition as it is written."""
    rendered: dict[str, Any] = {
        "field": condition.field,
        "comparison": condition.comparison.value,
    }
    return rendered | ({"values": list(condition.values)} if condition.values else {})


def _parse(value: object, path: str, kind: AutomationKind) -> Condition:
    table = parse_table(value, path, _KEYS)
    name, field = _parse_field(table.get("field"), f"{path}.field", kind)
    comparison = _parse_comparison(table.get("comparison"), f"{path}.comparison", name, field)
    values = _parse_values(table.get("values", ()), f"{path}.values", name, field, comparison)
    return Condition(field=name, comparison=comparison, values=values)


def _parse_field(value: object, path: str, kind: AutomationKind) -> tuple[str, FieldKind]:
    known = (*list_fields(kind), f"{ATTRIBUTE_PREFIX}<name>")
    name = parse_line(value, path, most=80)
    attribute = name.removeprefix(ATTRIBUTE_PREFIX)
    field = find_field(name)
    if field is None:
        refuse(path, f"there is no field {show_value(name)}{advise(name, known, 'field')}")
    if name != attribute and not _ATTRIBUTE.fullmatch(attribute):
        refuse(path, "name what is known of customers behind the colon, as attribute:loyalty_id")
    if not field.of_messages and kind is AutomationKind.RULE:
        refuse(path, f"a rule looks at a message, which has no {name}; ask for that in a trigger")
    return name, field


def _parse_comparison(value: object, path: str, name: str, field: FieldKind) -> Comparison:
    allowed = tuple(each.value for each in field.comparisons)
    word = parse_choice(value, path, tuple(Comparison), "comparison")
    if word not in allowed:
        refuse(path, f"{name} cannot be compared by {word}; write one of {', '.join(allowed)}")
    return Comparison(word)


def _parse_values(
    value: object, path: str, name: str, field: FieldKind, comparison: Comparison
) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str | int | float) else value
    written = parse_list(given, path, most=MOST_VALUES)
    _check_count(len(written), path, comparison)
    values = tuple(
        _parse_value(each, f"{path}[{at}]", name, field, comparison)
        for at, each in enumerate(written)
    )
    for at, each in enumerate(values):
        if each in values[:at] and comparison is not Comparison.BETWEEN:
            refuse(f"{path}[{at}]", f"{each!r} is there twice; leave one out")
    if comparison is Comparison.BETWEEN and values[0] == values[1]:
        refuse(
            path, f"from {values[0]} to {values[0]} is no time at all; write two times that differ"
        )
    return values


def _check_count(count: int, path: str, comparison: Comparison) -> None:
    wanted = _COUNTS.get(comparison)
    if wanted is None:
        if not count:
            refuse(path, f"name at least one value for {comparison.value}")
    elif count != wanted:
        told = ("none", "one", "two, from when to when,")[wanted]
        refuse(path, f"{comparison.value} takes {told} and there are {count}")


def _parse_value(
    value: object, path: str, name: str, field: FieldKind, comparison: Comparison
) -> str:
    ordered = comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}
    if field.kind is ValueKind.NUMBER or (field.kind is ValueKind.ANYTHING and ordered):
        return _parse_number(value, path, name)
    if field.choices:
        return parse_choice(value, path, field.choices, name)
    if comparison in {Comparison.CONTAINS, Comparison.CONTAINS_NOT}:
        return _parse_pattern(value, path)
    if field.kind is ValueKind.TIME:
        return _parse_time(value, path)
    if field.kind is ValueKind.LABELS:
        return parse_tag(value, path)
    if isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, int | float):
        value = str(value)
    text = parse_line(value, path, most=_LONGEST_VALUE)
    return text.casefold() if name in _FOLDED else text


def _parse_number(value: object, path: str, name: str) -> str:
    number = _read_number(value)
    if number is None:
        refuse(path, f"{show_value(value)} is no number; write one")
    if name == ConditionField.COMPLAINT and not 0 <= number <= 1:
        refuse(path, f"{number:g} is no likelihood; write one from 0 to 1")
    if name == ConditionField.OPEN_CONVERSATIONS and not (
        number.is_integer() and 0 <= number <= 10_000
    ):
        refuse(path, f"{number:g} is no number of conversations; write a whole one")
    return f"{number:.10g}"


def _read_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) < 1e15 else None


def _parse_pattern(value: object, path: str) -> str:
    text = parse_line(value, path, most=_LONGEST_VALUE)
    if not fold_pattern(text):
        refuse(path, f"{show_value(text)} has no word in it; write a word to look for")
    if has_stray_star(text):
        refuse(path, "a * stands for the rest of the last word alone, as in refund*")
    return text


def _parse_time(value: object, path: str) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        refuse(path, f"{show_value(value)} is no time of the day; write one from 00:00 to 23:59")
    return value
