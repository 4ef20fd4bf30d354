"""Figures beside their targets."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.report import render_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, and what it should be.

    Attributes:
        shown: the value in words.
        target: what it should be, in words; empty where it is only told.
        met: None where it is only told.
    """

    name: str
    shown: str
    target: str = ""
    met: bool | None = None

    def row(self) -> tuple[str, str, str, str]:
        """Write a line of the table."""
        mark = {True: "met", False: "**missed**", None: ""}[self.met]
        return self.name, self.shown, self.target, mark


def share(name: str, value: float, *, least: float = 0.0, most: float = 1.0) -> Figure:
    """Tell a share, 0 to 1, in per cent."""
    bounds = {
        (False, False): "",
        (True, False): f"≥ {least:.1%}",
        (False, True): f"≤ {most:.1%}",
        (True, True): f"{least:.0%} to {most:.0%}",
    }
    return _mark(name, f"{value:.1%}", bounds[least > 0, most < 1], least <= value <= most)


def cost(name: str, value: float, *, most: float, unit: str) -> Figure:
    """Tell what something costs, in some unit."""
    return _mark(name, f"{value:.1f} {unit}", f"≤ {most:g} {unit}", value <= most)


def tell(name: str, shown: str) -> Figure:
    """Tell what has no target."""
    return Figure(name=name, shown=shown)


def _mark(name: str, shown: str, target: str, met: bool) -> Figure:
    return Figure(name=name, shown=shown, target=target, met=met if target else None)


def render_figures(figures: Iterable[Figure]) -> str:
    """Write the figures as a table."""
    return render_table(("", "measured", "target", ""), [each.row() for each in figures])
