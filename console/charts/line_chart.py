"""Shares over time as a line; where there is none, the line has a gap; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.charts.drawing import Drawing, Slot, Tick, find_height, make_marks, place_slot

_TICKS = tuple(Tick(y=find_height(share), label=f"{share:.0%}") for share in (0.0, 0.5, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A share, 0 to 1, or None; what is said of it, its label, and the address behind it."""

    value: float | None
    words: str
    label: str
    open: bool = False
    address: str | None = None


def draw_line(points: Sequence[Point]) -> Drawing:
    """Draw shares from 0 to 100 %, so that charts beside each other compare."""
    slots = tuple(_make_slot(place, point, len(points)) for place, point in enumerate(points))
    return Drawing(
        slots=slots,
        ticks=_TICKS,
        marks=make_marks(tuple(point.label for point in points)),
        lines=_join(slots),
    )


def _make_slot(place: int, point: Point, number: int) -> Slot:
    x, width = place_slot(place, number)
    dot = None if point.value is None else find_height(point.value)
    return Slot(
        x=x, width=width, words=point.words, open=point.open, dot=dot, address=point.address
    )


def _join(slots: Sequence[Slot]) -> tuple[str, ...]:
    lines: list[list[str]] = [[]]
    for slot in slots:
        if slot.dot is None:
            lines.append([])
        else:
            lines[-1].append(f"{slot.middle:.2f},{slot.dot:.2f}")
    return tuple(" ".join(line) for line in lines if len(line) > 1)
