"""What simulations are about and what they came to, in sentences; pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from console.locale_names import name_locale
from console.wording import begin_sentence
from routing.simulation.changes import AddedPeople, Changes, shift_time
from routing.simulation.own_classes import ANY_LANGUAGE
from routing.simulation.own_desk import WEEKDAYS
from routing.simulation.shipped import SHIPPED

POLICY_NAMES: Final[Mapping[str, str]] = {
    "frontdesk": "Frontdesk",
    "fifo": "First come, first served",
    "round_robin": "Round robin",
    "least_loaded": "Least loaded",
}
UNKNOWN: Final = "\u2013"
_NUMBERS: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def name_source(source: str) -> str:
    """Name where a scenario came from."""
    kind, _, rest = source.partition(":")
    if kind == "own":
        return f"Your desk on a {WEEKDAYS[int(rest)]}"
    return SHIPPED.get(source, "A file")


def name_language(code: str) -> str:
    """Name a language as customers write in it."""
    return "any language" if code == ANY_LANGUAGE else name_locale(code)


def say_share(share: float | None) -> str:
    """Say a share in per cent; with one place where whole numbers would hide the difference."""
    if share is None:
        return UNKNOWN
    percent = share * 100
    return f"{percent:.1f} %" if 0 < percent < 10 or 90 < percent < 100 else f"{percent:.0f} %"


def say_minutes(minutes: float | None) -> str:
    """Say a time that somebody waits."""
    if minutes is None:
        return UNKNOWN
    if 0 < minutes < 1:
        return "under 1 min"
    whole = round(minutes)
    if whole < 120:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def describe_changes(changes: Changes, offset: int = 0) -> str:
    """Say what is changed: "Two more people who speak German".

    Args:
        offset: minutes by which the people's clocks are ahead of UTC.
    """
    parts = [_describe_added(each, offset) for each in changes.add]
    if changes.remove:
        parts.append(f"without {_join(changes.remove[:5])}{_more(len(changes.remove) - 5)}")
    if changes.arrivals_factor != 1.0:
        parts.append(f"{_say_factor(changes.arrivals_factor)} to do")
    wanted = changes.first_response
    if wanted:
        where = f" in {wanted.queue}" if wanted.queue else ""
        parts.append(f"a first response within {say_minutes(wanted.minutes)}{where}")
    return begin_sentence("; ".join(parts)) or "As it is"


def sum_up(words: str, result: Mapping[str, Any]) -> str:
    """Say in a sentence what came of it."""
    before, after = _ours(result["before"]), _ours(result["after"] or result["before"])
    if result["after"] is None:
        return (
            f"As it is, {say_share(before['first_response_in_time'])} of first responses come in "
            f"time, and 99 of 100 customers wait {say_minutes(before['wait_minutes']['p99'])} "
            "at most."
        )
    chance = " Chance alone may have done that." if _is_chance(result["gain_interval"]) else ""
    return f"{words}: {_compare_shares(before, after)}; {_compare_waits(before, after)}.{chance}"


def _describe_added(added: AddedPeople, offset: int) -> str:
    one = added.number == 1
    words = f"{name_number(added.number)} more {'person' if one else 'people'}"
    if added.like:
        words += f" like {added.like}"
    does = []
    if added.speaks:
        spoken = _join(tuple(map(name_language, added.speaks)))
        does.append(f"{'speaks' if one else 'speak'} {spoken}")
    if added.trained_for:
        does.append(f"{'is' if one else 'are'} trained for {_join(added.trained_for)}")
    if does:
        words += f" who {' and '.join(does)}"
    if added.shift:
        begin, end = (shift_time(each, offset) for each in added.shift)
        words += f" from {begin} to {end}"
    return words


def name_number(number: int) -> str:
    """Name a number as sentences do."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def _say_factor(factor: float) -> str:
    percent = round(abs(factor - 1) * 100)
    return f"{percent} % {'more' if factor > 1 else 'less'}"


def _compare_shares(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    then, now = (say_share(each["first_response_in_time"]) for each in (before, after))
    if then == now:
        return f"{now} of first responses in time, as without it"
    return f"{now} of first responses in time instead of {then}"


def _compare_waits(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    then, now = (each["wait_minutes"]["p99"] for each in (before, after))
    if then is None or now is None or say_minutes(then) == say_minutes(now):
        return f"the longest waits (99 of 100) stay at {say_minutes(now)}"
    verb = "fall" if now < then else "grow"
    return f"the longest waits (99 of 100) {verb} from {say_minutes(then)} to {say_minutes(now)}"


def _is_chance(gain: Sequence[float] | None) -> bool:
    """Tell whether a difference may be none; there is nothing to doubt where it is surely none."""
    return gain is not None and gain[0] <= 0 <= gain[1] and gain[0] != gain[1]


def _ours(side: Mapping[str, Any]) -> Mapping[str, Any]:
    ours: Mapping[str, Any] = side["policies"]["frontdesk"]
    return ours


def _join(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""
