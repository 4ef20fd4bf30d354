"""Lengths of time as sentences about exceptions tell them; pure."""

from datetime import timedelta
from typing import Final

from service_levels.told_times import tell_amount

_DAY: Final = timedelta(days=1)


def tell_span(span: timedelta) -> str:
    """Tell a length of time: "45 min", "26 h", "3 days"."""
    if span < 2 * _DAY:
        whole = timedelta(hours=span // timedelta(hours=1))
        return tell_amount(whole if span >= timedelta(hours=10) else span)
    return f"{span // _DAY} days"
