"""Numbers, shares and changes in words; pure."""

from datetime import date
from typing import Final

from console.understanding_words import describe_share
from domain.knowledge_figures import Share, Week

_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "June"),
    *("July", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
NOTHING: Final = "\N{EN DASH}"


def name_day(day: date) -> str:
    """Name a day in short: `7 Sep`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def name_week(week: Week) -> str:
    """Name a week by its days: `31 Aug` to `6 Sep`."""
    return f"{name_day(week.monday)} {NOTHING} {name_day(week.last_day)}"


def name_span(weeks: tuple[Week, ...]) -> str:
    """Name some weeks by their first and last day."""
    first, last = weeks[0].monday, weeks[-1].last_day
    return f"{name_day(first)} {first.year} {NOTHING} {name_day(last)} {last.year}"


def say_share(share: Share) -> str:
    """Tell a share in percent, or a dash of nothing."""
    return NOTHING if share.value is None else describe_share(share.value)


def say_share_of(share: Share) -> str:
    """Tell a share with what it is of: `78 % (45 of 58)`."""
    if share.value is None:
        return "none to count"
    return f"{describe_share(share.value)} ({share.part:,} of {share.whole:,})"


def say_interval(share: Share) -> str | None:
    """Tell between what a share truly lies; None of nothing."""
    if share.interval is None:
        return None
    low, high = share.interval
    return f"{describe_share(low)} to {describe_share(high)}"


def compare_shares(now: Share, before: Share) -> int | None:
    """Tell by how many points of a hundred a share grew; None where one is of nothing."""
    if now.value is None or before.value is None:
        return None
    return round(now.value * 100) - round(before.value * 100)


def say_points(points: int | None) -> str:
    """Tell a change of a share."""
    if points is None:
        return "nothing to compare with"
    unit = "point" if abs(points) == 1 else "points"
    return f"{points:+} {unit}" if points else "unchanged"


def say_growth(now: int, before: int) -> str:
    """Tell a change of a number."""
    if not before:
        return "nothing to compare with"
    percent = round(100 * (now - before) / before)
    return f"{percent:+} %" if percent else "unchanged"
