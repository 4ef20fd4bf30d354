"""What a big screen shows the whole floor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.exceptions.list_exceptions import make_look, read_exceptions
from bot.exceptions.rows import GRAVITY, ExceptionRow, ExceptionSearch
from bot.tools import Tools
from crm_store.exceptional.by_queue import (
    OpenComplaints,
    count_by_queue,
    count_open_complaints,
)
from crm_store.exceptional.leaving import LEAVING
from crm_store.exceptional.outside import JUST_OUTSIDE, OUTSIDE
from crm_store.exceptional.people import count_at_work, map_presence
from crm_store.figures import sum_figures
from crm_store.needs_person import list_longest_waits
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.complaint_register import Severity
from domain.figures import Figure, FigureQuery, FigureSum
from domain.satisfaction import Survey

_WORST: Final = 3
# Among so many of the oldest the worst are looked for.
_LOOKED_AT: Final = 50
_MOST_COUNTED: Final = 2_000
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPromises:
    """How many of the promises that ended were kept."""

    kept: int = 0
    broken: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where none ended."""
        whole = self.kept + self.broken
        return self.kept / whole if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueBoard:
    """One queue.

    Attributes:
        waiting: customers whom nobody has taken; `longest_since` is when the first of them came.
        outside: conversations in which a promise is broken; `leaving` those in which one is about
            to be.
    """

    name: str
    title: str
    waiting: int
    longest_since: datetime | None
    outside: int
    leaving: int
    today: KeptPromises


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentCount:
    """Who is there.

    Attributes:
        free: available, with nothing open.
        busy: available with something open, or finishing something.
    """

    free: int
    busy: int
    away: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """What customers said of it in seven days.

    Attributes:
        mean: 1 to 5; None where nobody voted.
    """

    mean: float | None
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallboard:
    """All of it, as of an instant.

    Attributes:
        target: the share of promises that the company wants kept.
        worst: the gravest exceptions, the oldest of a kind first.
    """

    at: datetime
    queues: tuple[QueueBoard, ...]
    outside: int
    leaving: int
    agents: AgentCount
    complaints: OpenComplaints
    today: KeptPromises
    target: float
    satisfaction: Satisfaction
    worst: tuple[ExceptionRow, ...]

    @property
    def waiting(self) -> int:
        """Customers whom nobody has taken."""
        return sum(queue.waiting for queue in self.queues)

    @property
    def longest_since(self) -> datetime | None:
        """When the one of them who waits longest came."""
        return min((each.longest_since for each in self.queues if each.longest_since), default=None)


async def read_wallboard(tools: Tools) -> Wallboard:
    """Read what the big screen shows."""
    return await tools.store.read(_read, tools, now=tools.clock.now())


def _read(tx: Transaction, tools: Tools, *, now: datetime) -> Wallboard:
    look = make_look(tools, ExceptionSearch(), now=now)
    outside = count_by_queue(tx, (OUTSIDE, JUST_OUTSIDE), look, most=_MOST_COUNTED)
    leaving = count_by_queue(tx, (LEAVING,), look, most=_MOST_COUNTED)
    today = now.astimezone(ZoneInfo(tools.settings.time_zone)).date()
    query = FigureQuery(first=today, last=today)
    kept = sum_figures(tx, query, (Figure.KEPT, Figure.BROKEN), by=("queue",))
    week = FigureQuery(first=today - _WEEK + timedelta(days=1), last=today)
    listed = read_exceptions(tx, tools, ExceptionSearch(limit=_LOOKED_AT), now=now, counted=False)
    return Wallboard(
        at=now,
        queues=_make_queues(tx, outside, leaving, kept),
        outside=sum(outside.values()),
        leaving=sum(leaving.values()),
        agents=_count_agents(tx),
        complaints=count_open_complaints(tx, now=now),
        today=_add_up(kept),
        target=tools.settings.exceptions.service_level_target,
        satisfaction=_make_satisfaction(sum_figures(tx, week, (Figure.VOTES,), by=("label",))),
        worst=tuple(sorted(listed.rows, key=_rank)[:_WORST]),
    )


def _make_queues(
    tx: Transaction,
    outside: dict[str | None, int],
    leaving: dict[str | None, int],
    kept: Iterable[FigureSum],
) -> tuple[QueueBoard, ...]:
    waits = {each.queue: each for each in list_longest_waits(tx)}
    sums = list(kept)
    return tuple(
        QueueBoard(
            name=queue.name,
            title=queue.title,
            waiting=waits[queue.name].number if queue.name in waits else 0,
            longest_since=waits[queue.name].waiting_since if queue.name in waits else None,
            outside=outside.get(queue.name, 0),
            leaving=leaving.get(queue.name, 0),
            today=_add_up(each for each in sums if each.queue == queue.name),
        )
        for queue in list_queues(tx)
    )


def _add_up(sums: Iterable[FigureSum]) -> KeptPromises:
    found = list(sums)
    return KeptPromises(
        kept=sum(each.n for each in found if each.figure is Figure.KEPT),
        broken=sum(each.n for each in found if each.figure is Figure.BROKEN),
    )


def _count_agents(tx: Transaction) -> AgentCount:
    people = list(map_presence(tx).values())
    at_work = count_at_work(tx)
    return AgentCount(
        free=max(people.count(Presence.AVAILABLE) - at_work, 0),
        busy=at_work + people.count(Presence.WRAP_UP),
        away=people.count(Presence.AWAY),
    )


def _make_satisfaction(sums: Iterable[FigureSum]) -> Satisfaction:
    votes: dict[int, int] = {}
    for each in sums:
        survey, _, vote = (each.label or "").partition("/")
        if survey == Survey.CSAT and vote.isdecimal():
            votes[int(vote)] = votes.get(int(vote), 0) + each.n
    whole = sum(votes.values())
    mean = sum(vote * n for vote, n in votes.items()) / whole if whole else None
    return Satisfaction(mean=mean, votes=whole)


def _rank(row: ExceptionRow) -> tuple[bool, int, datetime]:
    critical = row.severity == Severity.CRITICAL
    return not critical, GRAVITY.index(row.gravest.kind), row.since
