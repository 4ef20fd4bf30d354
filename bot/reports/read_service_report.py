"""Reading the service report: a few statements, each over sums by day."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from bot.reports.added_figures import Counted, add_labels, add_up, count_all, split_label
from bot.reports.report_days import WantedReport, list_buckets, place_days
from bot.reports.service_report import (
    DIMENSIONS,
    CauseLine,
    ProblemArea,
    Promises,
    ServiceBucket,
    ServiceLine,
    ServiceReport,
    Trouble,
    Volumes,
    rank_areas,
)
from bot.reports.votes import LOW, Votes, count_votes
from crm_store.customers_hit import list_customers_hit
from crm_store.figures import sum_figures
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.figures import Figure, FigureQuery, FigureSum
from domain.knowledge_figures import Share
from domain.satisfaction import Survey
from domain.service_levels import ClockKind

MOST_CUSTOMERS = 50
_VOLUMES = (Figure.ARRIVED, Figure.HANDED_OVER, Figure.RESOLVED)
_PROMISES = (Figure.KEPT, Figure.BROKEN)
_TOPICS = (Figure.BROKEN_BY_TOPIC, Figure.COMPLAINTS_BY_PRODUCT)
Rows = Sequence[FigureSum]


def read_service_report(
    tx: Transaction, wanted: WantedReport, *, most_customers: int = MOST_CUSTOMERS
) -> ServiceReport:
    """Read the service report."""
    now, before = (_read_apart(tx, query) for query in (wanted.now, wanted.earlier))
    time = wanted.told_by
    days = sum_figures(tx, wanted.now, (*_PROMISES, Figure.VOTES), (time, "label"))
    flows = sum_figures(tx, wanted.now, _VOLUMES, (time,))
    flows_before = sum_figures(tx, wanted.earlier, _VOLUMES)
    hours = sum_figures(tx, wanted.now, (Figure.BROKEN_BY_CAUSE,), ("label", "hour"))
    causes_before = sum_figures(tx, wanted.earlier, (Figure.BROKEN_BY_CAUSE,), ("label",))
    topics, topics_before = (
        sum_figures(tx, query, _TOPICS, ("label",)) for query in (wanted.now, wanted.earlier)
    )
    return ServiceReport(
        wanted=wanted,
        total=ServiceLine(name="", now=_add_promises(now), before=_add_promises(before)),
        lines={name: _make_lines(name, now, before) for name in DIMENSIONS},
        buckets=_make_buckets(wanted, days, flows),
        volumes=_add_volumes(flows),
        volumes_before=_add_volumes(flows_before),
        votes=_add_votes(now),
        votes_before=_add_votes(before),
        causes=_make_causes(hours, causes_before),
        areas=rank_areas(chain(_make_queues(now, before), _make_topics(topics, topics_before))),
        customers=list_customers_hit(tx, wanted.now, limit=most_customers),
        choices=_list_choices(tx, wanted, now),
    )


def _read_apart(tx: Transaction, query: FigureQuery) -> Rows:
    """Read what is told apart by queue, channel and tier."""
    figures = (*_PROMISES, Figure.VOTES, Figure.COMPLAINTS_BY_SEVERITY)
    return sum_figures(tx, query, figures, ("queue", "channel", "tier", "label"))


def _add_promises(rows: Iterable[FigureSum]) -> Promises:
    found = list(rows)
    kept, broken = (_by_kind(add_labels(found, figure)) for figure in _PROMISES)
    return Promises(kept=kept, broken=broken)


def _by_kind(labels: Mapping[str, Counted]) -> Mapping[ClockKind, int]:
    return {kind: labels[kind].n for kind in ClockKind if kind in labels}


def _add_volumes(rows: Iterable[FigureSum]) -> Volumes:
    found = list(rows)
    arrived, handed_over, resolved = (count_all(found, figure).n for figure in _VOLUMES)
    return Volumes(arrived=arrived, handed_over=handed_over, resolved=resolved)


def _add_votes(rows: Iterable[FigureSum]) -> Mapping[Survey, Votes]:
    labels = add_labels(rows, Figure.VOTES)
    return {survey: count_votes(survey, labels) for survey in Survey}


def _make_lines(dimension: str, now: Rows, before: Rows) -> tuple[ServiceLine, ...]:
    groups, groups_before = (_group(dimension, rows) for rows in (now, before))
    lines = (
        ServiceLine(
            name=name,
            now=_add_promises(groups.get(name, ())),
            before=_add_promises(groups_before.get(name, ())),
        )
        for name in {**groups, **groups_before}
    )
    counted = [line for line in lines if line.now.share().whole or line.before.share().whole]
    return tuple(sorted(counted, key=lambda line: (-line.now.share().whole, line.name)))


def _group(dimension: str, rows: Rows) -> Mapping[str, list[FigureSum]]:
    found: dict[str, list[FigureSum]] = {}
    for row in rows:
        found.setdefault(getattr(row, dimension) or "", []).append(row)
    return found


def _make_buckets(wanted: WantedReport, days: Rows, flows: Rows) -> tuple[ServiceBucket, ...]:
    buckets = list_buckets(wanted.period)
    places = place_days(buckets)
    sorted_days: list[list[FigureSum]] = [[] for _ in buckets]
    for row in chain(days, flows):
        if row.day is not None:
            sorted_days[places[row.day]].append(row)
    return tuple(
        ServiceBucket(
            bucket=bucket,
            volumes=_add_volumes(rows),
            promises=_add_promises(rows),
            votes=_add_votes(rows),
        )
        for bucket, rows in zip(buckets, sorted_days, strict=True)
    )


def _make_causes(hours: Rows, before: Rows) -> tuple[CauseLine, ...]:
    now = add_labels(hours, Figure.BROKEN_BY_CAUSE)
    earlier = add_labels(before, Figure.BROKEN_BY_CAUSE)
    lines = (
        CauseLine(
            cause=cause,
            n=now.get(cause, Counted()).n,
            before=earlier.get(cause, Counted()).n,
            hours={row.hour: row.n for row in hours if row.label == cause and row.hour is not None},
        )
        for cause in {**now, **earlier}
    )
    return tuple(sorted(lines, key=lambda line: (-line.n, -line.before, line.cause)))


def _make_queues(now: Rows, before: Rows) -> Iterable[ProblemArea]:
    counts, earlier = (_count_trouble(rows) for rows in (now, before))
    totals = [sum(each.values()) for each in counts]
    for name in {name for found in (*counts, *earlier) for name in found}:
        troubles = [
            Trouble(share=Share(found.get(name, 0), total), before=old.get(name, 0))
            for found, old, total in zip(counts, earlier, totals, strict=True)
        ]
        yield ProblemArea(
            dimension="queue",
            name=name,
            broken=troubles[0],
            complaints=troubles[1],
            low_votes=troubles[2],
        )


def _count_trouble(rows: Rows) -> tuple[Mapping[str, int], ...]:
    """Count by queue what was broken, complained of, and voted low."""
    low = [row for row in rows if row.figure is Figure.VOTES and _is_low(row.label or "")]
    return (
        _count_queues(rows, Figure.BROKEN),
        _count_queues(rows, Figure.COMPLAINTS_BY_SEVERITY),
        _count_queues(low, Figure.VOTES),
    )


def _count_queues(rows: Iterable[FigureSum], figure: Figure) -> Mapping[str, int]:
    found = add_up(rows, figure, lambda row: row.queue or "")
    return {name: counted.n for name, counted in found.items()}


def _is_low(label: str) -> bool:
    survey, vote = split_label(label)
    return vote.isdecimal() and survey in set(Survey) and int(vote) <= LOW[Survey(survey)]


def _make_topics(now: Rows, before: Rows) -> Iterable[ProblemArea]:
    counts, earlier = (
        tuple(add_labels(rows, figure) for figure in _TOPICS) for rows in (now, before)
    )
    totals = [sum(each.n for each in found.values()) for found in counts]
    for name in {name for found in (*counts, *earlier) for name in found}:
        broken, complaints = (
            Trouble(
                share=Share(found.get(name, Counted()).n, total),
                before=old.get(name, Counted()).n,
            )
            for found, old, total in zip(counts, earlier, totals, strict=True)
        )
        yield ProblemArea(
            dimension="topic", name=name, broken=broken, complaints=complaints, low_votes=None
        )


def _list_choices(
    tx: Transaction, wanted: WantedReport, rows: Rows
) -> Mapping[str, tuple[str, ...]]:
    """List what there is to narrow the report to: what was counted in these days, and all queues.

    A report that is narrowed already is not asked again what else there would be.
    """
    narrowed = any(each is not None for each in (wanted.queue, wanted.channel, wanted.tier))
    query = FigureQuery(first=wanted.period.first, last=wanted.period.last)
    found = sum_figures(tx, query, (*_PROMISES, Figure.VOTES), DIMENSIONS) if narrowed else rows
    named = {name: {getattr(row, name) or "" for row in found} for name in DIMENSIONS}
    named["queue"] |= {queue.name for queue in list_queues(tx)}
    return {name: tuple(sorted(each)) for name, each in named.items()}
