"""A report's tables as files: each as CSV or XLSX, and all of them as one workbook."""

import asyncio
from collections.abc import Sequence

from aiohttp import hdrs, web

from console.keys import get_services
from console.pages.reports.complaint_tables import make_complaint_tables
from console.pages.reports.csv_tables import write_csv
from console.pages.reports.names import Names
from console.pages.reports.page import (
    list_narrowed,
    read,
    read_complaints,
    read_service,
)
from console.pages.reports.query import REPORTS, ReportQuery
from console.pages.reports.service_tables import make_service_tables
from console.pages.reports.tables import Table
from console.pages.self_service.words import name_period
from domain.errors import InvalidInputError, NotFoundError

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLES = {"service": "Service", "complaints": "Complaints"}


async def save_csv(request: web.Request) -> web.Response:
    """Save one table as CSV."""
    query, _, tables = await _read_tables(request)
    table = _find_table(request, tables)
    text = await asyncio.to_thread(write_csv, table)
    return _answer(query, table.name, text.encode(), kind="csv")


async def save_xlsx(request: web.Request) -> web.Response:
    """Save one table as a workbook."""
    query, names, tables = await _read_tables(request)
    table = _find_table(request, tables)
    return await _answer_workbook(request, query, names, [table], name=table.name)


async def save_workbook(request: web.Request) -> web.Response:
    """Save all tables of a report as one workbook."""
    query, names, tables = await _read_tables(request)
    return await _answer_workbook(request, query, names, tables, name="report")


def _find_table(request: web.Request, tables: Sequence[Table]) -> Table:
    """Find the table that the address names.

    Raises:
        NotFoundError: the report has none of that name.
    """
    name = request.match_info["table"]
    found = next((each for each in tables if each.name == name), None)
    if found is None:
        raise NotFoundError(f"this report has no table {name[:40]!r}")
    return found


async def _read_tables(request: web.Request) -> tuple[ReportQuery, Names, Sequence[Table]]:
    report = request.match_info["report"]
    if report not in REPORTS:
        raise NotFoundError(f"there is no report {report[:40]!r}")
    query = read(request, report)
    if query.refusal is not None:
        # A file says nothing beside its numbers: better none than one of other days.
        raise InvalidInputError(query.refusal.partition(";")[0], field="from")
    if report == "service":
        service, names = await read_service(request, query)
        return query, names, make_service_tables(service, query, names)
    complaints, names = await read_complaints(request, query)
    return query, names, make_complaint_tables(complaints, query, names)


async def _answer_workbook(
    request: web.Request, query: ReportQuery, names: Names, tables: Sequence[Table], *, name: str
) -> web.Response:
    # The library takes a tenth of a second to import, which few processes need.
    from console.spreadsheets.workbook import Cover, write_workbook  # noqa: PLC0415 - see above

    services = get_services(request)
    now = services.clock.now().astimezone(query.period.start.tzinfo)
    cover = Cover(
        title=f"{services.company}: {_TITLES[query.report].lower()}",
        facts=(
            ("First day", query.period.first),
            ("Last day", query.period.last),
            ("Compared with", name_period(query.wanted.before)),
            ("Narrowed to", "; ".join(list_narrowed(query, names)) or "nothing: all of it"),
            ("Time zone", services.time_zone),
            ("Made", f"{now:%Y-%m-%d %H:%M %Z}"),
        ),
    )
    content = await asyncio.to_thread(write_workbook, cover, tables)
    return _answer(query, name, content, kind="xlsx")


def _answer(query: ReportQuery, name: str, content: bytes, *, kind: str) -> web.Response:
    days = f"{query.period.first}-to-{query.period.last}"
    file = f"frontdesk-{query.report}-{name}-{days}.{kind}"
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{file}"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    if kind == "csv":
        return web.Response(body=content, content_type="text/csv", charset="utf-8", headers=headers)
    return web.Response(body=content, content_type=_XLSX, headers=headers)
