"""Searching the log of routing."""

from console.api.operation import Call
from console.api.pages import cut_page, resume_list
from console.api.routing_items import to_routing_item
from console.api.routing_log_models import RoutingLogQuery, RoutingPage
from crm_store.routing_names import read_routing_names
from crm_store.routings import FoundRouting, RoutingSearch, search_routings
from crm_store.staff import find_staff_by_email
from crm_store.transaction import Transaction
from domain.routing_names import RoutingNames


async def search_log(call: Call[RoutingLogQuery, None]) -> RoutingPage:
    """Answer a page of the log."""
    wanted, after = resume_list(call)
    before = None if after is None else int(after)
    rows, names = await call.services.store.read(_read_page, wanted, before)
    page, following = cut_page(call, wanted, rows, lambda row: row.routing.position)
    items = tuple(to_routing_item(row.routing, row.reference, names) for row in page)
    return RoutingPage(items=items, next=following)


def _read_page(
    tx: Transaction, wanted: RoutingLogQuery, before: int | None
) -> tuple[tuple[FoundRouting, ...], RoutingNames]:
    agent = wanted.agent
    if agent is not None and "@" in agent:
        member = find_staff_by_email(tx, agent)
        agent = agent if member is None else member.id
    search = RoutingSearch(
        kind=wanted.kind,
        queue=wanted.queue,
        agent=agent,
        overflowed=wanted.overflowed,
        since=wanted.since,
        until=wanted.until,
        text=wanted.q,
    )
    found = search_routings(tx, search, before=before, limit=wanted.limit + 1)
    return found, read_routing_names(tx, [each.routing.explanation for each in found])
