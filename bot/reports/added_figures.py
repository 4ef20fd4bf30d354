"""Rows of figures, added up by what a report tells apart; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.figures import Figure, FigureSum


@dataclass(frozen=True, slots=True)
class Counted:
    """How many, and what they add up to."""

    n: int = 0
    amount: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        """Add two up."""
        return Counted(self.n + other.n, self.amount + other.amount)

    @property
    def mean(self) -> float | None:
        """The amount of one; None of nothing."""
        return self.amount / self.n if self.n else None


def add_up(
    rows: Iterable[FigureSum], figure: Figure, by: Callable[[FigureSum], Any]
) -> Mapping[Any, Counted]:
    """Add up the rows of a figure.

    Args:
        by: tells what a row is added to; rows with the same answer belong together.
    """
    found: dict[Any, Counted] = defaultdict(Counted)
    for row in rows:
        if row.figure is figure:
            found[by(row)] += Counted(row.n, row.amount)
    return dict(found)


def add_labels(rows: Iterable[FigureSum], figure: Figure) -> Mapping[str, Counted]:
    """Add up the rows of a figure by label."""
    return add_up(rows, figure, lambda row: row.label or "")


def count_all(rows: Iterable[FigureSum], figure: Figure) -> Counted:
    """Add up all rows of a figure."""
    return sum((Counted(row.n, row.amount) for row in rows if row.figure is figure), Counted())


def split_label(label: str) -> tuple[str, str]:
    """Split a label of two parts at its last slash: `closed/24`, `voucher/EUR`."""
    first, slash, second = label.rpartition("/")
    return (first, second) if slash else (second, "")
