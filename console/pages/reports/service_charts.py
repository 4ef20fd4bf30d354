"""The charts of the report of service; pure."""

from collections.abc import Callable, Mapping, Sequence

from bot.reports.service_report import DIMENSIONS, ServiceBucket, ServiceReport
from console.charts.bar_chart import Bar, BarGroup, draw_bars
from console.charts.column_chart import Column as Bars
from console.charts.column_chart import draw_columns
from console.charts.heat_table import HeatCell, draw_heat
from console.charts.pareto_chart import Cause, draw_pareto
from console.charts.series_chart import Series
from console.pages.report.words import say_share_of
from console.pages.reports import definitions as say
from console.pages.reports.charts import Chart, choose_bottom, draw_trend
from console.pages.reports.names import SURVEYS, Names
from console.pages.reports.query import ReportQuery
from console.pages.reports.tables import Column, Table
from console.understanding_words import describe_share
from console.wording import CLOCKS
from domain.figures import Figure
from domain.satisfaction import Survey
from domain.service_levels import ClockKind

_KINDS = {
    ClockKind.FIRST_RESPONSE: "full",
    ClockKind.NEXT_RESPONSE: "half",
    ClockKind.RESOLUTION: "some",
}
_MOST_BARS = 12
_LEVELS = tuple(f"service_level_{kind}" for kind in ClockKind)


def make_trend_charts(report: ServiceReport, query: ReportQuery, trend: Table) -> tuple[Chart, ...]:
    """Make the charts over time: service level, what came and went, votes."""
    return (
        _make_level_chart(report, query, trend),
        _make_volume_chart(report, query, trend),
        _make_vote_chart(report, trend),
    )


def _make_level_chart(report: ServiceReport, query: ReportQuery, trend: Table) -> Chart:
    series = [
        Series(
            kind=_KINDS[kind],
            name=CLOCKS[kind],
            values=tuple(one.promises.share(kind).value for one in report.buckets),
        )
        for kind in ClockKind
    ]
    drawing = draw_trend(
        series,
        [one.bucket for one in report.buckets],
        top=1.0,
        bottom=choose_bottom(series),
        show=describe_share,
        show_tick=describe_share,
        addresses=_list_addresses(
            report, query, Figure.BROKEN, lambda one: one.promises.count_broken()
        ),
    )
    return Chart(
        id="level",
        title="Service level over time",
        kind="series",
        drawing=drawing,
        legend=tuple((each.kind, each.name) for each in series),
        table=pick_columns(
            trend, "kept", "broken", *(f"service_level_{kind}" for kind in ClockKind)
        ),
        definition=say.SERVICE_LEVEL,
        empty=not report.total.now.share().whole,
    )


def _count_broken(one: ServiceBucket) -> int:
    return one.promises.count_broken()


def _make_volume_chart(report: ServiceReport, query: ReportQuery, trend: Table) -> Chart:
    finders: Mapping[str, tuple[str, Callable[[ServiceBucket], int]]] = {
        "Began": ("half", lambda one: one.volumes.arrived),
        "Handed to people": ("full", lambda one: one.volumes.handed_over),
        "Resolved": ("some", lambda one: one.volumes.resolved),
    }
    series = [
        Series(kind=kind, name=name, values=tuple(float(find(one)) for one in report.buckets))
        for name, (kind, find) in finders.items()
    ]
    return Chart(
        id="volumes",
        title="What came and went",
        kind="series",
        drawing=draw_trend(
            series,
            [one.bucket for one in report.buckets],
            addresses=_list_addresses(
                report, query, Figure.HANDED_OVER, lambda one: one.volumes.handed_over
            ),
        ),
        legend=tuple((each.kind, each.name) for each in series),
        table=pick_columns(trend, "arrived", "handed_over", "resolved"),
        definition=say.VOLUMES,
    )


def _make_vote_chart(report: ServiceReport, trend: Table) -> Chart:
    kinds = {Survey.CSAT: "full", Survey.CES: "some"}
    series = [
        Series(
            kind=kinds[survey],
            name=SURVEYS[survey],
            values=tuple(one.votes[survey].mean for one in report.buckets),
        )
        for survey in Survey
    ]
    return Chart(
        id="votes",
        title="Votes over time",
        kind="series",
        drawing=draw_trend(
            series,
            [one.bucket for one in report.buckets],
            top=float(Survey.CES.most),
            show=lambda value: f"{value:.1f}",
        ),
        legend=tuple((each.kind, each.name) for each in series),
        table=pick_columns(trend, "csat", "ces"),
        definition=say.SATISFACTION,
        empty=not any(votes.voted for votes in report.votes.values()),
    )


