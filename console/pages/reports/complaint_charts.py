"""The tiles and charts of the report of complaints; pure."""

from bot.reports.complaint_report import (
    ComplaintReport,
    add_in_time,
    add_recovery,
    add_redress,
    find_time,
)
from bot.reports.read_complaint_report import GROUPS
from console.charts.column_chart import Column as Bars
from console.charts.column_chart import draw_columns
from console.charts.pareto_chart import Cause, draw_pareto
from console.pages.report.words import NOTHING, say_growth
from console.pages.reports import definitions as say
from console.pages.reports.charts import Chart, Tile, label_bucket, name_bucket
from console.pages.reports.complaint_tables import TITLES, name_median
from console.pages.reports.names import Names
from console.pages.reports.query import ReportQuery
from console.pages.reports.service_tiles import make_share_tile
from console.pages.reports.shown_cells import show_money
from console.pages.reports.tables import Table, find_tone
from console.pages.self_service.words import say_time
from domain.complaint_register import Severity
from domain.figures import Figure

SEVERITIES = {
    Severity.CRITICAL: "bad",
    Severity.SERIOUS: "some",
    Severity.MODERATE: "half",
    Severity.MINOR: "none",
}


def make_complaint_tiles(report: ComplaintReport, query: ReportQuery) -> tuple[Tile, ...]:
    """Make the tiles."""
    now, before = add_recovery(report.recovery), add_recovery(report.recovery_before)
    return (
        _make_received(report, query),
        make_share_tile(
            "in-time",
            "Stages in time",
            now=report.in_time,
            before=add_in_time(report.stages_before),
            unit="stages left in time",
            definition=say.STAGES,
        ),
        _make_time(report, "responded", "Time to a response"),
        _make_time(report, "closed", "Time to closing"),
        make_share_tile(
            "recovery",
            "Recovered",
            now=now.share,
            before=before.share,
            unit="customers won back",
            definition=say.RECOVERY,
        ),
        _make_redress(report),
    )


def _make_received(report: ComplaintReport, query: ReportQuery) -> Tile:
    now, before = report.received, report.received_before
    return Tile(
        id="received",
        title="Complaints",
        value=f"{now:,}",
        of=f"{report.closed:,} closed in these days",
        change=say_growth(now, before),
        tone=find_tone(now - before, good=False) if before else "neither",
        definition=say.COMPLAINTS,
        address=query.make_behind(Figure.COMPLAINTS_BY_SEVERITY) if now else None,
    )


def _make_time(report: ComplaintReport, milestone: str, title: str) -> Tile:
    now, before = find_time(report.times, milestone), find_time(report.times_before, milestone)
    half = f"half of {now.n:,} within {name_median(now.median_step)}"
    change = ""
    if now.mean is not None and before.mean is not None:
        change = say_growth(round(now.mean), round(before.mean))
    return Tile(
        id=milestone,
        title=title,
        value=say_time(now.mean),
        of=f"on average; {half}" if now.n else "none came so far in these days",
        change=change,
        tone=find_tone((now.mean or 0) - (before.mean or 0), good=False) if change else "neither",
        definition=say.TIMES,
    )


def _make_redress(report: ComplaintReport) -> Tile:
    sums = add_redress(report.redress)
    given = [show_money(one.given_amount, code) for code, one in sums.items()]
    spent = [show_money(one.spent_amount, code) for code, one in sums.items()]
    number = sum(one.given for one in sums.values())
    return Tile(
        id="redress",
        title="Redress given",
        value=" + ".join(given) or NOTHING,
        of=f"{number:,} gestures; redeemed {' + '.join(spent)}" if given else "nothing was given",
        definition=say.REDRESS,
    )


def make_week_chart(
    report: ComplaintReport, query: ReportQuery, names: Names, table: Table
) -> Chart:
    """Make the chart of complaints over time, by severity."""
    columns = [
        Bars(
            parts=tuple((kind, one.severities.get(each, 0)) for each, kind in SEVERITIES.items()),
            words=f"{name_bucket(one.bucket)}: {one.n:,}",
            label=label_bucket(one.bucket),
            address=query.make_behind(Figure.COMPLAINTS_BY_SEVERITY, bucket=one.bucket)
            if one.n
            else None,
        )
        for one in report.buckets
    ]
    return Chart(
        id="weeks",
        title="Complaints over time, by severity",
        kind="series",
        drawing=draw_columns(columns),
        legend=tuple((kind, names.name("severity", each)) for each, kind in SEVERITIES.items()),
        table=table,
        definition=say.COMPLAINTS,
        empty=not report.received,
    )


def make_pareto_charts(
    report: ComplaintReport, query: ReportQuery, names: Names, tables: dict[str, Table]
) -> tuple[Chart, ...]:
    """Make the charts of complaints by cause, category, product, agent, severity and outcome."""
    charts = []
    for name, figure in GROUPS.items():
        drawn = draw_pareto(
            [
                Cause(
                    name=names.name(name, one.label),
                    number=one.n,
                    address=query.make_behind(figure, one.label),
                )
                for one in report.groups[name]
            ]
        )
        charts.append(
            Chart(
                id=f"by-{name}",
                title=f"By {TITLES[name].lower()}",
                kind="pareto",
                drawing=drawn,
                table=tables[name],
                legend=(("full", "Number"), ("some", "Together, of all")),
                empty=not drawn.rows,
            )
        )
    return tuple(charts)
