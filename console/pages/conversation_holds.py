"""Putting a conversation off, holding it, going on with it; and how much it matters."""

from typing import Final

from aiohttp import web

from channels.text_cleaning import clean_line
from console.answers import answer_change
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.snooze_choices import read_snooze_end
from domain.conversations import Priority
from domain.errors import InvalidInputError

_PRIORITIES: Final = {each.value: each for each in Priority}


async def snooze(request: web.Request) -> web.Response:
    """Put the conversation off."""
    services, agent = get_services(request), get_signed_in(request).member
    form = await read_form(request)
    until = read_snooze_end(
        form.get("in", ""),
        form.get("until", "").strip(),
        now=services.clock.now(),
        time_zone=services.time_zone,
    )
    await services.desk.snooze(_reference(request), until=until, agent=agent)
    return _done(request, "Snoozed. It comes back by itself.")


async def hold(request: web.Request) -> web.Response:
    """Have the conversation wait for somebody outside."""
    services, agent = get_services(request), get_signed_in(request).member
    for_whom = clean_line((await read_form(request)).get("for", ""))
    await services.desk.hold(_reference(request), for_whom=for_whom, agent=agent)
    return _done(request, f"On hold for {for_whom}.")


async def wait(request: web.Request) -> web.Response:
    """Have the conversation wait for its customer."""
    services, agent = get_services(request), get_signed_in(request).member
    await services.desk.wait_for_customer(_reference(request), agent=agent)
    return _done(request, "It waits for the customer now.")


async def resume(request: web.Request) -> web.Response:
    """Go on with the conversation."""
    services, agent = get_services(request), get_signed_in(request).member
    await services.desk.resume(_reference(request), agent=agent)
    return _done(request, "Open again.")


async def set_priority(request: web.Request) -> web.Response:
    """Say how much the conversation matters."""
    services, agent = get_services(request), get_signed_in(request).member
    given = (await read_form(request)).get("priority", "")
    if given not in _PRIORITIES:
        raise InvalidInputError(f"is none of {', '.join(_PRIORITIES)}", field="priority")
    priority = _PRIORITIES[given]
    await services.desk.set_priority(_reference(request), priority=priority, agent=agent)
    return _done(request, f"Its priority is {given} now.")


def _reference(request: web.Request) -> str:
    return request.match_info["reference"]


def _done(request: web.Request, said: str) -> web.Response:
    return answer_change(
        request, location=f"/console/conversations/{_reference(request)}", said=said
    )
