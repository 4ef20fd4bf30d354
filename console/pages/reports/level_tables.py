"""The tables of how promises were kept; pure."""

from collections.abc import Iterable, Mapping

from bot.reports.service_report import ServiceLine, ServiceReport
from console.pages.reports import definitions as say
from console.pages.reports.names import DIMENSIONS as TITLES
from console.pages.reports.names import Names
from console.pages.reports.query import ReportQuery
from console.pages.reports.tables import Cell, Column, Kind, Table, count, points, share, words
from console.wording import CLOCKS
from domain.figures import Figure
from domain.service_levels import ClockKind

ALL_KINDS = "All promises"
_LEVEL = (
    Column(name="promise", title="Promise", kind=Kind.WORDS),
    Column(name="kept", title="Kept"),
    Column(name="broken", title="Broken"),
    Column(name="service_level", title="Service level", kind=Kind.SHARE, interval=True),
    Column(name="service_level_before", title="Before", kind=Kind.SHARE),
    Column(name="change", title="Change", kind=Kind.POINTS, about="In points of a hundred"),
)


def make_total_table(report: ServiceReport, query: ReportQuery) -> Table:
    """Make the table of promises by kind."""
    return Table(
        name="promises",
        title="Service level by promise",
        columns=_LEVEL,
        rows=tuple(_list_kinds(report.total, query, {})),
        definition=say.SERVICE_LEVEL,
    )


def make_level_table(
    dimension: str, report: ServiceReport, query: ReportQuery, names: Names
) -> Table:
    """Make the table of promises by queue, channel or tier."""
    title = TITLES[dimension]
    rows = (
        (words(names.name(dimension, line.name)), *cells)
        for line in report.lines[dimension]
        for cells in _list_kinds(line, query, {dimension: line.name})
    )
    return Table(
        name=f"{dimension}s",
        title=f"Service level by {dimension}",
        columns=(Column(name=dimension, title=title, kind=Kind.WORDS), *_LEVEL),
        rows=tuple(rows),
        definition=say.SERVICE_LEVEL,
    )


def _list_kinds(
    line: ServiceLine, query: ReportQuery, narrowed: Mapping[str, str]
) -> Iterable[tuple[Cell, ...]]:
    for kind in (None, *ClockKind):
        now, before = line.now.share(kind), line.before.share(kind)
        if not (now.whole or before.whole):
            continue
        yield (
            words(ALL_KINDS if kind is None else CLOCKS[kind]),
            count(now.part, query.make_behind(Figure.KEPT, kind, narrowed=narrowed)),
            count(now.whole - now.part, query.make_behind(Figure.BROKEN, kind, narrowed=narrowed)),
            share(now),
            share(before),
            points(now, before),
        )
