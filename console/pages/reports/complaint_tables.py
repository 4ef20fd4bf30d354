"""The tables of the report of complaints; pure."""

from collections.abc import Mapping
from typing import Final

from bot.reports.complaint_report import ComplaintReport, find_time
from bot.reports.read_complaint_report import GROUPS
from console.pages.reports import definitions as say
from console.pages.reports.names import Names
from console.pages.reports.query import ReportQuery
from console.pages.reports.redress_tables import (
    make_budget_table,
    make_month_table,
    make_redress_table,
)
from console.pages.reports.tables import (
    Cell,
    Column,
    Kind,
    Table,
    change,
    count,
    points,
    share,
    words,
)
from domain.complaint_register import Severity
from domain.figures import TIME_STEPS, Figure
from domain.knowledge_figures import Share

TITLES: Final[Mapping[str, str]] = {
    "cause": "Root cause",
    "category": "Category",
    "severity": "Severity",
    "product": "Product",
    "agent": "Agent",
    "outcome": "Outcome",
}


def make_complaint_tables(
    report: ComplaintReport, query: ReportQuery, names: Names
) -> tuple[Table, ...]:
    """Make all tables of the report, in the order in which files have them."""
    return (
        make_week_table(report, query, names),
        *(make_group_table(name, report, query, names) for name in GROUPS),
        make_time_table(report, query, names),
        make_stage_table(report, query, names),
        make_recovery_table(report, query, names),
        make_redress_table(report, query, names),
        make_month_table(report, query, names),
        make_budget_table(report),
        make_lesson_table(report, names),
    )


