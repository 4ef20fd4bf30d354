"""Where customers stop, and figures of time, in words; pure."""

from collections.abc import Mapping
from typing import Final

from console.pages.report.words import NOTHING, name_day
from domain.self_service_figures import Drop, Period

DROPS: Final[Mapping[Drop, str]] = {
    Drop.LAPSED: "No answer any more",
    Drop.CANCELLED: "Cancelled",
    Drop.NOT_UNDERSTOOD: "Not understood, to a person",
    Drop.HANDED_OVER: "Asked for a person",
    Drop.LEFT: "Left for another matter",
    Drop.REFUSED: "Could not be done",
    Drop.OTHER: "Broke off",
}
_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def name_period(period: Period) -> str:
    """Name some days by the first and the last."""
    first, last = period.first, period.last
    return f"{name_day(first)} {first.year} {NOTHING} {name_day(last)} {last.year}"


def say_time(seconds: float | None) -> str:
    """Tell how long something took, in one unit, or a dash of nothing."""
    if seconds is None:
        return NOTHING
    for size, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{seconds:.0f} s"


def say_median(value: float | None) -> str:
    """Tell a median of whole numbers, or a dash of nothing."""
    return NOTHING if value is None else f"{value:g}"
