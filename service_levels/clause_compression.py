"""A long story told short: at most a dozen clauses, its start and its end among them."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from service_levels.clock_clauses import Clause, make_days
from service_levels.told_times import ToldTimes, tell_amount

_MOST: Final = 10
_LAST: Final = 6
_NOTHING: Final = timedelta()


def compress(clauses: Sequence[Clause], times: ToldTimes) -> Sequence[Clause]:
    """Tell what lies between the start and the end of a sentence in ten clauses at most.

    Working days that follow each other become one clause first, which loses nothing that an
    opening time does not tell. What is too much even so is summed up from the fourth clause on.
    """
    if len(clauses) <= _MOST:
        return clauses
    joined = _join_days(clauses, times)
    if len(joined) <= _MOST:
        return joined
    first = _MOST - _LAST - 1
    return (*joined[:first], _sum_up(joined[first:-_LAST], times), *joined[-_LAST:])


def _join_days(clauses: Sequence[Clause], times: ToldTimes) -> list[Clause]:
    joined: list[Clause] = []
    for ordinary, group in groupby(clauses, key=lambda each: bool(each.days) or each.gap):
        some = list(group)
        joined += _join(some, times) if ordinary else some
    return joined


def _join(clauses: list[Clause], times: ToldTimes) -> list[Clause]:
    """Join what lies between the first and the last of days that were told to their closing."""
    places = [place for place, each in enumerate(clauses) if each.days]
    if len(places) < 2:
        return clauses
    first, last = places[0], places[-1]
    days = clauses[first : last + 1]
    counted = sum((each.counted for each in days), _NOTHING)
    one = make_days(counted, sum(each.days for each in days), days[-1].until, times)
    return [*clauses[:first], one, *clauses[last + 1 :]]


def _sum_up(clauses: Sequence[Clause], times: ToldTimes) -> Clause:
    counted = sum((each.counted for each in clauses), _NOTHING)
    until = clauses[-1].until
    told = [f"counted {tell_amount(counted)}"] if counted else []
    for word, number in (
        ("pause", sum(each.pauses for each in clauses)),
        ("change", sum(each.changes for each in clauses)),
    ):
        told += [f"{number} {word}{'' if number == 1 else 's'}"] if number else []
    return Clause(text=f"until {times.tell(until)} {' and '.join(told) or 'held'}", until=until)
