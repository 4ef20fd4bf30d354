"""What complaints are decided by, as people write it in a file or a request; back and forth.

What is left out is as it is shipped; docs/redress.md has every key. Parts are read one by one, so
that whoever mistyped in several places hears of all of them at once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from complaints.gesture_definition import parse_gestures, render_gestures
from complaints.money import write_amount
from complaints.policy_fields import (
    join,
    parse_flag,
    parse_map,
    parse_number,
    parse_pairs,
    parse_sums,
    parse_table,
    parse_time,
    parse_whole,
    parse_words,
    render_time,
)
from complaints.severity import check_severity_policy
from complaints.shipped_policy import SHIPPED
from complaints.stage_times import STANDARD_LIMITS
from domain.calendars import ALWAYS
from domain.complaint_facts import Nearness
from domain.complaint_policy import ComplaintPolicy, RecoveryPolicy
from domain.complaint_register import ANY_CATEGORY, Severity, SeverityPolicy, StageLimits
from domain.complaints import ComplaintStage
from domain.definition_fields import parse_line, refuse, show_value
from domain.errors import InvalidInputError
from domain.service_levels import ClockKind

NEVER: Final = "never"
_LIMITED: Final = tuple(
    each
    for each in ComplaintStage
    if each not in {ComplaintStage.CLOSED, ComplaintStage.ESCALATED_OUTSIDE}
)
_GRAVER: Final = tuple(each for each in Severity if each is not Severity.MINOR)
_SCORES: Final = ("each_breach", "most_breaches", "urgency", "complaint", "negative")
_MOST_POINTS: Final = 1_000


def parse_policy(
    definition: Mapping[str, Any], number: int, calendars: Collection[str] | None
) -> ComplaintPolicy:
    """Parse a policy as it is written.

    Args:
        number: of its version.
        calendars: names of those that there are; None where that was checked before.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path, as
            `gestures.table[0].give`.
    """
    policy, faults = read_policy(definition, number, calendars)
    if faults:
        raise faults[0]
    return policy


def read_policy(
    definition: object, number: int, calendars: Collection[str] | None
) -> tuple[ComplaintPolicy, tuple[InvalidInputError, ...]]:
    """Read a policy as it is written, as `parse_policy` does.

    Returns:
        The policy, with what is shipped in place of each part that is wrong, and what is wrong.
    """
    policy = replace(SHIPPED, number=number)
    if not isinstance(definition, Mapping):
        fault = InvalidInputError(f"{show_value(definition)} is no table; give one")
        return policy, (fault,)
    parts = _list_parts(calendars)
    faults: list[InvalidInputError] = []
    values: dict[str, Any] = {}
    for key in definition:
        try:
            parse_table({key: None}, "", parts)
            name, parse = parts[key]
            values[name] = parse(definition[key], key)
        except InvalidInputError as error:
            faults.append(error)
    policy = replace(policy, **values)
    if calendars is not None:
        faults += _list_unknown_categories(policy)
    return policy, tuple(faults)


def list_oddities(policy: ComplaintPolicy) -> list[str]:
    """List what can be meant, and most likely is not."""
    currencies = {each.gesture.currency for each in policy.gestures.rules} - {""}
    return [
        f"gestures.table gives in {each}, and budgets has nothing in {each}: all of it is refused"
        for each in sorted(currencies)
        if not policy.budgets.get(each)
    ]


def render_policy(policy: ComplaintPolicy) -> dict[str, Any]:
    """Render a policy as it is written, all of it; what `parse_policy` takes."""
    return {
        "calendar": policy.calendar,
        "voucher_days": policy.voucher_days,
        "categories": list(policy.categories),
        "causes": list(policy.causes),
        "budgets": {
            each: write_amount(most, each) for each, most in sorted(policy.budgets.items())
        },
        "severity": _render_severity(policy.severity),
        "limits": {
            each.value: {
                stage.value: render_time(limit)
                for stage in _LIMITED
                if (limit := policy.limits.get(each, {}).get(stage)) is not None
            }
            for each in Severity
        },
        "gestures": render_gestures(policy.gestures),
        "joining": {
            "steps": [list(each) for each in policy.nearness.steps],
            "reference_days": policy.nearness.reference_days,
        },
        "recovery": _render_recovery(policy.recovery),
    }


def _list_parts(
    calendars: Collection[str] | None,
) -> dict[str, tuple[str, Callable[[Any, str], Any]]]:
    def parse_calendar(value: object, field: str) -> str:
        name = parse_line(value, field, most=64)
        if calendars is not None and name not in {*calendars, ALWAYS.name}:
            known = ", ".join(sorted({*calendars, ALWAYS.name}))
            refuse(field, f"there is no calendar {name!r}; known are {known}")
        return name

    return {
        "calendar": ("calendar", parse_calendar),
        "voucher_days": ("voucher_days", _parse_voucher_days),
        "categories": ("categories", parse_words),
        "causes": ("causes", parse_words),
        "budgets": ("budgets", parse_sums),
        "severity": ("severity", _parse_severity),
        "limits": ("limits", _parse_limits),
        "gestures": ("gestures", parse_gestures),
        "joining": ("nearness", _parse_nearness),
        "recovery": ("recovery", _parse_recovery),
    }


def _list_unknown_categories(policy: ComplaintPolicy) -> list[InvalidInputError]:
    """List what names a category that nothing can be filed under."""
    known = {*policy.categories, ANY_CATEGORY}
    named = [
        *(
            (f"gestures.table[{at}].category", each.category)
            for at, each in enumerate(policy.gestures.rules)
        ),
        *((f"severity.categories.{each}", each) for each in policy.severity.categories),
    ]
    words = "nothing can be filed under {!r}; add it to categories, or name one of those"
    return [
        InvalidInputError(words.format(category), field=field)
        for field, category in named
        if category not in known
    ]


def _parse_voucher_days(value: object, field: str) -> int:
    return parse_whole(value, field, least=1, most=3650)


def _parse_severity(value: object, field: str) -> SeverityPolicy:
    known = ("overrun", "kinds", "days", "tiers", "categories", "thresholds", *_SCORES)
    table = parse_table(value, field, known)
    given: dict[str, Any] = {
        key: parse_whole(table[key], join(field, key), most=_MOST_POINTS)
        for key in _SCORES
        if key in table
    }
    if "days" in table:
        given["days"] = parse_whole(table["days"], join(field, "days"), least=1, most=3650)
    if "overrun" in table:
        pairs = parse_pairs(table["overrun"], join(field, "overrun"))
        given["overrun"] = tuple((ratio, int(points)) for ratio, points in pairs)
    if "kinds" in table:
        given["kinds"] = _parse_kinds(table["kinds"], join(field, "kinds"))
    for key in ("tiers", "categories"):
        if key in table:
            given[key] = _parse_points(table[key], join(field, key))
    if "thresholds" in table:
        given["thresholds"] = _parse_thresholds(table["thresholds"], join(field, "thresholds"))
    policy = SeverityPolicy(**given)
    try:
        check_severity_policy(policy)
    except InvalidInputError as error:
        refuse(join(field, error.field), error.reason)
    return policy


def _parse_kinds(value: object, field: str) -> dict[ClockKind, int]:
    parse_table(value, field, [each.value for each in ClockKind])
    return {ClockKind(kind): worth for kind, worth in _parse_points(value, field).items()}


def _parse_points(value: object, field: str) -> dict[str, int]:
    return {
        parse_line(key, field, most=60): parse_whole(worth, join(field, key), most=_MOST_POINTS)
        for key, worth in parse_map(value, field).items()
    }


def _parse_thresholds(value: object, field: str) -> dict[Severity, int]:
    """Parse the points of the three graver ones; a minor one takes none."""
    table = parse_table(value, field, [each.value for each in _GRAVER])
    missing = next((each.value for each in _GRAVER if each.value not in table), None)
    if missing is not None:
        refuse(join(field, missing), "say from how many points on it is reached")
    points = _parse_points(table, field)
    return {Severity.MINOR: 0, **{each: points[each.value] for each in _GRAVER}}


def _parse_limits(value: object, field: str) -> StageLimits:
    """Parse time limits; a severity that is named has those stages limited that it names."""
    table = parse_table(value, field, [each.value for each in Severity])
    stages = [each.value for each in _LIMITED]
    return {
        **STANDARD_LIMITS,
        **{
            Severity(severity): {
                ComplaintStage(stage): parse_time(limit, join(field, severity, stage))
                for stage, limit in parse_table(each, join(field, severity), stages).items()
            }
            for severity, each in table.items()
        },
    }


def _parse_nearness(value: object, field: str) -> Nearness:
    table = parse_table(value, field, ("steps", "reference_days"))
    given: dict[str, Any] = {}
    if "reference_days" in table:
        path = join(field, "reference_days")
        given["reference_days"] = parse_whole(table["reference_days"], path, most=3650)
    if "steps" in table:
        path = join(field, "steps")
        steps = parse_pairs(table["steps"], path)
        hours = [each for each, _ in steps]
        if hours != sorted(set(hours)):
            refuse(path, "hours have to ascend; put them in order, each once")
        wrong = next((place for place, (_, least) in enumerate(steps) if least > 1), None)
        if wrong is not None:
            refuse(f"{path}[{wrong}][1]", "a similarity is from 0 to 1; write one, as 0.6")
        given["steps"] = tuple(steps)
    return Nearness(**given)


def _parse_recovery(value: object, field: str) -> RecoveryPolicy:
    parsers: dict[str, Callable[[Any, str], Any]] = {
        "follow_up_hours": _parse_follow_up,
        "csat": parse_flag,
        "ces": parse_flag,
        "ask_after_minutes": lambda each, at: parse_number(each, at, most=100_000),
        "ask_share": lambda each, at: parse_number(each, at, most=1),
        "rest_days": lambda each, at: parse_number(each, at, most=3650),
        "open_days": lambda each, at: parse_number(each, at, least=0.01, most=365),
        "repeat_count": lambda each, at: parse_whole(each, at, least=2, most=1000),
        "repeat_days": lambda each, at: parse_whole(each, at, least=1, most=3650),
        "risk_days": lambda each, at: parse_whole(each, at, least=1, most=3650),
        "low_vote": lambda each, at: parse_whole(each, at, least=0, most=5),
    }
    table = parse_table(value, field, parsers)
    given = {key: parsers[key](each, join(field, key)) for key, each in table.items()}
    return RecoveryPolicy(**given)


def _parse_follow_up(value: object, field: str) -> float | None:
    if value in {NEVER, None}:
        return None
    return parse_number(value, field, least=0.01, most=10_000)


def _render_severity(severity: SeverityPolicy) -> dict[str, Any]:
    return {
        "overrun": [list(each) for each in severity.overrun],
        **{key: getattr(severity, key) for key in _SCORES},
        "days": severity.days,
        "kinds": {each.value: worth for each, worth in severity.kinds.items()},
        "tiers": dict(severity.tiers),
        "categories": dict(severity.categories),
        "thresholds": {each.value: severity.thresholds[each] for each in _GRAVER},
    }


def _render_recovery(recovery: RecoveryPolicy) -> dict[str, Any]:
    rendered = {name: getattr(recovery, name) for name in recovery.__dataclass_fields__}
    hours = recovery.follow_up_hours
    return {**rendered, "follow_up_hours": NEVER if hours is None else hours}
