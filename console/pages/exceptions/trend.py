"""How things go, in brief: the share of promises kept, and what lay behind the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from console.charts.bar_chart import NOTHING
from console.charts.drawing import Drawing
from console.charts.line_chart import Point, draw_line
from console.charts.table import ChartTable
from console.keys import get_services
from console.pages.reports.names import BREACHES
from console.understanding_words import describe_share
from console.wording import name_term
from crm_store.figures import sum_figures
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.figures import Figure, FigureQuery, FigureSum

_DAYS: Final = 28
_WEEK: Final = 7
_PROMISES: Final = (Figure.KEPT, Figure.BROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How many of the promises that ended were kept."""

    kept: int = 0
    broken: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where none ended."""
        whole = self.kept + self.broken
        return None if not whole else self.kept / whole

    @property
    def words(self) -> str:
        """The share in whole per cent, rounded down as in the reports."""
        return NOTHING if self.share is None else describe_share(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTrend:
    """One queue, or all of them, today, in seven days and in 28, today included."""

    name: str
    title: str
    today: Level
    week: Level
    month: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """What stands below the exceptions.

    Attributes:
        causes: of the promises that were broken today, the most frequent first.
    """

    whole: QueueTrend
    queues: tuple[QueueTrend, ...]
    causes: tuple[tuple[str, int], ...]
    chart: Drawing
    table: ChartTable


async def read_trend(request: web.Request) -> Trend:
    """Read how things go, in the company's days."""
    services = get_services(request)
    today = services.clock.now().astimezone(ZoneInfo(services.time_zone)).date()
    sums, causes, titles = await services.store.read(_read, today)
    return make_trend(sums, causes, titles, today)


def make_trend(
    sums: Sequence[FigureSum],
    causes: Iterable[FigureSum],
    titles: Sequence[tuple[str, str]],
    today: date,
) -> Trend:
    """Put sums by day and queue together."""
    days = [today - timedelta(days=back) for back in reversed(range(_DAYS))]
    by_day = [(day, _level([each for each in sums if each.day == day])) for day in days]
    present = {each.queue for each in sums}
    return Trend(
        whole=_make_queue("", "All queues", sums, today),
        queues=tuple(
            _make_queue(name, title, [each for each in sums if each.queue == name], today)
            for name, title in (*titles, ("", "The bot"))
            if name in present
        ),
        causes=tuple(
            sorted(
                (
                    (BREACHES.get(each.label or "", name_term(each.label or "unknown")), each.n)
                    for each in causes
                ),
                key=lambda pair: -pair[1],
            )
        ),
        chart=draw_line([_make_point(day, level, today) for day, level in by_day]),
        table=ChartTable(
            caption="Promises kept by day",
            head=("Day", "Kept", "Broken", "Share kept"),
            rows=tuple(
                (f"{day:%d %b}", f"{level.kept:,}", f"{level.broken:,}", level.words)
                for day, level in by_day
            ),
        ),
    )


def _read(tx: Transaction, today: date) -> tuple[Any, Any, list[tuple[str, str]]]:
    month = FigureQuery(first=today - timedelta(days=_DAYS - 1), last=today)
    return (
        sum_figures(tx, month, _PROMISES, by=("day", "queue")),
        sum_figures(
            tx, FigureQuery(first=today, last=today), (Figure.BROKEN_BY_CAUSE,), by=("label",)
        ),
        [(queue.name, queue.title) for queue in list_queues(tx)],
    )


def _make_queue(name: str, title: str, sums: Iterable[FigureSum], today: date) -> QueueTrend:
    found = list(sums)

    def since(days: int) -> Level:
        first = today - timedelta(days=days - 1)
        return _level([each for each in found if each.day is not None and each.day >= first])

    return QueueTrend(name=name, title=title, today=since(1), week=since(_WEEK), month=since(_DAYS))


def _level(sums: Iterable[FigureSum]) -> Level:
    found = list(sums)
    return Level(
        kept=sum(each.n for each in found if each.figure is Figure.KEPT),
        broken=sum(each.n for each in found if each.figure is Figure.BROKEN),
    )


def _make_point(day: date, level: Level, today: date) -> Point:
    label = f"{day.day} {day:%b}"
    words = f"{label}: {level.words} of {level.kept + level.broken:,} promises kept"
    return Point(value=level.share, words=words, label=label, open=day == today)
