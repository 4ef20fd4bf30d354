"""Whether conditions hold of what is known, and why or why not, each in a sentence; pure."""

from dataclasses import dataclass
from typing import Final

from domain.automations import Automation, Comparison, Condition, ConditionField
from domain.routing_facts import RoutingFacts
from routing.automation.condition_fields import (
    ATTRIBUTE_PREFIX,
    WEEKDAYS,
    FieldKind,
    ValueKind,
    get_field,
)
from routing.automation.words import fold_pattern, fold_text

_NEGATIONS: Final = frozenset({Comparison.IS_NOT, Comparison.CONTAINS_NOT, Comparison.UNKNOWN})
_MOST_TOLD: Final = 6
# What is known of a customer may be long, and every sentence is kept with its decision.
_LONGEST_TOLD: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Whether a condition holds, and why in a sentence that has no full stop yet."""

    holds: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether all that an automation asks for holds, and why in a sentence."""

    fits: bool
    why: str


class Known:
    """What is known of a message, with its words folded once for all rules."""

    def __init__(self, facts: RoutingFacts) -> None:
        self.facts = facts
        self._folded: dict[str, str] = {}

    def fold(self, name: str, text: str) -> str:
        """Fold the text of a field, once."""
        if name not in self._folded:
            self._folded[name] = fold_text(text)
        return self._folded[name]


def match(automation: Automation, known: Known) -> Fit:
    """Say whether an automation fits: all of one list hold, and one of the other."""
    held: list[Held] = []
    for condition in automation.all_of:
        held.append(check_condition(condition, known))
        if not held[-1].holds:
            return Fit(fits=False, why=_tell(held[-1].why))
    if automation.any_of:
        tried = [check_condition(each, known) for each in automation.any_of]
        found = next((each for each in tried if each.holds), None)
        if found is None:
            told = "; ".join(each.why for each in tried[:_MOST_TOLD])
            return Fit(fits=False, why=_tell(told))
        held.append(found)
    if not held:
        return Fit(fits=True, why="It is for everybody.")
    return Fit(fits=True, why=_tell("; ".join(each.why for each in held[:_MOST_TOLD])))


def check_condition(condition: Condition, known: Known) -> Held:
    """Say whether one condition holds, and why."""
    field = get_field(condition.field)
    if field.kind is ValueKind.LABELS:
        return _check_tags(condition, known.facts.tags)
    value = find_value(condition.field, known.facts)
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        there = value not in {None, ""}
        holds = there is (condition.comparison is Comparison.KNOWN)
        return Held(holds=holds, why=_tell_known(field, value))
    if condition.comparison in {Comparison.CONTAINS, Comparison.CONTAINS_NOT}:
        folded = known.fold(condition.field, value or "")
        return _check_words(condition, field, folded)
    holds = compare(field, condition.comparison, condition.values, value)
    return Held(holds=holds, why=_tell_compared(condition, field, value, holds=holds))


def find_value(name: str, facts: RoutingFacts) -> str | None:
    """Find the value of a field that has one at most, as text."""
    if name.startswith(ATTRIBUTE_PREFIX):
        return facts.attributes.get(name.removeprefix(ATTRIBUTE_PREFIX))
    if name == ConditionField.TIME:
        return f"{facts.local.hour:02}:{facts.local.minute:02}"
    if name == ConditionField.WEEKDAY:
        return WEEKDAYS[facts.local.weekday()]
    if name == ConditionField.RECENT_BREACH:
        return None if facts.recent_breach is None else "yes"
    value = getattr(facts, name)
    return None if value is None or value == "" else str(value)


def compare(
    field: FieldKind, comparison: Comparison, values: tuple[str, ...], value: str | None
) -> bool:
    """Compare a value; `is_not` holds of what is not known, and nothing else does.

    Raises:
        ValueError: the field cannot be compared so.
    """
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return (value is not None) is (comparison is Comparison.KNOWN)
    if comparison in {Comparison.IS, Comparison.IS_NOT}:
        found = value is not None and any(_equals(field, value, each) for each in values)
        return found is (comparison is Comparison.IS)
    return value is not None and _compare_order(field, comparison, values, value)


