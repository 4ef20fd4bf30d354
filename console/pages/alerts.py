"""What a member of staff was told: the bell that counts it, and the page that lists it."""

from typing import Any, Final

from aiohttp import web

from bot.read_alerts import mark_alerts_read
from console.alert_words import name_audience
from console.answers import answer_change, answer_page, answer_staff_page
from console.form_reading import read_form, read_line
from console.keys import get_services, get_signed_in
from console.positions import parse_before
from crm_store.alerts import count_unread_alerts, find_read_to, list_alerts
from crm_store.staff import list_queues
from domain.errors import InvalidInputError

_PAGE: Final = 50


async def show_alerts(request: web.Request) -> web.Response:
    """Show what they were told, the latest first."""
    context = await _read_alerts(request)
    return await answer_staff_page(
        request, "alerts/page.html", current_view="alerts", before=read_before(request), **context
    )


async def show_alert_list(request: web.Request) -> web.Response:
    """Show the list alone, for a page that looks again."""
    return answer_page(request, "alerts/list.html", **await _read_alerts(request))


async def show_mark(request: web.Request) -> web.Response:
    """Show the button that marks all as read, where there is something to mark."""
    return answer_page(request, "alerts/mark.html", **await _read_alerts(request))


async def show_bell(request: web.Request) -> web.Response:
    """Show the bell alone."""
    member = get_signed_in(request).member
    unread = await get_services(request).store.read(count_unread_alerts, member)
    view = read_line(request, "view")
    return answer_page(request, "alerts/bell.html", unread_alerts=unread, current_view=view)


async def read_alerts(request: web.Request) -> web.Response:
    """Mark as read what they were told, up to what the page showed."""
    up_to = parse_before((await read_form(request)).get("up_to", ""))
    if up_to is None:
        raise InvalidInputError("say up to which alert you have read", field="up_to")
    await mark_alerts_read(get_services(request).tools, get_signed_in(request).member, up_to=up_to)
    return answer_change(request, location="/console/alerts", said="All alerts are read")


def read_before(request: web.Request) -> str:
    """Read the position to go on from, as it is written in addresses."""
    return str(parse_before(read_line(request, "before")) or "")


async def _read_alerts(request: web.Request) -> dict[str, Any]:
    store, member = get_services(request).store, get_signed_in(request).member
    before = parse_before(read_line(request, "before"))
    alerts = await store.read(list_alerts, member, before=before, limit=_PAGE + 1)
    read_to = await store.read(find_read_to, member.id)
    page = alerts[:_PAGE]
    return {
        "alerts": page,
        "read_to": read_to,
        "unread_here": bool(page) and page[0].position > read_to,
        "following": page[-1].position if len(alerts) > _PAGE else None,
        "queue_titles": {queue.name: queue.title for queue in await store.read(list_queues)},
        "name_audience": name_audience,
    }