def make_week_table(report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table over time, with a column for each severity."""
    columns = (
        Column(name="first_day", title="From", kind=Kind.DAY),
        Column(name="last_day", title="To", kind=Kind.DAY),
        Column(name="complaints", title="Complaints"),
        *(Column(name=each, title=names.name("severity", each)) for each in reversed(Severity)),
    )
    figure = Figure.COMPLAINTS_BY_SEVERITY
    rows = (
        (
            Cell(value=one.bucket.first),
            Cell(value=one.bucket.last),
            count(one.n, query.make_behind(figure, bucket=one.bucket)),
            *(
                count(
                    one.severities.get(each, 0),
                    query.make_behind(figure, each, bucket=one.bucket),
                )
                for each in reversed(Severity)
            ),
        )
        for one in report.buckets
    )
    return Table(
        name="weeks",
        title="Complaints over time",
        columns=columns,
        rows=tuple(rows),
        definition=say.COMPLAINTS,
    )


def make_group_table(name: str, report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of complaints by cause, category, severity, product, agent or outcome."""
    title = TITLES[name]
    total = sum(one.n for one in report.groups[name])
    columns = (
        Column(name=name, title=title, kind=Kind.WORDS),
        Column(name="complaints", title="Complaints"),
        Column(name="share", title="Share", kind=Kind.SHARE),
        Column(name="together", title="Together", kind=Kind.SHARE),
        Column(name="complaints_before", title="Before"),
        Column(name="change", title="Change", kind=Kind.CHANGE),
    )
    rows, together = [], 0
    for one in report.groups[name]:
        together += one.n
        rows.append(
            (
                words(names.name(name, one.label)),
                count(one.n, query.make_behind(GROUPS[name], one.label)),
                Cell(value=Share(one.n, total).value),
                Cell(value=Share(together, total).value),
                Cell(value=one.before),
                change(one.n, one.before, good=False),
            )
        )
    return Table(
        name=f"by-{name}",
        title=f"Complaints by {title.lower()}",
        columns=columns,
        rows=tuple(rows),
        definition=say.COMPLAINTS,
        empty="Nobody complained in these days.",
    )


def make_time_table(report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of how long it took from being received to each stage."""
    columns = (
        Column(name="stage", title="Until", kind=Kind.WORDS),
        Column(name="complaints", title="Complaints"),
        Column(name="median_within_hours", title="Half of them within", kind=Kind.WORDS),
        Column(name="mean", title="Mean", kind=Kind.SPAN),
        Column(name="mean_before", title="Mean before", kind=Kind.SPAN),
        *(
            Column(name=f"within_{hours}_hours", title=f"≤ {name_hours(hours)}", kind=Kind.SHARE)
            for hours in TIME_STEPS
        ),
    )
    rows = []
    for one in report.times:
        labels = [f"{one.milestone}/{hours or 'more'}" for hours in one.steps]
        rows.append(
            (
                words(names.name("stage", one.milestone)),
                count(one.n, query.make_behind(Figure.TIME_TO_STAGE, labels)),
                words(name_median(one.median_step)),
                Cell(value=one.mean),
                Cell(value=find_time(report.times_before, one.milestone).mean),
                *(Cell(value=one.share_within(hours).value) for hours in TIME_STEPS),
            )
        )
    return Table(
        name="times",
        title="Time to each stage",
        columns=columns,
        rows=tuple(rows),
        definition=say.TIMES,
    )


def make_stage_table(report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of stages that were left, in time or late."""
    before = {one.stage: one.in_time for one in report.stages_before}
    columns = (
        Column(name="stage", title="Stage", kind=Kind.WORDS),
        Column(name="left", title="Left"),
        Column(name="late", title="Late"),
        Column(name="in_time", title="In time", kind=Kind.SHARE, interval=True),
        Column(name="in_time_before", title="Before", kind=Kind.SHARE),
        Column(name="change", title="Change", kind=Kind.POINTS),
        Column(name="mean", title="Mean time in it", kind=Kind.SPAN),
    )
    rows = []
    for one in report.stages:
        old = before.get(one.stage, Share(0, 0))
        late = one.in_time.whole - one.in_time.part
        both = [f"{one.stage}/{how}" for how in ("in_time", "late")]
        rows.append(
            (
                words(names.name("stage", one.stage)),
                count(one.in_time.whole, query.make_behind(Figure.STAGE_TIMES, both)),
                count(late, query.make_behind(Figure.STAGE_TIMES, both[1])),
                share(one.in_time),
                share(old),
                points(one.in_time, old),
                Cell(value=one.mean),
            )
        )
    return Table(
        name="stages",
        title="Stages left in time",
        columns=columns,
        rows=tuple(rows),
        definition=say.STAGES,
    )


def make_recovery_table(report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of customers won back and lost."""
    columns = (
        Column(name="severity", title="Severity", kind=Kind.WORDS),
        Column(name="recovered", title="Recovered"),
        Column(name="lost", title="Lost"),
        Column(name="unknown", title="Not known yet"),
        Column(name="share", title="Recovered of known", kind=Kind.SHARE, interval=True),
    )
    rows = (
        (
            words(names.name("severity", one.severity)),
            *(
                count(
                    number,
                    query.make_behind(Figure.COMPLAINTS_BY_RECOVERY, f"{label}/{one.severity}"),
                )
                for number, label in (
                    (one.recovered, "recovered"),
                    (one.lost, "lost"),
                    (one.unknown, ""),
                )
            ),
            share(one.share),
        )
        for one in report.recovery
    )
    return Table(
        name="recovery",
        title="Recovered or lost",
        columns=columns,
        rows=tuple(rows),
        definition=say.RECOVERY,
    )


def make_lesson_table(report: ComplaintReport, names: Names) -> Table:
    """Make the table of lessons."""
    columns = (
        Column(name="complaint", title="Complaint", kind=Kind.WORDS),
        Column(name="received", title="Received", kind=Kind.DAY),
        Column(name="severity", title="Severity", kind=Kind.WORDS),
        Column(name="category", title="Category", kind=Kind.WORDS),
        Column(name="cause", title="Root cause", kind=Kind.WORDS),
        Column(name="lesson", title="Lesson", kind=Kind.WORDS),
    )
    zone = report.wanted.period.start.tzinfo
    rows = (
        (
            words(one.number, f"/console/complaints/{one.number}"),
            Cell(value=one.received_at.astimezone(zone).date()),
            words(names.name("severity", one.severity)),
            words(names.name("category", one.category)),
            words(names.name("cause", one.root_cause)),
            words(one.lessons),
        )
        for one in report.lessons
    )
    return Table(
        name="lessons",
        title="Lessons",
        columns=columns,
        rows=tuple(rows),
        definition=say.LESSONS,
        empty="No lesson was written down of complaints of these days.",
    )


def name_hours(hours: int) -> str:
    """Name a step of time: `4 h`, `2 d`."""
    return f"{hours} h" if hours < 48 or hours % 24 else f"{hours // 24} d"


def name_median(step: int | None) -> str:
    """Name within what half of them were."""
    return f"more than {name_hours(TIME_STEPS[-1])}" if step is None else name_hours(step)
