"""The hours of a day as they are written in a definition: `[["09:00", "12:00"], …]`."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from domain.calendars import Slot
from domain.definition_fields import parse_list, refuse, show_value
from service_levels.definition_fields import parse_minutes, render_minutes

MOST_SLOTS: Final = 24


def parse_slots(value: object, field: str) -> tuple[Slot, ...]:
    """Parse the slots of a day, in any order, to ascending ones; two may touch.

    Raises:
        InvalidInputError: one is malformed, backwards or of no length, or two overlap.
    """
    written = parse_list(value, field, most=MOST_SLOTS)
    slots = [(_parse_slot(each, f"{field}[{at}]"), at) for at, each in enumerate(written)]
    slots.sort(key=lambda each: (each[0].opens, each[1]))
    for (earlier, _), (later, at) in pairwise(slots):
        if later.opens < earlier.closes:
            refuse(
                f"{field}[{at}]",
                f"{_render(later)} overlaps {_render(earlier)}; make one of both, or let it begin "
                f"at {render_minutes(earlier.closes)} or later",
            )
    return tuple(slot for slot, _ in slots)


def render_slots(slots: Iterable[Slot]) -> list[list[str]]:
    """Render slots as they are written."""
    return [[render_minutes(each.opens), render_minutes(each.closes)] for each in slots]


def _parse_slot(value: object, field: str) -> Slot:
    if not isinstance(value, list | tuple) or len(value) != 2:
        refuse(field, f'{show_value(value)} is no slot; write one as ["09:00", "17:00"]')
    slot = Slot(
        opens=parse_minutes(value[0], field, end=False),
        closes=parse_minutes(value[1], field, end=True),
    )
    if slot.opens == slot.closes:
        refuse(field, f"{_render(slot)} has no length; end it later, or leave it out")
    if slot.opens > slot.closes:
        refuse(
            field,
            f"{_render(slot)} ends before it begins; for hours past midnight end it at 24:00 and "
            f'begin the next day with ["00:00", "{render_minutes(slot.closes)}"]',
        )
    return slot


def _render(slot: Slot) -> str:
    return f"{render_minutes(slot.opens)}-{render_minutes(slot.closes)}"
