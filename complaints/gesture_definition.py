"""The table of gestures as people write it; back and forth.

```
approval_above = { EUR = "50.00" }
limits = { days = 90, most_count = 3, most_sum = { EUR = "120.00" } }
table = [{ severity = "serious", category = "any", give = "voucher", cost = "EUR 25.00" }]
```
"""

from collections.abc import Mapping
from typing import Any, Final

from complaints.gesture_policy import check_gesture_policy
from complaints.money import tell_money, write_amount
from complaints.policy_fields import (
    join,
    parse_choice,
    parse_money,
    parse_sums,
    parse_table,
    parse_whole,
)
from domain.complaint_register import ANY_CATEGORY, Severity
from domain.definition_fields import parse_line, parse_list, refuse
from domain.errors import InvalidInputError
from domain.redress import Gesture, GestureKind, GesturePolicy, GestureRule, GivingLimits

_MOST_LINES: Final = 400
_PAID: Final = (GestureKind.VOUCHER, GestureKind.REFUND_REQUEST)
_LINE: Final = ("severity", "category", "give", "cost", "points", "what")
_GIVEN: Final = ("give", "cost", "points", "what")


def parse_gestures(value: object, field: str) -> GesturePolicy:
    """Parse the table of gestures and what holds it in check.

    Raises:
        InvalidInputError: something in it is wrong.
    """
    table = parse_table(value, field, ("approval_above", "limits", "table"))
    lines = parse_list(table.get("table", ()), join(field, "table"), most=_MOST_LINES)
    policy = GesturePolicy(
        rules=tuple(
            _parse_line(each, f"{join(field, 'table')}[{place}]")
            for place, each in enumerate(lines)
        ),
        approval_above=parse_sums(table.get("approval_above", {}), join(field, "approval_above")),
        limits=_parse_giving(table.get("limits", {}), join(field, "limits")),
    )
    try:
        check_gesture_policy(policy)
    except InvalidInputError as error:
        refuse(_name_place(field, error.field), error.reason)
    return policy


def render_gestures(policy: GesturePolicy) -> dict[str, Any]:
    """Render the table of gestures as it is written; what `parse_gestures` takes."""
    return {
        "approval_above": _render_sums(policy.approval_above),
        "limits": {
            "days": policy.limits.days,
            "most_count": policy.limits.most_count,
            "most_sum": _render_sums(policy.limits.most_sum),
        },
        "table": [
            {
                "severity": each.severity.value,
                "category": each.category,
                **render_gesture(each.gesture),
            }
            for each in policy.rules
        ],
    }


def parse_gesture(value: object, field: str) -> Gesture:
    """Parse a gesture: `{ give = "voucher", cost = "EUR 25.00" }`.

    Raises:
        InvalidInputError: it is none, or one of which nothing could be given.
    """
    gesture = _parse_given(parse_table(value, field, _GIVEN), field)
    rule = GestureRule(severity=Severity.MINOR, category=ANY_CATEGORY, gesture=gesture)
    try:
        check_gesture_policy(GesturePolicy(rules=(rule,), approval_above={}))
    except InvalidInputError as error:
        refuse(join(field, error.field.removeprefix("rules.0.")), error.reason)
    return gesture


def render_gesture(gesture: Gesture) -> dict[str, Any]:
    """Render a gesture as it is written."""
    rendered: dict[str, Any] = {"give": gesture.kind.value}
    if gesture.kind is GestureKind.NONE:
        return rendered
    rendered["cost"] = tell_money(gesture.cost, gesture.currency)
    if gesture.points:
        rendered["points"] = gesture.points
    if gesture.what:
        rendered["what"] = gesture.what
    return rendered


def _parse_line(value: object, field: str) -> GestureRule:
    table = parse_table(value, field, _LINE)
    for key in ("severity", "give"):
        if key not in table:
            refuse(join(field, key), "it is missing; every line has a severity and what to give")
    severity = parse_choice(
        table["severity"], join(field, "severity"), [each.value for each in Severity]
    )
    category = parse_line(table.get("category", ANY_CATEGORY), join(field, "category"), most=60)
    return GestureRule(
        severity=Severity(severity), category=category, gesture=_parse_given(table, field)
    )


def _parse_given(table: Mapping[str, Any], field: str) -> Gesture:
    kind = GestureKind(
        parse_choice(table.get("give"), join(field, "give"), [each.value for each in GestureKind])
    )
    cost, currency = 0, ""
    if "cost" in table:
        cost, currency = parse_money(table["cost"], join(field, "cost"))
    elif kind is not GestureKind.NONE:
        least = "EUR 25.00" if kind in _PAID else "EUR 0.00"
        refuse(join(field, "cost"), f'say what it costs, as "{least}"')
    points = 0
    if "points" in table:
        points = parse_whole(table["points"], join(field, "points"), most=10_000_000)
    what = parse_line(table["what"], join(field, "what"), most=60) if "what" in table else ""
    return Gesture(kind=kind, cost=cost, currency=currency, points=points, what=what)


def _parse_giving(value: object, field: str) -> GivingLimits:
    table = parse_table(value, field, ("days", "most_count", "most_sum"))
    usual = GivingLimits()
    return GivingLimits(
        days=parse_whole(table.get("days", usual.days), join(field, "days"), least=1, most=3650),
        most_count=parse_whole(
            table.get("most_count", usual.most_count), join(field, "most_count"), most=1000
        ),
        most_sum=parse_sums(table.get("most_sum", {}), join(field, "most_sum")),
    )


def _name_place(field: str, path: str) -> str:
    """Name a place of the policy as it is written: `rules.0.cost` is `table[0].cost`."""
    parts = path.split(".")
    if parts[0] != "rules":
        return join(field, path)
    return join(field, f"table[{parts[1]}]", *parts[2:])


def _render_sums(sums: Mapping[str, int]) -> dict[str, str]:
    return {each: write_amount(most, each) for each, most in sorted(sums.items())}
