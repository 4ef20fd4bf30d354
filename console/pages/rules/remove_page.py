"""The page on which a rule, macro or trigger is removed."""

from aiohttp import web

from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.floor.answering import answer_floor_page
from console.pages.rules.addresses import PLACES, address_automation
from console.pages.service_levels.notices import go_on
from domain.automations import AutomationKind
from domain.errors import ConflictError


async def show_removing(request: web.Request, kind: AutomationKind) -> web.Response:
    """Show what removing one would mean, before it is done."""
    return await _answer(request, kind)


async def remove(request: web.Request, kind: AutomationKind) -> web.Response:
    """Remove one."""
    based_on = (await read_form(request)).get("based_on") or None
    desk, by = get_services(request).rules, get_signed_in(request).member
    try:
        await desk.remove(kind, request.match_info["name"], by=by, based_on=based_on)
    except ConflictError as error:
        return await _answer(request, kind, refused=str(error), status=409)
    return go_on(PLACES[kind], "removed")


async def _answer(
    request: web.Request, kind: AutomationKind, *, refused: str = "", status: int = 200
) -> web.Response:
    name = request.match_info["name"]
    detail = await get_services(request).rules.get(kind, name)
    return await answer_floor_page(
        request,
        "rules/remove.html",
        tab=f"{kind.value}s",
        current_view="routing-rules",
        status=status,
        kind=kind.value,
        automation=detail.view.automation,
        here=address_automation(kind, name),
        refused=refused,
    )
