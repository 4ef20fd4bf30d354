"""All policies in the order in which they are tried, and which of them would hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.service_level_desk.views import PolicyView
from console.answers import answer_staff_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.service_levels.addresses import (
    SERVICE_LEVELS,
    address_calendar,
    address_policy,
)
from console.pages.service_levels.choices import list_choices
from console.pages.service_levels.notices import find_notice, go_on
from console.pages.service_levels.policy_words import (
    PRIORITIES,
    TargetRow,
    list_targets,
    tell_conditions,
    tell_minutes,
    tell_pauses,
    tell_step,
    tell_warnings,
)
from console.pages.service_levels.trial import answer_trial, read_trial
from crm_store.staff import list_queues
from domain.errors import ConflictError, InvalidInputError
from domain.service_levels import ClockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCard:
    """A policy in words."""

    view: PolicyView
    address: str
    what_for: str
    targets: tuple[TargetRow, ...]
    calendar: str
    calendar_address: str
    warnings: str
    pauses: tuple[str, ...]
    steps: tuple[str, ...]


async def show_policies(request: web.Request) -> web.Response:
    """Show all policies, and which one holds for what was asked about."""
    return await _answer(request)


async def move(request: web.Request) -> web.Response:
    """Move a policy up or down by one place."""
    desk, name = get_services(request).service_levels, request.match_info["name"]
    down = (await read_form(request)).get("to") == "down"
    detail, listing = await desk.get_policy(name), await desk.list_policies()
    position = detail.view.policy.position + (1 if down else -1)
    if 1 <= position <= len(listing.policies):
        await desk.move_policy(name, position, by=get_signed_in(request).member)
    return go_on(SERVICE_LEVELS, "policy-moved")


async def switch(request: web.Request) -> web.Response:
    """Switch a policy on or off."""
    on = (await read_form(request)).get("to") == "on"
    desk, by = get_services(request).service_levels, get_signed_in(request).member
    try:
        await desk.switch_policy(request.match_info["name"], on=on, by=by)
    except ConflictError as error:
        return await _answer(request, refused=str(error), status=409)
    return go_on(SERVICE_LEVELS, "policy-on" if on else "policy-off")


async def _answer(request: web.Request, *, refused: str = "", status: int = 200) -> web.Response:
    services = get_services(request)
    listing = await services.service_levels.list_policies()
    calendars = await services.service_levels.list_calendars()
    queues = await services.store.read(list_queues)
    calendar_titles = {each.calendar.name: each.calendar.title for each in calendars}
    queue_titles = {each.name: each.title for each in queues}
    trial = await _try(request)
    response = await answer_staff_page(
        request,
        "service_levels/policies.html",
        current_view="service-levels",
        cards=[_tell(each, calendar_titles, queue_titles) for each in listing.policies],
        overlaps=listing.overlaps,
        own_promises=[(each.title, tell_minutes(each.first_response_minutes)) for each in queues],
        choices=await list_choices(request),
        kinds=tuple(ClockKind),
        priorities={name: words for name, words in PRIORITIES.items() if name != "default"},
        said=find_notice(request),
        refused=refused or trial["trial_refused"],
        here=SERVICE_LEVELS,
        **trial,
    )
    response.set_status(status)
    return response


async def _try(request: web.Request) -> dict[str, Any]:
    form = read_trial(request)
    tried: dict[str, Any] = {"trial": form, "trial_answer": None, "trial_refused": ""}
    if form.asked:
        try:
            tried["trial_answer"] = await answer_trial(request, form)
        except InvalidInputError as error:
            tried["trial_refused"] = error.reason
    return tried


def _tell(view: PolicyView, calendars: Mapping[str, str], queues: Mapping[str, str]) -> PolicyCard:
    policy = view.policy
    return PolicyCard(
        view=view,
        address=address_policy(policy.name),
        what_for=tell_conditions(policy.conditions, queues),
        targets=list_targets(policy),
        calendar=calendars.get(policy.calendar, policy.calendar),
        calendar_address=address_calendar(policy.calendar),
        warnings=tell_warnings(policy),
        pauses=tell_pauses(policy),
        steps=tuple(tell_step(each, queues) for each in policy.steps),
    )