def _compare_order(
    field: FieldKind, comparison: Comparison, values: tuple[str, ...], value: str
) -> bool:
    if comparison is Comparison.BETWEEN:
        start, end = values
        return start <= value < end if start < end else value >= start or value < end
    if comparison not in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        raise ValueError(f"{field.title} is not compared by {comparison.value}")
    place, limit = _rank(field, value), _rank(field, values[0])
    if place is None or limit is None:
        return False
    return place >= limit if comparison is Comparison.AT_LEAST else place <= limit


def _equals(field: FieldKind, value: str, wanted: str) -> bool:
    value, wanted = value.casefold(), wanted.casefold()
    if field.kind is ValueKind.ADDRESS and wanted.startswith("@"):
        return value.endswith(wanted)
    if value == wanted:
        return True
    if field.kind not in {ValueKind.NUMBER, ValueKind.ANYTHING}:
        return False
    numbers = _read_number(value), _read_number(wanted)
    return None not in numbers and numbers[0] == numbers[1]


def _rank(field: FieldKind, value: str) -> float | None:
    if field.choices:
        return float(field.choices.index(value)) if value in field.choices else None
    return _read_number(value)


def _read_number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    # What is no number equals nothing, not even itself.
    return number if number == number else None  # noqa: PLR0124 - that is how it is told


def _check_tags(condition: Condition, tags: frozenset[str]) -> Held:
    comparison = condition.comparison
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        told = f"it is tagged {_list(sorted(tags))}" if tags else "it has no tag"
        return Held(holds=bool(tags) is (comparison is Comparison.KNOWN), why=told)
    found = [each for each in condition.values if each in tags]
    told = (
        f"it is tagged {_list(found)}" if found else f"it is not tagged {_list(condition.values)}"
    )
    return Held(holds=bool(found) is (comparison is Comparison.IS), why=told)


def _check_words(condition: Condition, field: FieldKind, folded: str) -> Held:
    found = next((each for each in condition.values if fold_pattern(each) in folded), None)
    holds = (found is not None) is (condition.comparison is Comparison.CONTAINS)
    if found is not None:
        return Held(holds=holds, why=f"{field.title} has “{found}”")
    wanted = [f"“{each}”" for each in condition.values]
    return Held(holds=holds, why=f"{field.title} has no {_list(wanted)}")


def _tell_known(field: FieldKind, value: str | None) -> str:
    if field.kind is ValueKind.PAST:
        # Its title begins with an article: "there is no recent broken promise".
        title = field.title.replace("a ", "no ", 1) if value is None else field.title
        return f"there is {title}"
    return f"{field.title} is {_show(value)}"


def _tell_compared(
    condition: Condition, field: FieldKind, value: str | None, *, holds: bool
) -> str:
    said = f"{field.title} is {_show(value)}"
    wanted = _list(condition.values)
    if condition.comparison is Comparison.BETWEEN:
        start, end = condition.values
        return f"{said}, {'' if holds else 'not '}between {start} and {end}"
    if condition.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        limit = condition.comparison.value.replace("_", " ")
        return f"{said}, {'' if holds else 'not '}{limit} {wanted}"
    if holds is (condition.comparison in _NEGATIONS):
        return f"{said}, not {wanted}"
    return said


def _show(value: str | None) -> str:
    if not value:
        return "not known"
    return value if len(value) <= _LONGEST_TOLD else f"{value[:_LONGEST_TOLD]}…"


def _list(values: tuple[str, ...] | list[str]) -> str:
    shown = list(values[:_MOST_TOLD])
    more = " or others" if len(values) > _MOST_TOLD else ""
    if len(shown) < 2 or more:
        return ", ".join(shown) + more
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def _tell(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