def make_level_charts(
    report: ServiceReport, query: ReportQuery, names: Names, tables: Mapping[str, Table]
) -> tuple[Chart, ...]:
    """Make the charts of service level by queue, channel and tier."""
    return tuple(
        Chart(
            id=dimension,
            title=f"By {dimension}",
            kind="bars",
            drawing=draw_bars(_list_groups(dimension, report, query, names), top=1.0),
            table=tables[dimension],
            empty=not report.lines[dimension],
            note=_say_cut(dimension, report),
        )
        for dimension in DIMENSIONS
    )


def _list_groups(
    dimension: str, report: ServiceReport, query: ReportQuery, names: Names
) -> Sequence[BarGroup]:
    bars = tuple(
        Bar(
            kind="full",
            name=names.name(dimension, line.name),
            value=line.now.share().value,
            shown=say_share_of(line.now.share()),
            interval=line.now.share().interval,
            address=query.make_address(**{dimension: line.name or "-"}),
        )
        for line in report.lines[dimension][:_MOST_BARS]
    )
    return (BarGroup(label="", bars=bars),)


def _say_cut(dimension: str, report: ServiceReport) -> str:
    more = len(report.lines[dimension]) - _MOST_BARS
    return f"{more} more in the table." if more > 0 else ""


def make_cause_charts(
    report: ServiceReport, query: ReportQuery, names: Names, *, causes: Table, hours: Table
) -> tuple[Chart, ...]:
    """Make the charts of causes, of hours, and of causes by hour."""
    drawn = draw_pareto(
        [
            Cause(
                name=names.name("breach", line.cause),
                number=line.n,
                address=query.make_behind(Figure.BROKEN_BY_CAUSE, line.cause),
            )
            for line in report.causes
        ]
    )
    return (
        Chart(
            id="causes",
            title="Broken promises by cause",
            kind="pareto",
            drawing=drawn,
            table=causes,
            definition=say.CAUSES,
            legend=(("full", "Number"), ("some", "Together, of all")),
            empty=not drawn.rows,
        ),
        _make_hour_chart(report, query, hours),
        _make_heat_chart(report, query, names),
    )


def _make_hour_chart(report: ServiceReport, query: ReportQuery, hours: Table) -> Chart:
    numbers = [sum(line.hours.get(hour, 0) for line in report.causes) for hour in range(24)]
    columns = [
        Bars(
            parts=(("full", number),),
            words=f"{hour:02}:00 to {hour:02}:59: {number:,}",
            label=f"{hour:02}:00",
            address=query.make_behind(Figure.BROKEN_BY_CAUSE, hour=hour) if number else None,
        )
        for hour, number in enumerate(numbers)
    ]
    return Chart(
        id="hours",
        title="Broken promises by hour",
        kind="series",
        drawing=draw_columns(columns),
        table=pick_columns(hours, "hour", "broken"),
        empty=not any(numbers),
    )


def _make_heat_chart(report: ServiceReport, query: ReportQuery, names: Names) -> Chart:
    happened = [line for line in report.causes if line.n]
    rows = [
        (
            names.name("breach", line.cause),
            [
                _make_heat(
                    line.hours.get(hour, 0),
                    query.make_behind(Figure.BROKEN_BY_CAUSE, line.cause, hour=hour),
                )
                for hour in range(24)
            ],
        )
        for line in happened
    ]
    return Chart(
        id="heat",
        title="Causes by hour",
        kind="heat",
        drawing=draw_heat(
            rows,
            caption="Broken promises by cause and the hour at which they fell due",
            head=("Cause", *(f"{hour:02}" for hour in range(24))),
        ),
        table=None,
        empty=not happened,
    )


def _make_heat(number: int, address: str) -> HeatCell:
    return HeatCell(number=number, shown=f"{number:,}" if number else "·", address=address)


def _list_addresses(
    report: ServiceReport,
    query: ReportQuery,
    figure: Figure,
    find: Callable[[ServiceBucket], int],
) -> tuple[str | None, ...]:
    return tuple(
        query.make_behind(figure, bucket=one.bucket) if find(one) else None
        for one in report.buckets
    )


def pick_columns(table: Table, *names: str) -> Table:
    """Make a smaller table of some columns of one over time, the days first."""
    wanted = [
        place
        for place, column in enumerate(table.columns)
        if column.name in names or column.name in {"first_day", "last_day"}
    ]
    columns: tuple[Column, ...] = tuple(table.columns[place] for place in wanted)
    rows = tuple(tuple(row[place] for place in wanted) for row in table.rows)
    return Table(name=table.name, title=table.title, columns=columns, rows=rows)
