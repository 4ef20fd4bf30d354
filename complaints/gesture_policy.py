"""Whether a table of gestures makes sense, before anybody is given anything by it; pure."""

import re
from collections.abc import Iterator
from typing import Final

from domain.errors import InvalidInputError
from domain.redress import Gesture, GestureKind, GesturePolicy

_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_PAID: Final = (GestureKind.VOUCHER, GestureKind.REFUND_REQUEST)


def check_gesture_policy(policy: GesturePolicy) -> None:
    """Check a table of gestures and its limits.

    Raises:
        InvalidInputError: a line is there twice, or says nothing that could be given; or a limit
            is below zero.
    """
    seen: set[tuple[str, str]] = set()
    for place, rule in enumerate(policy.rules):
        path = f"rules.{place}"
        key = (rule.severity.value, rule.category)
        if key in seen:
            reason = f"there is a line for {' by '.join(key)} already; keep one of them"
            raise InvalidInputError(reason, field=path)
        seen.add(key)
        for field, reason in _list_faults(rule.gesture):
            raise InvalidInputError(reason, field=f"{path}.{field}")
    limits = policy.limits
    amounts = {
        "limits.days": limits.days - 1,
        "limits.most_count": limits.most_count,
        **{f"limits.most_sum.{key}": most for key, most in limits.most_sum.items()},
        **{f"approval_above.{key}": most for key, most in policy.approval_above.items()},
    }
    for field, amount in amounts.items():
        if amount < 0:
            least = "give one day at least" if field == "limits.days" else "give 0 or more"
            raise InvalidInputError(least, field=field)


def _list_faults(gesture: Gesture) -> Iterator[tuple[str, str]]:
    if gesture.kind is GestureKind.NONE:
        if gesture != Gesture(kind=GestureKind.NONE):
            yield "cost", "nothing costs nothing; leave the other fields out"
        return
    if not _CURRENCY.fullmatch(gesture.currency):
        yield "currency", f"{gesture.currency!r} is no currency; write three capitals, as EUR"
    if gesture.cost < 0 or (gesture.cost == 0 and gesture.kind in _PAID):
        yield "cost", "give more than nothing, in minor units (cents)"
    if gesture.kind is GestureKind.POINTS and gesture.points <= 0:
        yield "points", "say how many points"
    if gesture.kind is GestureKind.UPGRADE and not gesture.what.strip():
        yield "what", "say in a few words what the upgrade is"
