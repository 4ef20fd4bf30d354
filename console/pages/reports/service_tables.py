"""The tables of the report of service; pure."""

from bot.reports.service_report import DIMENSIONS, ServiceReport
from console.pages.reports import definitions as say
from console.pages.reports.area_table import make_area_table
from console.pages.reports.level_tables import make_level_table, make_total_table
from console.pages.reports.names import SURVEYS, Names, name_vote
from console.pages.reports.query import ReportQuery
from console.pages.reports.tables import (
    Cell,
    Column,
    Kind,
    Table,
    change,
    count,
    share,
    words,
)
from console.wording import CLOCKS
from crm_store.customers_hit import MOST_LOOKED_AT
from domain.figures import Figure
from domain.knowledge_figures import Share
from domain.satisfaction import Survey
from domain.service_levels import ClockKind


def make_service_tables(
    report: ServiceReport, query: ReportQuery, names: Names
) -> tuple[Table, ...]:
    """Make all tables of the report, in the order in which files have them."""
    return (
        make_total_table(report, query),
        *(make_level_table(name, report, query, names) for name in DIMENSIONS),
        make_trend_table(report, query),
        make_cause_table(report, query, names),
        make_hour_table(report, query, names),
        make_area_table(report, query, names),
        make_vote_table(report, query),
        make_customer_table(report, names),
    )


def make_trend_table(report: ServiceReport, query: ReportQuery) -> Table:
    """Make the table over time: what came and went, and how promises were kept."""
    kinds = [
        Column(name=f"service_level_{kind}", title=CLOCKS[kind], kind=Kind.SHARE)
        for kind in ClockKind
    ]
    columns = (
        Column(name="first_day", title="From", kind=Kind.DAY),
        Column(name="last_day", title="To", kind=Kind.DAY),
        Column(name="arrived", title="Began"),
        Column(name="handed_over", title="Handed over"),
        Column(name="resolved", title="Resolved"),
        Column(name="kept", title="Kept"),
        Column(name="broken", title="Broken"),
        Column(name="service_level", title="Service level", kind=Kind.SHARE),
        *kinds,
        Column(name="csat", title="CSAT", kind=Kind.MEAN),
        Column(name="ces", title="CES", kind=Kind.MEAN),
    )
    rows = []
    for one in report.buckets:
        whole, bucket = one.promises.share(), one.bucket
        rows.append(
            (
                Cell(value=bucket.first),
                Cell(value=bucket.last),
                count(one.volumes.arrived, query.make_behind(Figure.ARRIVED, bucket=bucket)),
                count(
                    one.volumes.handed_over, query.make_behind(Figure.HANDED_OVER, bucket=bucket)
                ),
                count(one.volumes.resolved, query.make_behind(Figure.RESOLVED, bucket=bucket)),
                count(whole.part, query.make_behind(Figure.KEPT, bucket=bucket)),
                count(whole.whole - whole.part, query.make_behind(Figure.BROKEN, bucket=bucket)),
                share(whole),
                *(share(one.promises.share(kind)) for kind in ClockKind),
                *(Cell(value=one.votes[survey].mean) for survey in Survey),
            )
        )
    return Table(
        name="days",
        title="Over time",
        columns=columns,
        rows=tuple(rows),
        definition=say.VOLUMES,
    )


