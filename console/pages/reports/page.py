"""The pages of the two reports."""

from calendar import day_name
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.report_self_service import MOST_DAYS
from bot.reports.complaint_report import ComplaintReport
from bot.reports.read_complaint_report import read_complaint_report
from bot.reports.read_service_report import read_service_report
from bot.reports.report_days import SPANS, is_unfinished
from bot.reports.service_report import ServiceReport
from console.answers import answer_staff_page
from console.keys import SIGNED_IN, get_services
from console.pages.reports.complaint_charts import (
    make_complaint_tiles,
    make_pareto_charts,
    make_week_chart,
)
from console.pages.reports.complaint_tables import TITLES, make_complaint_tables
from console.pages.reports.names import DIMENSIONS, Names
from console.pages.reports.query import NARROWED, NONE, ReportQuery, read_query
from console.pages.reports.service_charts import (
    make_cause_charts,
    make_level_charts,
    make_trend_charts,
)
from console.pages.reports.service_tables import make_service_tables
from console.pages.reports.service_tiles import make_service_tiles
from console.pages.reports.shown_cells import show_cell, show_interval
from console.pages.reports.tables import Table
from console.pages.self_service.words import name_period
from crm_store.report_subscriptions import find_subscriptions
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.report_schedule import ReportPeriod


async def show_service(request: web.Request) -> web.Response:
    """Show the report of service."""
    query = read(request, "service")
    report, names = await read_service(request, query)
    tables = {table.name: table for table in make_service_tables(report, query, names)}
    levels = {name: tables[f"{name}s"] for name in DIMENSIONS}
    return await _answer(
        request,
        query,
        names,
        choices=report.choices,
        empty=report.empty,
        tiles=make_service_tiles(report, query),
        trends=make_trend_charts(report, query, tables["days"]),
        levels=make_level_charts(report, query, names, levels),
        causes=make_cause_charts(
            report, query, names, causes=tables["causes"], hours=tables["hours"]
        ),
        tables=tables,
    )


async def show_complaints(request: web.Request) -> web.Response:
    """Show the report of complaints."""
    query = read(request, "complaints")
    report, names = await read_complaints(request, query)
    tables = {table.name: table for table in make_complaint_tables(report, query, names)}
    groups = {name: tables[f"by-{name}"] for name in TITLES}
    return await _answer(
        request,
        query,
        names,
        choices=report.choices,
        empty=report.empty,
        tiles=make_complaint_tiles(report, query),
        weeks=make_week_chart(report, query, names, tables["weeks"]),
        paretos=make_pareto_charts(report, query, names, groups),
        tables=tables,
    )


def read(request: web.Request, report: str) -> ReportQuery:
    """Read what is wanted of a report."""
    services = get_services(request)
    return read_query(request, report, ZoneInfo(services.time_zone), now=services.clock.now())


async def read_service(request: web.Request, query: ReportQuery) -> tuple[ServiceReport, Names]:
    """Read the report of service, and what its queues are called."""

    def find(tx: Transaction) -> tuple[ServiceReport, Names]:
        return read_service_report(tx, query.wanted), read_names(tx)

    return await get_services(request).store.read(find)


async def read_complaints(
    request: web.Request, query: ReportQuery
) -> tuple[ComplaintReport, Names]:
    """Read the report of complaints, and what its queues and agents are called."""

    def find(tx: Transaction) -> tuple[ComplaintReport, Names]:
        return read_complaint_report(tx, query.wanted), read_names(tx)

    return await get_services(request).store.read(find)


def read_names(tx: Transaction) -> Names:
    """Read what queues and agents are called."""
    return Names(
        queues={queue.name: queue.title for queue in list_queues(tx)},
        agents={member.id: member.name for member in list_staff(tx)},
    )


def list_narrowed(query: ReportQuery, names: Names) -> tuple[str, ...]:
    """List what a report is narrowed to, in words."""
    found = ((name, getattr(query.wanted, name)) for name in NARROWED)
    return tuple(
        f"{DIMENSIONS[name]}: {names.name(name, value)}"
        for name, value in found
        if value is not None
    )


async def _answer(
    request: web.Request,
    query: ReportQuery,
    names: Names,
    *,
    choices: object,
    tables: dict[str, Table],
    **context: object,
) -> web.Response:
    services = get_services(request)
    now = services.clock.now()
    mine = await services.store.read(find_subscriptions, request[SIGNED_IN].member.id)
    return await answer_staff_page(
        request,
        f"reports/{query.report}.html",
        current_view="performance",
        query=query,
        names=names,
        period=name_period(query.period),
        before=name_period(query.wanted.before),
        narrowed=list_narrowed(query, names),
        choices=choices,
        dimensions=DIMENSIONS,
        dash=NONE,
        spans=[(each, query.choose_days(each)) for each in SPANS],
        most_days=MOST_DAYS,
        unfinished=is_unfinished(query.period, now),
        subscriptions=[(each.value, each.value in mine) for each in ReportPeriod],
        schedule=services.tools.settings.reports,
        weekday=day_name[services.tools.settings.reports.weekday],
        show_cell=show_cell,
        show_interval=show_interval,
        tables=tables,
        **context,
    )
