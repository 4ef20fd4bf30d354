"""The slots of one day, whatever speaks of it."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from typing import Final

from domain.calendars import BusinessCalendar, Slot, SpecialDay

OWN: Final = "own"


def list_special_slots(calendar: BusinessCalendar) -> dict[date, tuple[Slot, ...]]:
    """List the slots of each day that is not worked as its weekday is.

    An own day holds as it is. Without one, holidays and imported days only close: what is left is
    what the weekday has and all of them leave open. So no further closing ever opens anything.
    """
    slots: dict[date, tuple[Slot, ...]] = {}
    for special in calendar.special_days:
        left = slots.get(special.day, calendar.week[special.day.weekday()])
        slots[special.day] = intersect_slots(left, special.slots)
    return slots | {each.day: each.slots for each in calendar.special_days if each.source == OWN}


def list_slots(calendar: BusinessCalendar, day: date) -> tuple[Slot, ...]:
    """List when a day is worked, in order; nothing where it is closed."""
    special = find_special_days(calendar, day)
    if special and special[0].source == OWN:
        return special[0].slots
    return reduce(intersect_slots, (each.slots for each in special), calendar.week[day.weekday()])


def find_special_days(calendar: BusinessCalendar, day: date) -> tuple[SpecialDay, ...]:
    """Find what speaks of a day; an own day alone where there is one."""
    special = tuple(each for each in calendar.special_days if each.day == day)
    return tuple(each for each in special if each.source == OWN) or special


def intersect_slots(first: Iterable[Slot], second: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return the time that is in both, in order."""
    second = tuple(second)
    shared = (
        Slot(opens=max(one.opens, other.opens), closes=min(one.closes, other.closes))
        for one in first
        for other in second
    )
    return tuple(sorted((each for each in shared if each.opens < each.closes), key=_by_opening))


def subtract_slot(slots: Iterable[Slot], closed: Slot) -> tuple[Slot, ...]:
    """Return the time of slots that is outside another one, in order."""
    pieces = (
        piece
        for slot in slots
        for piece in (
            Slot(opens=slot.opens, closes=min(slot.closes, closed.opens)),
            Slot(opens=max(slot.opens, closed.closes), closes=slot.closes),
        )
    )
    return tuple(sorted((each for each in pieces if each.opens < each.closes), key=_by_opening))


def _by_opening(slot: Slot) -> int:
    return slot.opens
