"""The presence of whoever looks at a page, which opening the page is a sign of."""

from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from bot.presence.choose import CHOICES
from bot.presence.sign import read_presence, record_activity
from console.keys import get_services, get_signed_in
from console.presence_words import (
    PRESENCES,
    count_seconds_left,
    explain_presence,
    tell_consequences,
    write_left,
)
from domain.assignment import Presence
from domain.staffing import AgentPresence

# What was noted so lately need not be noted again.
_NOTED_EVERY: Final = timedelta(seconds=10)


async def note_page(request: web.Request) -> None:
    """Note that they opened a page, which is a sign that they are there and do something."""
    services, member = get_services(request), get_signed_in(request).member
    now = services.clock.now()
    known = await services.store.read(read_presence, services.tools, member, now=now)
    if known is None or known.gone_at is not None or now - known.active_at >= _NOTED_EVERY:
        await services.store.run(record_activity, services.tools, member, now=now)


async def read_own_presence(request: web.Request) -> dict[str, Any]:
    """Read what the control in the header shows."""
    services, member = get_services(request), get_signed_in(request).member
    now, policy = services.clock.now(), services.tools.settings.routing
    known = await services.store.read(read_presence, services.tools, member, now=now)
    seconds = count_seconds_left(known, now)
    return {
        "presence": _count(known),
        "presence_chosen": Presence.AVAILABLE if known is None else known.chosen,
        "presence_why": explain_presence(known, policy),
        "presence_choices": CHOICES,
        "presence_names": PRESENCES,
        "presence_means": tell_consequences(policy),
        "presence_seconds": seconds,
        "presence_left": "" if seconds is None else write_left(seconds),
        "presence_here": request.path if request.method == "GET" else "/console/",
    }


def _count(known: AgentPresence | None) -> Presence:
    return Presence.OFFLINE if known is None else known.presence
