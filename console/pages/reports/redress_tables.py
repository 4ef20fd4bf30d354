"""The tables of what complaints were made good with, and what it cost; pure."""

from datetime import date, timedelta

from bot.reports.complaint_report import ComplaintReport, RedressLine
from bot.reports.report_days import Bucket
from console.pages.reports import definitions as say
from console.pages.reports.names import Names
from console.pages.reports.query import ReportQuery
from console.pages.reports.tables import Cell, Column, Kind, Table, count, words
from domain.figures import Figure
from domain.knowledge_figures import Share

_AMOUNTS = (
    Column(name="currency", title="Currency", kind=Kind.WORDS),
    Column(name="given", title="Given"),
    Column(name="given_amount", title="Worth", kind=Kind.MONEY),
    Column(name="redeemed", title="Redeemed"),
    Column(name="redeemed_amount", title="Cost", kind=Kind.MONEY),
)


def make_redress_table(report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of gestures by kind and currency."""
    columns = (
        Column(name="kind", title="Gesture", kind=Kind.WORDS),
        *_AMOUNTS,
        Column(
            name="per_complaint",
            title="Worth per complaint",
            kind=Kind.MONEY,
            about="Of all complaints that were received in these days",
        ),
    )
    rows = (
        (
            words(names.name("kind", one.kind)),
            *_list_amounts(one, query),
            _per_complaint(one, report.received),
        )
        for one in report.redress
    )
    return Table(
        name="redress",
        title="Cost of redress",
        columns=columns,
        rows=tuple(rows),
        definition=say.REDRESS,
        empty="Nothing was given or redeemed in these days.",
    )


def make_month_table(report: ComplaintReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of gestures by month."""
    columns = (
        Column(name="month", title="Month", kind=Kind.WORDS),
        Column(name="kind", title="Gesture", kind=Kind.WORDS),
        *_AMOUNTS,
    )
    rows = (
        (
            words(one.month),
            words(names.name("kind", one.kind)),
            *_list_amounts(one, query, _find_days(one.month, query)),
        )
        for one in report.redress_months
    )
    return Table(
        name="redress-months",
        title="Cost of redress by month",
        columns=columns,
        rows=tuple(rows),
        definition=say.REDRESS,
        empty="Nothing was given or redeemed in these days.",
    )


def make_budget_table(report: ComplaintReport) -> Table:
    """Make the table of budgets."""
    columns = (
        Column(name="month", title="Month", kind=Kind.WORDS),
        Column(name="currency", title="Currency", kind=Kind.WORDS),
        Column(name="limit", title="Budget", kind=Kind.MONEY),
        Column(name="reserved", title="Reserved", kind=Kind.MONEY),
        Column(name="spent", title="Spent", kind=Kind.MONEY),
        Column(
            name="used", title="Used", kind=Kind.SHARE, about="Reserved and spent of the budget"
        ),
    )
    rows = (
        (
            words(one.month),
            words(one.currency),
            *(
                Cell(value=amount, currency=one.currency)
                for amount in (one.limit, one.reserved, one.spent)
            ),
            Cell(value=Share(one.reserved + one.spent, one.limit).value),
        )
        for one in report.budgets
    )
    return Table(
        name="budgets",
        title="Budgets",
        columns=columns,
        rows=tuple(rows),
        definition=say.REDRESS,
        note="Whole months, whatever days and filters are chosen.",
        empty="No budget was set for these months.",
    )


def _list_amounts(
    one: RedressLine, query: ReportQuery, bucket: Bucket | None = None
) -> tuple[Cell, ...]:
    label = f"{one.kind}/{one.currency}"
    given, spent = (
        query.make_behind(figure, label, bucket=bucket)
        for figure in (Figure.REDRESS_GIVEN, Figure.REDRESS_SPENT)
    )
    return (
        words(one.currency),
        count(one.given, given),
        Cell(value=one.given_amount, currency=one.currency),
        count(one.spent, spent),
        Cell(value=one.spent_amount, currency=one.currency),
    )


def _find_days(month: str, query: ReportQuery) -> Bucket:
    """Find the days of a month that the report is of."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    period = query.period
    return Bucket(
        first=max(first, period.first), last=min(following - timedelta(days=1), period.last)
    )


def _per_complaint(one: RedressLine, received: int) -> Cell:
    if not received:
        return Cell()
    return Cell(value=round(one.given_amount / received), currency=one.currency)
