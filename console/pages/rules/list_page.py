"""All rules, macros or triggers in their order, in words; switched and moved there."""

from dataclasses import dataclass

from aiohttp import web

from bot.automating.views import AutomationView
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.floor.answering import answer_floor_page
from console.pages.rules.addresses import NEW, PLACES, address_automation
from console.pages.rules.choices import Choices, list_choices
from console.pages.rules.notices import find_notice
from console.pages.rules.words import tell_action, tell_when
from console.pages.service_levels.notices import go_on
from domain.automations import AutomationKind
from domain.errors import ConflictError, InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationCard:
    """A rule, macro or trigger in words."""

    view: AutomationView
    address: str
    when: str
    actions: tuple[str, ...]


async def show_automations(request: web.Request, kind: AutomationKind) -> web.Response:
    """Show all of a kind."""
    return await _answer(request, kind)


async def move(request: web.Request, kind: AutomationKind) -> web.Response:
    """Move one up or down by one place."""
    desk, name = get_services(request).rules, request.match_info["name"]
    down = (await read_form(request)).get("to") == "down"
    detail, views = await desk.get(kind, name), await desk.list(kind)
    position = detail.view.automation.position + (1 if down else -1)
    if 1 <= position <= len(views):
        await desk.move(kind, name, position, by=get_signed_in(request).member)
    return go_on(PLACES[kind], "moved")


async def switch(request: web.Request, kind: AutomationKind) -> web.Response:
    """Switch one on or off."""
    on = (await read_form(request)).get("to") == "on"
    desk, by = get_services(request).rules, get_signed_in(request).member
    try:
        await desk.switch(kind, request.match_info["name"], on=on, by=by)
    except InvalidInputError as error:
        return await _answer(request, kind, refused=error.reason, status=422)
    except ConflictError as error:
        return await _answer(request, kind, refused=str(error), status=409)
    return go_on(PLACES[kind], "on" if on else "off")


async def _answer(
    request: web.Request, kind: AutomationKind, *, refused: str = "", status: int = 200
) -> web.Response:
    choices = await list_choices(request, kind)
    views = await get_services(request).rules.list(kind)
    return await answer_floor_page(
        request,
        "rules/list.html",
        tab=f"{kind.value}s",
        current_view="routing-rules",
        status=status,
        kind=kind.value,
        cards=[tell_card(kind, each, choices) for each in views],
        done=find_notice(request),
        refused=refused,
        new=NEW[kind],
    )


def tell_card(kind: AutomationKind, view: AutomationView, choices: Choices) -> AutomationCard:
    """Tell a rule, macro or trigger in words."""
    readable = view.readable
    return AutomationCard(
        view=view,
        address=address_automation(kind, view.automation.name),
        when=tell_when(kind, view.definition, choices) if readable else "",
        actions=tuple(tell_action(each, choices) for each in view.definition["actions"])
        if readable
        else (),
    )
