"""What conditions cover, as finite sets, so that it can be told whether one covers another.

Of each field only the values that some condition names, and what lies beside them, can make a
difference; all others are one more value. So each list of conditions covers a box: a set of values
by field. Conditions on words and tags, of which there may be several at once, stay as they are
written: one implies another where the words that it names are among the other's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.automations import Automation, Comparison, Condition, ConditionField
from routing.automation.condition_fields import FieldKind, ValueKind, get_field
from routing.automation.matching import compare
from routing.automation.words import fold_pattern

# No value has this character in it.
_OTHER: Final = "\x00"
_NUMBERS_APART: Final = 1e-9
_MOST_BOXES: Final = 500
# Comparisons of boxes, further than which nobody is told that a rule is in vain though it may be.
MOST_STEPS: Final = 50_000


class Universe:
    """The values of each field that can make a difference, and which of them conditions allow."""

    def __init__(self, values: Mapping[str, frozenset[str | None]]) -> None:
        self.values = values
        self._allowed: dict[Condition, frozenset[str | None]] = {}

    def list_allowed(self, condition: Condition) -> frozenset[str | None]:
        """List the values of its field that a condition allows; of each condition once."""
        if condition not in self._allowed:
            values = self.values[_place(condition.field)]
            self._allowed[condition] = frozenset(
                each for each in values if _allows(condition, each)
            )
        return self._allowed[condition]


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on words or tags: one of them is there, or none; None stands for any at all."""

    field: str
    there: bool
    words: frozenset[str] | None

    def implies(self, other: "Clause") -> bool:
        """Say whether another one holds wherever this one does."""
        if self.field != other.field or self.there is not other.there:
            return False
        wide, narrow = (other, self) if self.there else (self, other)
        return wide.words is None or (narrow.words is not None and narrow.words <= wide.words)

    def contradicts(self, other: "Clause") -> bool:
        """Say whether another one can never hold together with this one."""
        if self.field != other.field or self.there is other.there:
            return False
        there, absent = (self, other) if self.there else (other, self)
        return absent.words is None or (there.words is not None and there.words <= absent.words)


@dataclass(frozen=True, slots=True)
class Case:
    """What one list of conditions that all have to hold covers.

    Attributes:
        sets: the values by field; a field that is not there can have any.
    """

    sets: Mapping[str, frozenset[str | None]]
    clauses: frozenset[Clause]

    @property
    def empty(self) -> bool:
        """Whether it can never hold."""
        if not all(self.sets.values()):
            return True
        return any(one.contradicts(other) for one in self.clauses for other in self.clauses)


def make_universe(conditions: Iterable[Condition]) -> Universe:
    """Make the values of each field that can make a difference."""
    named: dict[str, set[str]] = {}
    for condition in conditions:
        if not _is_clause(condition):
            named.setdefault(_place(condition.field), set()).update(_name_values(condition))
    return Universe({name: _spread(name, values) for name, values in named.items()})


def make_cases(automation: Automation, universe: Universe) -> tuple[Case, ...]:
    """Make what an automation covers: a case for each way in which it can fit."""
    if not automation.any_of:
        return (make_case(automation.all_of, universe),)
    return tuple(make_case((*automation.all_of, each), universe) for each in automation.any_of)


def make_case(conditions: Sequence[Condition], universe: Universe) -> Case:
    """Make what conditions cover that all have to hold."""
    sets: dict[str, frozenset[str | None]] = {}
    clauses = set()
    for condition in conditions:
        if _is_clause(condition):
            clauses.add(_make_clause(condition))
            continue
        name = _place(condition.field)
        allowed = universe.list_allowed(condition)
        sets[name] = sets[name] & allowed if name in sets else allowed
    return Case(sets, frozenset(clauses))


def covers(outer: Sequence[Case], inner: Sequence[Case], universe: Universe) -> bool:
    """Say whether some cases together cover all of others; in doubt they do not."""
    return all(case.empty or _covers_one(outer, case, universe) for case in inner)


def _covers_one(outer: Sequence[Case], case: Case, universe: Universe) -> bool:
    able = [
        each
        for each in outer
        if all(any(own.implies(asked) for own in case.clauses) for asked in each.clauses)
    ]
    left = [case.sets]
    for each in able:
        left = [piece for part in left for piece in _subtract(part, each.sets, universe)]
        if not left:
            return True
        if len(left) > _MOST_BOXES:
            return False
    return False


