"""The figures of reports, derived once more from the event log alone, by other means.

Nothing here is shared with what keeps the figures: events are read one by one, as somebody would
who has only the log and a pencil.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.figures.keep_figures import count_all_changes
from crm_store.figure_parts import find_wrong_sums
from crm_store.figures import list_behind, sum_figures
from crm_store.schema import (
    ballots,
    clock_events,
    clocks,
    complaint_events,
    complaints,
    conversations,
    customers,
    figure_days,
    gestures,
    interactions,
    routings,
    votes,
)
from crm_store.transaction import Transaction
from domain.figures import Figure, FigureQuery
from service_levels.clock_fold import replay
from tests.clocks import list_clock_events
from tests.stories.story_desk import StoryDesk

Number: TypeAlias = tuple[str, date, int, str, str, str, str]
Told: TypeAlias = dict[Number, tuple[int, int]]
GAVE_WAY = {"merged", "split", "unmerged", "unsplit"}
STEPS = (1, 4, 8, 24, 48, 96, 168, 336)
ALL_DAYS = FigureQuery(first=date(2000, 1, 1), last=date(2100, 1, 1))


async def require_derived_figures(desk: StoryDesk) -> Counter[str]:
    """Compare every number that is kept with what the event log says; tell how many there are."""
    await count_all_changes(desk.system.tools)
    return await desk.system.store.read(_require_derived, desk)


def _require_derived(tx: Transaction, desk: StoryDesk) -> Counter[str]:
    kept = {
        (row.figure, row.day, row.hour, row.queue, row.channel, row.tier, row.label): (
            row.n,
            row.amount,
        )
        for row in tx.execute(select(figure_days))
    }
    derived = Derivation(tx, desk).derive()
    causes = {key: each for key, each in kept.items() if key[0] == "broken_by_cause"}
    rest = {key: each for key, each in kept.items() if key not in causes}
    assert rest == {key: each for key, each in derived.items() if key[0] != "broken_by_cause"}
    # Which cause it was is not told here, but that each broken promise has one, at its hour.
    assert _without_label(causes) == _without_label(
        {key: each for key, each in derived.items() if key[0] == "broken_by_cause"}
    )
    for figure in Figure:
        assert find_wrong_sums(tx, figure, limit=1) == ()
        _require_behind(tx, figure)
    return Counter(key[0] for key in kept)


def _without_label(told: Told) -> dict[tuple[Any, ...], tuple[int, int]]:
    sums: dict[tuple[Any, ...], tuple[int, int]] = {}
    for key, (n, amount) in told.items():
        before = sums.get(key[:-1], (0, 0))
        sums[key[:-1]] = before[0] + n, before[1] + amount
    return sums


def _require_behind(tx: Transaction, figure: Figure) -> None:
    """Page through what is behind a figure, which is to add up to it."""
    whole = sum(row.n for row in sum_figures(tx, ALL_DAYS, (figure,)))
    counted, after = 0, None
    while page := list_behind(tx, ALL_DAYS, figure, limit=7, after=after):
        counted += sum(row.n for row in page)
        after = page[-1].mark
    assert counted == whole


class Derivation:
    """The figures of one record."""

    def __init__(self, tx: Transaction, desk: StoryDesk) -> None:
        self.tx = tx
        self.hours_of = desk.system.tools.agreements.hours_of(tx)
        self.zone = ZoneInfo(desk.system.tools.settings.time_zone)
        self.told: dict[Number, list[int]] = defaultdict(lambda: [0, 0])
        self.talks = {row.id: row for row in tx.execute(select(conversations))}
        self.tiers = {row.id: row.tier for row in tx.execute(select(customers))}
        self.events: dict[str, list[Any]] = defaultdict(list)
        for row in tx.execute(select(interactions).order_by(interactions.c.position)):
            if row.direction == "event":
                self.events[row.conversation_id].append(row)

    def derive(self) -> Told:
        for talk in self.talks.values():
            self._tell("arrived", talk, talk.created_at, label=talk.topic or "")
        self._derive_hands()
        self._derive_resolved()
        self._derive_promises()
        self._derive_complaints()
        self._derive_votes()
        return {key: (n, amount) for key, (n, amount) in self.told.items() if n or amount}

    def _derive_hands(self) -> None:
        """Whoever came to people has a line on their log, and the first one says when."""
        first: dict[str, datetime] = {}
        for row in self.tx.execute(select(routings).order_by(routings.c.at.desc())):
            first[row.conversation_id] = row.at
        for conversation_id, at in first.items():
            talk = self.talks[conversation_id]
            self._tell("handed_over", talk, at, label=talk.topic or "")

    def _derive_resolved(self) -> None:
        for talk in self.talks.values():
            if talk.merged_into is not None or talk.status != "resolved":
                continue
            ends = [row for row in self.events[talk.id] if row.source_ids["event"] == "resolve"]
            assert ends, f"{talk.reference} was resolved without a word of it"
            assert ends[-1].at == talk.resolved_at
            took = _seconds(ends[-1].at - talk.created_at)
            self._tell("resolved", talk, ends[-1].at, label=talk.disposition or "", amount=took)

    def _derive_promises(self) -> None:
        broken = {
            row.source_ids["clock"]: row.at
            for rows in self.events.values()
            for row in rows
            if row.source_ids["event"] == "breach"
        }
        for row in self.tx.execute(select(clocks)).all():
            stops = self.tx.execute(
                select(clock_events)
                .where(clock_events.c.clock_id == row.id)
                .where(clock_events.c.kind.in_(("met", "cancelled", "reopened")))
                .order_by(clock_events.c.position)
            ).all()
            last = stops[-1] if stops and stops[-1].kind != "reopened" else None
            if last is not None and last.kind == "cancelled" and last.reason in GAVE_WAY:
                continue
            self._tell_promise(row, last, broken.get(row.id))

    def _tell_promise(self, row: Any, last: Any, broken_at: datetime | None) -> None:
        talk = self.talks[row.conversation_id]
        queue: dict[str, Any] = {"queue": row.queue or ""}
        counted = replay(list_clock_events(self.tx, row.id), self.hours_of).counted
        target = timedelta(microseconds=row.target_us)
        if broken_at is not None:
            beyond = 0 if last is None else max(_seconds(counted - target), 0)
            hour = broken_at.astimezone(self.zone).hour
            self._tell("broken", talk, broken_at, label=row.kind, amount=beyond, **queue)
            self._tell(
                "broken_by_topic", talk, broken_at, label=talk.topic or "", amount=beyond, **queue
            )
            self._tell("broken_by_cause", talk, broken_at, hour=hour, amount=beyond, **queue)
        elif last is not None and last.kind == "met":
            took = _seconds(counted)
            at = replay(list_clock_events(self.tx, row.id), self.hours_of).met_at
            assert at is not None
            self._tell("kept", talk, at, label=row.kind, amount=took, **queue)

    def _derive_complaints(self) -> None:
        for row in self.tx.execute(select(complaints)).all():
            happened = self.tx.execute(
                select(complaint_events)
                .where(complaint_events.c.complaint_id == row.id)
                .order_by(complaint_events.c.position)
            ).all()
            self._tell_complaint(row, [each for each in happened if each.kind == "moved"])

    def _tell_complaint(self, row: Any, moves: list[Any]) -> None:
        talk, received_at = self.talks[row.conversation_id], moves[0].at
        outcome = (moves[-1].outcome or "") if moves[-1].to == "closed" else ""
        labels = {
            "category": row.category,
            "cause": row.root_cause or "",
            "severity": row.severity,
            "product": row.product or "",
            "agent": row.owner or "",
            "recovery": f"{row.recovery or ''}/{row.severity}",
            "outcome": outcome,
        }
        counts = outcome not in {"no_complaint", "joined"}
        for name, label in labels.items():
            if counts or name == "outcome":
                figure = f"complaints_by_{name}"
                self._tell(figure, talk, received_at, label=label, channel=row.channel)
        for figure, at, label, amount in self._list_gifts(row):
            self._tell(figure, talk, at, label=label, amount=amount, channel=row.channel)
        if counts:
            for figure, at, label, amount in _list_stage_times(moves):
                self._tell(figure, talk, at, label=label, amount=amount, channel=row.channel)

    def _list_gifts(self, complaint: Any) -> Iterator[tuple[str, datetime, str, int]]:
        found = select(gestures).where(gestures.c.complaint_id == complaint.id)
        for gift in self.tx.execute(found):
            label = f"{gift.kind}/{gift.currency}"
            if gift.kind != "none" and gift.given_at is not None:
                yield "redress_given", gift.given_at, label, gift.cost
            if gift.kind != "none" and gift.done_at is not None:
                yield "redress_spent", gift.done_at, label, gift.cost

    def _derive_votes(self) -> None:
        cast: dict[str, int] = {}
        for row in self.tx.execute(select(votes).order_by(votes.c.position)):
            cast[row.ballot_id] = row.value
        asked = select(ballots).where(ballots.c.asked_at.is_not(None))
        for row in self.tx.execute(asked):
            value = cast.get(row.id)
            label = f"{row.survey}/{value or 'none'}"
            talk = self.talks[row.conversation_id]
            self._tell(
                "votes", talk, row.asked_at, label=label, queue=row.queue or "", amount=value or 0
            )

    def _tell(
        self,
        figure: str,
        talk: Any,
        at: datetime,
        *,
        label: str = "",
        queue: str | None = None,
        channel: str | None = None,
        hour: int = -1,
        amount: int = 0,
    ) -> None:
        key = (
            figure,
            at.astimezone(self.zone).date(),
            hour,
            (talk.queue or "") if queue is None else queue,
            channel or talk.channel,
            self.tiers[talk.customer_id],
            label,
        )
        self.told[key][0] += 1
        self.told[key][1] += amount


def _list_stage_times(moves: list[Any]) -> Iterable[tuple[str, datetime, str, int]]:
    received_at, reached = moves[0].at, dict[str, datetime]()
    for before, move in pairwise(moves):
        due_at = move.facts.get("due_at")
        late = due_at is not None and datetime.fromisoformat(due_at) <= move.at
        label = f"{before.to}/{'late' if late else 'in_time'}"
        yield "stage_times", move.at, label, _seconds(move.at - before.at)
        if move.to in {"acknowledged", "investigating", "responded", "escalated_outside"}:
            reached.setdefault(move.to, move.at)
    if moves[-1].to == "closed":
        reached["closed"] = moves[-1].at
    for stage, at in reached.items():
        took = at - received_at
        within = [str(hours) for hours in STEPS if took <= timedelta(hours=hours)]
        yield "time_to_stage", at, f"{stage}/{(*within, 'more')[0]}", _seconds(took)


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
