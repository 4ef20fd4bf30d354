"""Being there: the control in the header, and the signs that pages give by themselves."""

from typing import Any, Final

from aiohttp import web

from bot.presence.choose import parse_choice, record_choice
from bot.presence.sign import record_closing, record_sign
from console.answers import answer_change, answer_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.own_presence import read_own_presence
from console.pages.log_in import choose_target
from console.presence_words import PRESENCES

_NOTHING: Final = 204


async def show_presence(request: web.Request) -> web.Response:
    """Show the control alone, for a page that looks again."""
    return answer_page(request, "layout/presence.html", **await read_own_presence(request))


async def choose_presence(request: web.Request) -> web.Response:
    """Take in what they chose to be."""
    form = await read_form(request)
    chosen = parse_choice(form.get("presence", ""))
    await _record(request, record_choice, chosen)
    said = f"You are {PRESENCES[chosen].lower()}"
    return answer_change(request, location=choose_target(form.get("next", "")), said=said)


async def sign_presence(request: web.Request) -> web.Response:
    """Take in that a page is open, and whether anything was done in it."""
    active = (await read_form(request)).get("active") == "1"
    await _record(request, record_sign, active=active)
    return web.Response(status=_NOTHING)


async def close_page(request: web.Request) -> web.Response:
    """Take in that a page closed; another one may be open."""
    await _record(request, record_closing)
    return web.Response(status=_NOTHING)


async def _record(request: web.Request, record: Any, *given: Any, **by: Any) -> None:
    services, member = get_services(request), get_signed_in(request).member
    now = services.clock.now()
    await services.store.run(record, services.tools, member, *given, **by, now=now)
