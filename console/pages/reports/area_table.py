"""The table of where it hurts, ranked; pure."""

from collections.abc import Sequence

from bot.reports.service_report import ProblemArea, ServiceReport
from bot.reports.votes import name_low_votes
from console.pages.reports import definitions as say
from console.pages.reports.names import Names
from console.pages.reports.query import ReportQuery
from console.pages.reports.tables import Cell, Column, Kind, Table, change, count, words
from domain.figures import Figure


def make_area_table(report: ServiceReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of problem areas."""
    columns = (
        Column(name="area", title="Where", kind=Kind.WORDS),
        Column(name="what", title="What it is", kind=Kind.WORDS),
        Column(name="points", title="Points", kind=Kind.MEAN, about=say.AREAS.counts),
        Column(name="broken", title="Broken promises"),
        Column(name="broken_share", title="of all", kind=Kind.SHARE),
        Column(name="complaints", title="Complaints"),
        Column(name="complaints_share", title="of all", kind=Kind.SHARE),
        Column(name="low_votes", title="Low votes"),
        Column(name="low_votes_share", title="of all", kind=Kind.SHARE),
        Column(name="change", title="Change", kind=Kind.CHANGE, about="Of all three together"),
    )
    rows = (_list_area(area, query, names) for area in report.areas)
    return Table(
        name="areas",
        title="Problem areas",
        columns=columns,
        rows=tuple(rows),
        definition=say.AREAS,
        empty="No promise was broken, nobody complained and nobody voted low in these days.",
    )


def _list_area(area: ProblemArea, query: ReportQuery, names: Names) -> tuple[Cell, ...]:
    broken, complaints, low = _list_behind(area, query)
    low_votes = area.low_votes
    return (
        words(names.name(area.dimension, area.name)),
        words(area.dimension.capitalize()),
        Cell(value=area.points),
        count(area.broken.n, broken),
        Cell(value=area.broken.share.value),
        count(area.complaints.n, complaints),
        Cell(value=area.complaints.share.value),
        Cell() if low_votes is None else count(low_votes.n, low),
        Cell() if low_votes is None else Cell(value=low_votes.share.value),
        change(area.change, 0, good=False),
    )


def _list_behind(area: ProblemArea, query: ReportQuery) -> Sequence[str]:
    if area.dimension == "topic":
        topics = (Figure.BROKEN_BY_TOPIC, Figure.COMPLAINTS_BY_PRODUCT)
        return (*(query.make_behind(figure, area.name) for figure in topics), "")
    return (
        query.make_behind(Figure.BROKEN, narrowed={"queue": area.name}),
        query.make_behind(Figure.COMPLAINTS_BY_SEVERITY, narrowed={"queue": area.name}),
        query.make_behind(Figure.VOTES, name_low_votes(), narrowed={"queue": area.name}),
    )
