"""The table beside a chart that says the same in words and numbers; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTable:
    """A table.

    Attributes:
        caption: what it shows, for those who hear it rather than see it.
        rows: the first cell of each names it.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
