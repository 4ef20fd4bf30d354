"""Answers that every page gives in the same way."""

import asyncio
import json
from typing import Any

from aiohttp import hdrs, web

from bot.linking.make_link import list_linking_kinds
from console.keys import PAGES, SIGNED_IN, get_services
from console.own_presence import note_page, read_own_presence
from crm_store.alerts import count_unread_alerts
from crm_store.complaint_board import count_late_complaints
from crm_store.inbox_counts import InboxCounts, count_inbox
from crm_store.staff import list_queues


def answer_page(
    request: web.Request, template: str, *, status: int = 200, **context: Any
) -> web.Response:
    """Render a template as the answer; it is never kept by anybody on the way."""
    text = request.app[PAGES].render(template, **_context(request), **context)
    return _answer(text, status)


async def answer_long_page(request: web.Request, template: str, **context: Any) -> web.Response:
    """Render a template that customers can make long: in a thread, so that nobody waits for it."""
    pages, shared = request.app[PAGES], _context(request)
    return _answer(await asyncio.to_thread(pages.render, template, **shared, **context))


def _context(request: web.Request) -> dict[str, Any]:
    signed_in = request.get(SIGNED_IN)
    return {
        "now": get_services(request).clock.now(),
        "me": signed_in.member if signed_in else None,
        "csrf": signed_in.csrf if signed_in else "",
        "links_to": list_linking_kinds(get_services(request).tools),
    }


def _answer(text: str, status: int = 200) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


async def answer_staff_page(
    request: web.Request, template: str, *, current_view: str = "", **context: Any
) -> web.Response:
    """Render a page of the console, with the views of the inbox and the bell.

    Args:
        current_view: which view of the inbox (or `operations`) is the current one, if any.
    """
    await note_page(request)
    counts, queues = await read_views(request)
    member = request[SIGNED_IN].member
    services, now = get_services(request), get_services(request).clock.now()
    unread = await services.store.read(count_unread_alerts, member)
    beside = {
        "counts": counts,
        "queues": queues,
        "current_view": current_view,
        "unread_alerts": unread,
        "late_complaints": await services.store.read(count_late_complaints, now=now),
        **await read_own_presence(request),
    }
    return await answer_long_page(request, template, **(beside | context))


async def read_views(request: web.Request) -> tuple[InboxCounts, Any]:
    """Read what the list of views shows."""
    store = get_services(request).store
    counts = await store.read(count_inbox, request[SIGNED_IN].member.id)
    return counts, await store.read(list_queues)


def answer_change(request: web.Request, *, location: str, said: str) -> web.Response:
    """Answer a change that was made: browsers go and look, htmx pages look again in place.

    Args:
        said: what was done, for the page to tell.
    """
    if "HX-Request" in request.headers:
        trigger = json.dumps({"conversation-changed": True, "tell": said})
        return web.Response(status=204, headers={"HX-Trigger": trigger})
    return web.Response(status=303, headers={hdrs.LOCATION: location})