def make_cause_table(report: ServiceReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of causes."""
    total = sum(line.n for line in report.causes)
    rows, together = [], 0
    for line in report.causes:
        together += line.n
        rows.append(
            (
                words(names.name("breach", line.cause)),
                count(line.n, query.make_behind(Figure.BROKEN_BY_CAUSE, line.cause)),
                Cell(value=Share(line.n, total).value),
                Cell(value=Share(together, total).value),
                Cell(value=line.before),
                change(line.n, line.before, good=False),
            )
        )
    columns = (
        Column(name="cause", title="Cause", kind=Kind.WORDS),
        Column(name="broken", title="Broken"),
        Column(name="share", title="Share", kind=Kind.SHARE),
        Column(name="together", title="Together", kind=Kind.SHARE),
        Column(name="broken_before", title="Before"),
        Column(name="change", title="Change", kind=Kind.CHANGE),
    )
    return Table(
        name="causes",
        title="Broken promises by cause",
        columns=columns,
        rows=tuple(rows),
        definition=say.CAUSES,
        empty="No promise was broken in these days.",
    )


def make_hour_table(report: ServiceReport, query: ReportQuery, names: Names) -> Table:
    """Make the table of hours, with a column for each cause."""
    columns = (
        Column(name="hour", title="Hour", kind=Kind.WORDS),
        Column(name="broken", title="Broken"),
        *(
            Column(name=f"cause_{line.cause}", title=names.name("breach", line.cause))
            for line in report.causes
        ),
    )
    rows = (
        (
            words(f"{hour:02}:00"),
            count(
                sum(line.hours.get(hour, 0) for line in report.causes),
                query.make_behind(Figure.BROKEN_BY_CAUSE, hour=hour),
            ),
            *(
                count(
                    line.hours.get(hour, 0),
                    query.make_behind(Figure.BROKEN_BY_CAUSE, line.cause, hour=hour),
                )
                for line in report.causes
            ),
        )
        for hour in range(24)
    )
    return Table(
        name="hours",
        title="Broken promises by hour",
        columns=columns,
        rows=tuple(rows),
        definition=say.CAUSES,
    )


def make_vote_table(report: ServiceReport, query: ReportQuery) -> Table:
    """Make the table of votes."""
    columns = (
        Column(name="survey", title="Survey", kind=Kind.WORDS),
        Column(name="vote", title="Vote", kind=Kind.WORDS),
        Column(name="number", title="Number"),
        Column(name="share", title="Of all votes", kind=Kind.SHARE),
        Column(name="number_before", title="Before"),
    )
    rows = (
        (
            words(SURVEYS[survey]),
            words(name_vote(f"{survey}/{vote}")),
            count(votes.counts.get(vote, 0), query.make_behind(Figure.VOTES, f"{survey}/{vote}")),
            Cell(value=Share(votes.counts.get(vote, 0), votes.voted).value),
            Cell(value=report.votes_before[survey].counts.get(vote, 0)),
        )
        for survey, votes in report.votes.items()
        if votes.asked or report.votes_before[survey].asked
        for vote in range(survey.most, 0, -1)
    )
    return Table(
        name="votes",
        title="Votes",
        columns=columns,
        rows=tuple(rows),
        definition=say.SATISFACTION,
        empty="Nobody was asked in these days.",
    )


def make_customer_table(report: ServiceReport, names: Names) -> Table:
    """Make the table of customers hit."""
    columns = (
        Column(name="customer", title="Customer", kind=Kind.WORDS),
        Column(name="tier", title="Tier", kind=Kind.WORDS),
        Column(name="broken", title="Broken promises"),
        Column(name="conversations", title="Conversations"),
        Column(name="last_day", title="Last", kind=Kind.DAY),
        Column(name="complaints", title="Complaints", about="Ever made"),
        Column(name="open_complaints", title="Open", about="Complaints that are not closed"),
        Column(name="last_vote", title="Last vote", kind=Kind.WORDS),
    )
    rows = (
        (
            words(one.name or "Unnamed customer", f"/console/customers/{one.customer_id}"),
            words(names.name("tier", one.tier)),
            Cell(value=one.broken),
            Cell(value=one.conversations),
            Cell(value=one.last),
            Cell(value=one.complaints),
            Cell(value=one.open_complaints),
            words("" if one.survey is None else name_vote(f"{one.survey}/{one.vote}")),
        )
        for one in report.customers.listed
    )
    hit = report.customers
    shown, number = len(hit.listed), hit.number
    more = f"The first {shown} of {number:,}." if number > shown else ""
    since = "" if hit.since is None else f"Of the latest {MOST_LOOKED_AT:,} broken promises."
    return Table(
        name="customers",
        title="Customers hit",
        columns=columns,
        rows=tuple(rows),
        definition=say.CUSTOMERS,
        note=" ".join(filter(None, (since, more))),
        empty="No promise to anybody was broken in these days.",
    )
