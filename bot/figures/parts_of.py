"""What one conversation adds to the figures, from all that stands on record of it; pure.

It depends on nothing but the record, neither on the time it is asked nor on what was counted
before: counted again it is the same, which is what the nightly check rests on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from domain.breaches import BreachFacts
from domain.complaint_register import Outcome
from domain.complaints import ComplaintStage
from domain.figure_facts import (
    CountedBallot,
    CountedClock,
    CountedComplaint,
    CountedGift,
    FigureFacts,
)
from domain.figures import NO_HOUR, TIME_STEPS, Figure, FigureKey, FigurePart
from service_levels.breach_causes import find_cause, sum_held

# These turned out to be no complaint of their own.
_NONE_OF_THEIR_OWN: Final = frozenset({Outcome.NO_COMPLAINT.value, Outcome.JOINED.value})
# The first time that a complaint got there; when it was closed is told of the last time.
_MILESTONES: Final = (
    ComplaintStage.ACKNOWLEDGED,
    ComplaintStage.INVESTIGATING,
    ComplaintStage.RESPONDED,
    ComplaintStage.ESCALATED_OUTSIDE,
)


def parts_of(facts: FigureFacts, zone: ZoneInfo) -> tuple[FigurePart, ...]:
    """Return what a conversation adds to the figures, each figure and label once for a day.

    Args:
        zone: the company's, whose days and hours are told.
    """
    parts: dict[FigureKey, FigurePart] = {}
    for part in _Counting(facts, zone).list_all():
        key = part.key
        same = parts.get(key)
        if same is not None:
            part = replace(part, n=same.n + part.n, amount=same.amount + part.amount)  # noqa: PLW2901 - it is that part by now
        parts[key] = part
    return tuple(parts.values())


class _Counting:
    """The counting of one conversation."""

    def __init__(self, facts: FigureFacts, zone: ZoneInfo) -> None:
        self._facts = facts
        self._zone = zone

    def list_all(self) -> Iterator[FigurePart]:
        """List all it adds; the same figure and label may come several times."""
        yield from self._list_course()
        for clock in self._facts.clocks:
            yield from self._list_promise(clock)
        for complaint in self._facts.complaints:
            yield from self._list_complaint(complaint)
        for ballot in self._facts.ballots:
            yield self._make_vote(ballot)

    def _list_course(self) -> Iterator[FigurePart]:
        facts = self._facts
        yield self._make(Figure.ARRIVED, facts.created_at, facts.topic)
        if facts.handed_at is not None:
            yield self._make(Figure.HANDED_OVER, facts.handed_at, facts.topic)
        if facts.resolved_at is not None:
            took = _seconds(facts.resolved_at - facts.created_at)
            yield self._make(Figure.RESOLVED, facts.resolved_at, facts.disposition, amount=took)

    def _list_promise(self, clock: CountedClock) -> Iterator[FigurePart]:
        broken_at = clock.breached_at
        if broken_at is None:
            if clock.met_at is not None:
                took = _seconds(clock.counted)
                yield self._make(
                    Figure.KEPT, clock.met_at, clock.kind, queue=clock.queue, amount=took
                )
            return
        beyond = 0 if clock.running else max(_seconds(clock.counted - clock.target), 0)
        cause = find_cause(self._read_breach(clock, broken_at))
        hour = broken_at.astimezone(self._zone).hour
        for figure, label, told in (
            (Figure.BROKEN, clock.kind, NO_HOUR),
            (Figure.BROKEN_BY_CAUSE, cause.value, hour),
            (Figure.BROKEN_BY_TOPIC, self._facts.topic, NO_HOUR),
        ):
            yield self._make(figure, broken_at, label, queue=clock.queue, amount=beyond, hour=told)

    def _read_breach(self, clock: CountedClock, broken_at: datetime) -> BreachFacts:
        return BreachFacts(
            started_at=clock.started_at,
            breached_at=broken_at,
            target=clock.target,
            held=sum_held(clock.events, until=broken_at),
            steps=self._facts.steps,
        )

    def _list_complaint(self, complaint: CountedComplaint) -> Iterator[FigurePart]:
        yield self._make_of(
            complaint, Figure.COMPLAINTS_BY_OUTCOME, complaint.received_at, complaint.outcome
        )
        for gift in complaint.gifts:
            yield from self._list_gift(complaint, gift)
        if complaint.outcome in _NONE_OF_THEIR_OWN:
            return
        for figure, label in (
            (Figure.COMPLAINTS_BY_CATEGORY, complaint.category),
            (Figure.COMPLAINTS_BY_CAUSE, complaint.cause),
            (Figure.COMPLAINTS_BY_SEVERITY, complaint.severity),
            (Figure.COMPLAINTS_BY_PRODUCT, complaint.product),
            (Figure.COMPLAINTS_BY_AGENT, complaint.owner),
            (Figure.COMPLAINTS_BY_RECOVERY, f"{complaint.recovery}/{complaint.severity}"),
        ):
            yield self._make_of(complaint, figure, complaint.received_at, label)
        yield from self._list_stages(complaint)
        yield from self._list_milestones(complaint)

    def _list_stages(self, complaint: CountedComplaint) -> Iterator[FigurePart]:
        for entered, left in pairwise(complaint.moves):
            late = left.due_at is not None and left.at >= left.due_at
            label = f"{entered.to.value}/{'late' if late else 'in_time'}"
            took = _seconds(left.at - entered.at)
            yield self._make_of(complaint, Figure.STAGE_TIMES, left.at, label, took)

    def _list_milestones(self, complaint: CountedComplaint) -> Iterator[FigurePart]:
        reached: dict[ComplaintStage, datetime] = {}
        for move in complaint.moves:
            if move.to in _MILESTONES:
                reached.setdefault(move.to, move.at)
        if complaint.moves and complaint.moves[-1].to is ComplaintStage.CLOSED:
            reached[ComplaintStage.CLOSED] = complaint.moves[-1].at
        for stage, at in reached.items():
            took = _seconds(at - complaint.received_at)
            label = f"{stage.value}/{_name_step(took)}"
            yield self._make_of(complaint, Figure.TIME_TO_STAGE, at, label, took)

    def _list_gift(self, complaint: CountedComplaint, gift: CountedGift) -> Iterator[FigurePart]:
        label = f"{gift.kind}/{gift.currency}"
        for figure, at in (
            (Figure.REDRESS_GIVEN, gift.given_at),
            (Figure.REDRESS_SPENT, gift.done_at),
        ):
            if at is not None:
                yield self._make_of(complaint, figure, at, label, gift.cost)

    def _make_vote(self, ballot: CountedBallot) -> FigurePart:
        vote = "none" if ballot.value is None else str(ballot.value)
        return self._make(
            Figure.VOTES,
            ballot.asked_at,
            f"{ballot.survey}/{vote}",
            queue=ballot.queue,
            amount=ballot.value or 0,
        )

    def _make_of(
        self,
        complaint: CountedComplaint,
        figure: Figure,
        at: datetime,
        label: str,
        amount: int = 0,
    ) -> FigurePart:
        return self._make(figure, at, label, channel=complaint.channel, amount=amount)

    def _make(
        self,
        figure: Figure,
        at: datetime,
        label: str,
        *,
        queue: str | None = None,
        channel: str | None = None,
        amount: int = 0,
        hour: int = NO_HOUR,
    ) -> FigurePart:
        facts = self._facts
        return FigurePart(
            figure=figure,
            day=at.astimezone(self._zone).date(),
            queue=facts.queue if queue is None else queue,
            channel=channel or facts.channel,
            tier=facts.tier,
            label=label,
            hour=hour,
            amount=amount,
        )


def _seconds(span: timedelta) -> int:
    """Whole seconds, so that what is added and taken off again leaves nothing behind."""
    return round(span.total_seconds())


def _name_step(seconds: int, steps: Iterable[int] = TIME_STEPS) -> str:
    return next((str(hours) for hours in steps if seconds <= hours * 3600), "more")