def _subtract(
    box: Mapping[str, frozenset[str | None]],
    other: Mapping[str, frozenset[str | None]],
    universe: Universe,
) -> Iterable[Mapping[str, frozenset[str | None]]]:
    """Cut a box into what is outside of another one."""
    whole = {name: box.get(name, universe.values[name]) for name in other}
    if any(not whole[name] & values for name, values in other.items()):
        yield box
        return
    inside: dict[str, frozenset[str | None]] = {}
    for name, values in other.items():
        outside = whole[name] - values
        if outside:
            yield {**box, **inside, name: outside}
        inside[name] = whole[name] & values


def _is_clause(condition: Condition) -> bool:
    words = {Comparison.CONTAINS, Comparison.CONTAINS_NOT}
    kind = get_field(condition.field).kind
    return kind in {ValueKind.LABELS, ValueKind.WORDS} or condition.comparison in words


def _make_clause(condition: Condition) -> Clause:
    there = condition.comparison in {Comparison.IS, Comparison.CONTAINS, Comparison.KNOWN}
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return Clause(condition.field, there, None)
    labels = get_field(condition.field).kind is ValueKind.LABELS
    words = (each if labels else fold_pattern(each) for each in condition.values)
    return Clause(condition.field, there, frozenset(words))


def _place(name: str) -> str:
    """An account says which channel it is on, so that both are one field here."""
    return str(ConditionField.ACCOUNT) if name == ConditionField.CHANNEL else name


def _name_values(condition: Condition) -> Iterable[str]:
    if condition.field == ConditionField.CHANNEL:
        return [f"{each}/{_OTHER}" for each in condition.values]
    if condition.field == ConditionField.ACCOUNT:
        channels = {each.partition("/")[0] for each in condition.values}
        return [*condition.values, *(f"{each}/{_OTHER}" for each in channels)]
    return condition.values


def _allows(condition: Condition, value: str | None) -> bool:
    field = get_field(condition.field)
    if condition.field == ConditionField.CHANNEL and value is not None:
        value = value.partition("/")[0]
    return compare(field, condition.comparison, condition.values, value)


def _spread(name: str, values: set[str]) -> frozenset[str | None]:
    field = get_field(name)
    spread: set[str | None] = set(_spread_values(field, {each.casefold() for each in values}))
    if field.optional:
        spread.add(None)
    return frozenset(spread)


def _spread_values(field: FieldKind, values: set[str]) -> Iterable[str]:
    return field.choices or _SPREADING[field.kind](values)


def _spread_words(values: set[str]) -> Iterable[str]:
    return {*values, f"{_OTHER}/{_OTHER}"}


def _spread_addresses(values: set[str]) -> Iterable[str]:
    domains = {f"{_OTHER}{each}" for each in values if each.startswith("@")}
    return {*(each for each in values if not each.startswith("@")), *domains, _OTHER}


def _spread_anything(values: set[str]) -> Iterable[str]:
    numbers = {each for each in values if _is_number(each)}
    return {*values, _OTHER, *_spread_numbers(numbers, least=None)}


def _spread_past(values: set[str]) -> Iterable[str]:  # noqa: ARG001 - as the others, which need them
    return ("yes",)


def _spread_times(values: set[str]) -> Iterable[str]:
    minutes = {int(each[:2]) * 60 + int(each[3:]) for each in values}
    spread = {(minute + by) % 1440 for minute in minutes for by in (-1, 0)}
    return {f"{minute // 60:02}:{minute % 60:02}" for minute in spread}


def _spread_numbers(values: set[str], *, least: float | None = 0) -> Iterable[str]:
    numbers = {float(each) for each in values}
    spread = {
        number + by for number in numbers for by in (-1, -_NUMBERS_APART, 0, _NUMBERS_APART, 1)
    }
    return {f"{each:.12g}" for each in spread if least is None or each >= least}


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


_SPREADING: Final[Mapping[ValueKind, Callable[[set[str]], Iterable[str]]]] = {
    ValueKind.CHOICE: _spread_words,
    ValueKind.ADDRESS: _spread_addresses,
    ValueKind.NUMBER: _spread_numbers,
    ValueKind.TIME: _spread_times,
    ValueKind.PAST: _spread_past,
    ValueKind.ANYTHING: _spread_anything,
}
