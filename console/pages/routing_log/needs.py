"""What routing cannot see to by itself, each with its why and something that helps."""

from typing import Any, Final

from aiohttp import web

from console.answers import answer_change, answer_staff_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.locale_names import name_locale
from console.pages.floor.problem_places import find_place
from crm_store.needs_person import (
    UnservedRow,
    count_unserved,
    list_absent_holders,
    list_longest_waits,
    list_unserved,
)
from crm_store.routing_names import read_routing_names
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.routing_names import RoutingNames
from domain.staff import Permission, has_permission

PAGE: Final = "/console/routing/needs-a-person"
MOST_UNSERVED: Final = 50
MOST_HOLDERS: Final = 50


async def show_needs(request: web.Request) -> web.Response:
    """Show what needs a person."""
    services = get_services(request)
    found = await services.store.read(_read)
    names: RoutingNames = found["names"]
    problems = await services.floor.list_problems()
    return await answer_staff_page(
        request,
        "routing_log/needs.html",
        current_view="needs-a-person",
        tab="needs",
        said="",
        problems=[(each, find_place(each)) for each in problems],
        why=lambda row: say_why(row, names),
        **found,
    )


async def widen(request: web.Request) -> web.Response:
    """Let the people of a second queue take a conversation as well."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    queue = (await read_form(request)).get("queue", "")
    await desk.widen(request.match_info["reference"], agent=agent, queue=queue)
    return answer_change(request, location=PAGE, said="Its people can take it as well now.")


def say_why(row: UnservedRow, names: RoutingNames) -> str:
    """Say why nobody can take a conversation: as the log has it, or by what it asks for."""
    if row.routing is not None and row.routing.reason:
        return row.routing.reason
    spoken = f" and speaks {name_locale(row.language)}" if row.language else ""
    return f"Nobody who takes part is trained for {names.name_queue(row.queue)}{spoken}."


def _read(tx: Transaction) -> dict[str, Any]:
    members = list_staff(tx)
    return {
        "rows": list_unserved(tx, limit=MOST_UNSERVED),
        "unserved": count_unserved(tx),
        "holders": list_absent_holders(tx, limit=MOST_HOLDERS),
        "waits": list_longest_waits(tx),
        "names": read_routing_names(tx),
        "queues": list_queues(tx),
        "colleagues": [
            each for each in members if each.active and has_permission(each.role, Permission.WORK)
        ],
    }
