"""Reading the report of complaints: a few statements, each over sums by day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bot.reports.added_figures import Counted, add_labels, add_up, count_all, split_label
from bot.reports.complaint_report import (
    IN_TIME,
    ComplaintBucket,
    ComplaintReport,
    Grouped,
    RecoveryLine,
    RedressLine,
    TimeInStage,
    TimeToStage,
)
from bot.reports.report_days import WantedReport, list_buckets, place_days
from bot.reports.service_report import DIMENSIONS
from crm_store.complaint_lessons import list_lessons, list_month_budgets
from crm_store.figures import sum_figures
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.figures import Figure, FigureQuery, FigureSum
from domain.knowledge_figures import Share

MOST_LESSONS: Final = 100
GROUPS: Final[Mapping[str, Figure]] = {
    "cause": Figure.COMPLAINTS_BY_CAUSE,
    "category": Figure.COMPLAINTS_BY_CATEGORY,
    "severity": Figure.COMPLAINTS_BY_SEVERITY,
    "product": Figure.COMPLAINTS_BY_PRODUCT,
    "agent": Figure.COMPLAINTS_BY_AGENT,
    "outcome": Figure.COMPLAINTS_BY_OUTCOME,
}
_REDRESS: Final = (Figure.REDRESS_GIVEN, Figure.REDRESS_SPENT)
_ALL: Final = (
    *GROUPS.values(),
    Figure.COMPLAINTS_BY_RECOVERY,
    Figure.STAGE_TIMES,
    Figure.TIME_TO_STAGE,
    *_REDRESS,
)
_ORDER: Final = [stage.value for stage in ComplaintStage]
Rows = Sequence[FigureSum]


def read_complaint_report(tx: Transaction, wanted: WantedReport) -> ComplaintReport:
    """Read the report of complaints."""
    now, before = (
        sum_figures(tx, query, _ALL, ("label",)) for query in (wanted.now, wanted.earlier)
    )
    days = sum_figures(tx, wanted.now, (Figure.COMPLAINTS_BY_SEVERITY, *_REDRESS), ("day", "label"))
    period = wanted.period
    return ComplaintReport(
        wanted=wanted,
        received=count_all(now, Figure.COMPLAINTS_BY_SEVERITY).n,
        received_before=count_all(before, Figure.COMPLAINTS_BY_SEVERITY).n,
        groups={name: _group(now, before, figure) for name, figure in GROUPS.items()},
        buckets=_make_buckets(wanted, days),
        times=_list_times(now),
        times_before=_list_times(before),
        stages=_list_stages(now),
        stages_before=_list_stages(before),
        recovery=_list_recovery(now),
        recovery_before=_list_recovery(before),
        redress=_list_redress(now),
        redress_before=_list_redress(before),
        redress_months=_list_months(days),
        budgets=list_month_budgets(tx, period.first, period.last),
        lessons=list_lessons(
            tx, wanted.now, since=period.start, until=period.end, limit=MOST_LESSONS
        ),
        agents={member.id: member.name for member in list_staff(tx)},
        choices=_list_choices(tx, wanted),
    )


def _group(now: Rows, before: Rows, figure: Figure) -> tuple[Grouped, ...]:
    counted, earlier = add_labels(now, figure), add_labels(before, figure)
    found = (
        Grouped(
            label=label,
            n=counted.get(label, Counted()).n,
            before=earlier.get(label, Counted()).n,
        )
        for label in {**counted, **earlier}
    )
    return tuple(sorted(found, key=lambda one: (-one.n, -one.before, one.label)))


def _make_buckets(wanted: WantedReport, days: Rows) -> tuple[ComplaintBucket, ...]:
    buckets = list_buckets(wanted.period)
    places = place_days(buckets)
    counts: list[dict[Severity, int]] = [defaultdict(int) for _ in buckets]
    for row in days:
        if row.figure is Figure.COMPLAINTS_BY_SEVERITY and row.day and row.label in set(Severity):
            counts[places[row.day]][Severity(row.label)] += row.n
    return tuple(
        ComplaintBucket(bucket=bucket, severities=dict(found))
        for bucket, found in zip(buckets, counts, strict=True)
    )


def _list_times(rows: Rows) -> tuple[TimeToStage, ...]:
    found: dict[str, dict[int | None, Counted]] = {}
    for label, counted in add_labels(rows, Figure.TIME_TO_STAGE).items():
        milestone, step = split_label(label)
        hours = int(step) if step.isdecimal() else None
        steps = found.setdefault(milestone, {})
        steps[hours] = steps.get(hours, Counted()) + counted
    return tuple(
        TimeToStage(
            milestone=milestone,
            n=sum(each.n for each in steps.values()),
            seconds=sum(each.amount for each in steps.values()),
            steps={hours: each.n for hours, each in steps.items()},
        )
        for milestone in _in_order(found)
        for steps in (found[milestone],)
    )


def _list_stages(rows: Rows) -> tuple[TimeInStage, ...]:
    found: dict[str, dict[str, Counted]] = {}
    for label, counted in add_labels(rows, Figure.STAGE_TIMES).items():
        stage, how = split_label(label)
        found.setdefault(stage, {})[how] = counted
    return tuple(
        TimeInStage(
            stage=stage,
            in_time=Share(hows.get(IN_TIME, Counted()).n, sum(each.n for each in hows.values())),
            seconds=sum(each.amount for each in hows.values()),
        )
        for stage in _in_order(found)
        for hows in (found[stage],)
    )


def _in_order(stages: Iterable[str]) -> list[str]:
    """Put stages in the order in which a complaint goes through them."""
    return sorted(stages, key=lambda one: (_ORDER.index(one) if one in _ORDER else 99, one))


def _list_recovery(rows: Rows) -> tuple[RecoveryLine, ...]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for label, counted in add_labels(rows, Figure.COMPLAINTS_BY_RECOVERY).items():
        recovery, severity = split_label(label)
        found[severity][recovery] = counted.n
    ranks = [each.value for each in reversed(Severity)]
    return tuple(
        RecoveryLine(
            severity=severity,
            recovered=counts.get("recovered", 0),
            lost=counts.get("lost", 0),
            unknown=counts.get("", 0),
        )
        for severity, counts in sorted(
            found.items(), key=lambda one: ranks.index(one[0]) if one[0] in ranks else 99
        )
    )


def _list_redress(rows: Rows) -> tuple[RedressLine, ...]:
    lines = _add_redress(rows, lambda _row: "")
    return tuple(sorted(lines, key=lambda one: (one.currency, -one.given_amount, one.kind)))


def _list_months(days: Rows) -> tuple[RedressLine, ...]:
    lines = _add_redress(days, lambda row: f"{row.day:%Y-%m}")
    return tuple(sorted(lines, key=lambda one: (one.month, one.currency, one.kind)))


def _add_redress(rows: Rows, find_month: Callable[[FigureSum], str]) -> Iterable[RedressLine]:
    given, spent = (
        add_up(rows, figure, lambda row: (find_month(row), row.label or "")) for figure in _REDRESS
    )
    for key in {**given, **spent}:
        kind, currency = split_label(key[1])
        told, gone = given.get(key, Counted()), spent.get(key, Counted())
        yield RedressLine(
            kind=kind,
            currency=currency,
            month=key[0],
            given=told.n,
            given_amount=told.amount,
            spent=gone.n,
            spent_amount=gone.amount,
        )


def _list_choices(tx: Transaction, wanted: WantedReport) -> Mapping[str, tuple[str, ...]]:
    query = FigureQuery(first=wanted.period.first, last=wanted.period.last)
    found = sum_figures(tx, query, (Figure.COMPLAINTS_BY_SEVERITY,), DIMENSIONS)
    named = {name: {getattr(row, name) or "" for row in found} for name in DIMENSIONS}
    named["queue"] |= {queue.name for queue in list_queues(tx)}
    return {name: tuple(sorted(each)) for name, each in named.items()}
