"""The log of routing: who got which conversation and why, to be searched."""

from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.report.words import name_day
from console.pages.routing_log.csv_table import write_log
from console.pages.routing_log.query import OVERFLOWED, PAGE, SPANS, LogQuery, read_query
from console.pages.self_service.words import name_period
from console.routing_tables import lay_open_line, list_explanations
from console.routing_words import KIND_HINTS, KINDS
from crm_store.needs_person import count_unserved
from crm_store.routing_counts import RoutingCounts, count_kinds
from crm_store.routing_names import read_routing_names
from crm_store.routings import FoundRouting, search_routings
from crm_store.transaction import Transaction
from domain.routing_names import RoutingNames
from domain.self_service_figures import Period

PER_PAGE: Final = 50
# More than that a spreadsheet is no place for; the API has all of it.
MOST_SAVED: Final = 5_000


async def show_log(request: web.Request) -> web.Response:
    """Show a page of the log."""
    query = _read(request)
    store = get_services(request).store
    found, names, counts = await store.read(_read_lines, query)
    page = found[:PER_PAGE]
    return await answer_staff_page(
        request,
        "routing_log/log.html",
        current_view="routing-log",
        tab="log",
        unserved=await store.read(count_unserved),
        query=query,
        days=_name_days(query.period),
        spans=[(key, name, query.make_address(span=key)) for key, name in SPANS.items()],
        chips=_list_chips(query, counts),
        lines=[lay_open_line(each.routing, names, each.reference) for each in page],
        names=names,
        page_address=PAGE,
        save=query.make_address(f"{PAGE}.csv"),
        following=query.make_address(before=page[-1].routing.position)
        if len(found) > PER_PAGE
        else None,
        most_saved=MOST_SAVED,
    )


async def save_log(request: web.Request) -> web.Response:
    """Save the lines that are wanted, the latest first."""
    query = _read(request)
    found, names = await get_services(request).store.read(_read_saved, query)
    file = f"frontdesk-routing-{query.period.first}-to-{query.period.last}.csv"
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{file}"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    text = write_log(found, names)
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)


def _read(request: web.Request) -> LogQuery:
    services = get_services(request)
    return read_query(request, ZoneInfo(services.time_zone), now=services.clock.now())


def _read_lines(
    tx: Transaction, query: LogQuery
) -> tuple[tuple[FoundRouting, ...], RoutingNames, RoutingCounts]:
    wanted = query.make_search()
    found = search_routings(tx, wanted, before=query.before, limit=PER_PAGE + 1)
    explanations = list_explanations(each.routing for each in found)
    counts = count_kinds(tx, query.make_search(any_kind=True))
    return found, read_routing_names(tx, explanations), counts


def _read_saved(tx: Transaction, query: LogQuery) -> tuple[tuple[FoundRouting, ...], RoutingNames]:
    found = search_routings(tx, query.make_search(), before=query.before, limit=MOST_SAVED)
    return found, read_routing_names(tx)


def _name_days(period: Period) -> str:
    if period.first == period.last:
        return f"{name_day(period.first)} {period.first.year}"
    return name_period(period)


def _list_chips(query: LogQuery, counts: RoutingCounts) -> list[tuple[str, str, str, str, int]]:
    """List what may be narrowed to: key, name, hint, address and how many there are."""
    kinds = [
        (kind.value, name, KIND_HINTS[kind], counts.kinds.get(kind, 0))
        for kind, name in KINDS.items()
    ]
    overflow = (OVERFLOWED, "Overflowed", "People of another queue took it", counts.overflowed)
    listed = [("", "All", "Of whatever kind", counts.whole), overflow, *kinds]
    return [
        (key, name, hint, query.make_address(kind=key), number)
        for key, name, hint, number in listed
    ]
