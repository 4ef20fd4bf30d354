"""One step of a funnel as a bar of several parts, as long as it has customers; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 240.0
HEIGHT: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """A part of the bar; `kind` says what it stands for, and so how it is coloured."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelBar:
    """The bar of one step, in the units of its view box."""

    parts: tuple[BarPart, ...]
    width: float = WIDTH
    height: float = HEIGHT


def draw_bar(parts: Sequence[tuple[str, int]], whole: int) -> FunnelBar:
    """Draw a bar whose full length is the whole, each part a kind and a number."""
    drawn, x = [], 0.0
    for kind, number in parts:
        width = WIDTH * number / whole if whole else 0.0
        # What is in a second part is there already, so that a bar is never longer than the whole.
        width = min(width, WIDTH - x)
        if width > 0:
            drawn.append(BarPart(kind=kind, x=round(x, 2), width=round(width, 2)))
            x += width
    return FunnelBar(parts=tuple(drawn))
