"""The heads of lines in the order of their urgency, as far as lines alone tell it: pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from crm_store.waiting_heads import Head, Order

# As `routing.assignment.urgency` counts what nothing is promised of.
_UNPROMISED: Final = timedelta(hours=24)
# By which those are set beside each other whose promise, or lack of one, still holds.
_TOGETHER: Final = {Order.UNDUE: Order.HOLDS}


def sort_heads(
    heads: Iterable[Head],
    *,
    weigh: Callable[[int], float],
    find_target: Callable[[int], timedelta],
    now: datetime,
) -> list[list[Head]]:
    """Sort heads within each order of urgency as `rate_urgency` does, but for a few minutes.

    Args:
        weigh: tells what those of a line weigh.
        find_target: tells what they are promised.
    """
    rated: dict[Order, list[tuple[float, int, Head]]] = {}
    for place, head in enumerate(heads):
        score = _rate(head, weigh(head.line_id), find_target(head.line_id), now)
        order = _TOGETHER.get(head.order, head.order)
        rated.setdefault(order, []).append((score, place, head))
    return [[head for _, _, head in sorted(each)] for each in rated.values()]


def _rate(head: Head, weight: float, target: timedelta, now: datetime) -> float:
    slack = (head.at - now).total_seconds()
    if head.order is Order.TURN:
        return slack
    if head.order is Order.LATE:
        return (slack - target.total_seconds()) * weight
    if head.order is Order.UNDUE:
        slack += _UNPROMISED.total_seconds()
    return slack / weight if slack > 0 else slack * weight
