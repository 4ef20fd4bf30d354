"""What a chart is made of, in the units of its view box; pure."""

from dataclasses import dataclass

WIDTH, HEIGHT = 340.0, 138.0
LEFT, RIGHT, TOP, BOTTOM = 36.0, 6.0, 8.0, 22.0
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
# Labels below the columns that can be read side by side.
MOST_MARKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of a column; `kind` says what it stands for, and so how it is coloured."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """All that stands above one place of the horizontal axis.

    Attributes:
        words: what is said of it to whoever points at it.
        open: what it stands for is not over yet.
        dot: the height of the line's point, or None where there is none.
        address: of what is behind it, or None.
    """

    x: float
    width: float
    words: str
    open: bool = False
    bars: tuple[Bar, ...] = ()
    dot: float | None = None
    address: str | None = None

    @property
    def middle(self) -> float:
        """Where its point is."""
        return self.x + self.width / 2

    @property
    def bar_x(self) -> float:
        """Where its columns begin."""
        return self.x + self.width * 0.14

    @property
    def bar_width(self) -> float:
        """How wide they are."""
        return self.width * 0.72


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A horizontal line and what it stands for."""

    y: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A label below the horizontal axis; `anchor` is `start`, `middle` or `end`."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One of several lines: its points as SVG's `polyline` takes them, and what it stands for."""

    kind: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart.

    Attributes:
        lines: each a list of points as SVG's `polyline` takes them.
        tracks: the same of several kinds.
    """

    slots: tuple[Slot, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    lines: tuple[str, ...] = ()
    tracks: tuple[Track, ...] = ()

    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    floor: float = TOP + PLOT_HEIGHT

    @property
    def linked(self) -> bool:
        """Whether its places lead anywhere."""
        return any(slot.address for slot in self.slots)


def place_slot(place: int, number: int) -> tuple[float, float]:
    """Tell where the place-th of so many slots begins, and how wide it is."""
    width = PLOT_WIDTH / number
    return round(LEFT + place * width, 2), round(width, 2)


def find_height(share: float) -> float:
    """Tell the vertical position of a share of the whole height, 0 at the floor."""
    return round(TOP + PLOT_HEIGHT * (1 - share), 2)


def make_marks(labels: tuple[str, ...]) -> tuple[Mark, ...]:
    """Label the first slot, the last, and some between them that do not crowd each other."""
    number = len(labels)
    if not number:
        return ()
    step = max(1, -(-(number - 1) // (MOST_MARKS - 1)))
    places = sorted({number - 1 - place for place in range(0, number, step)})
    return tuple(_make_mark(place, number, labels[place]) for place in places)


def _make_mark(place: int, number: int, label: str) -> Mark:
    x, width = place_slot(place, number)
    last = place == number - 1 and number > MOST_MARKS
    anchor = "end" if last else "middle"
    return Mark(x=round(x + (width if last else width / 2), 2), label=label, anchor=anchor)
