"""The supervisor's first page, its list alone, how things go below it, and the list as a file."""

from datetime import UTC
from typing import Any

from aiohttp import hdrs, web

from bot.exceptions.list_exceptions import list_exceptions
from console.answers import answer_page, answer_staff_page
from console.form_reading import read_line
from console.keys import get_services
from console.pages.exceptions.csv_table import write_exceptions
from console.pages.exceptions.query import read_query
from console.pages.exceptions.reading import RowNote, read_list
from console.pages.exceptions.trend import read_trend
from console.pages.exceptions.words import say_done
from crm_store.routing_names import read_routing_names
from domain.exceptions import Remedy

_MOST_SAVED = 1_000


async def show_exceptions(request: web.Request) -> web.Response:
    """Show what needs a supervisor, and below it how things go."""
    query = read_query(request)
    listed = await read_list(request, query)
    return await answer_exceptions(request, listed | {"notes": _read_note(request, listed)})


async def answer_exceptions(
    request: web.Request, listed: dict[str, Any], *, status: int = 200
) -> web.Response:
    """Answer the whole page."""
    response = await answer_staff_page(
        request,
        "exceptions/page.html",
        current_view="exceptions",
        trend=await read_trend(request),
        **listed,
    )
    response.set_status(status)
    return response


async def show_list(request: web.Request) -> web.Response:
    """Show the list alone."""
    listed = await read_list(request, read_query(request))
    return answer_page(request, "exceptions/list.html", **listed)


async def show_trend(request: web.Request) -> web.Response:
    """Show how things go, alone."""
    return answer_page(request, "exceptions/trend.html", trend=await read_trend(request))


async def save_exceptions(request: web.Request) -> web.Response:
    """Save the list, the oldest first."""
    services, query = get_services(request), read_query(request)
    listed = await list_exceptions(services.tools, query.make_search(limit=_MOST_SAVED))
    names = await services.store.read(read_routing_names)
    day = services.clock.now().astimezone(UTC)
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="frontdesk-exceptions-{day:%Y-%m-%d}.csv"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    text = write_exceptions(listed.rows, names)
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)


def _read_note(request: web.Request, listed: dict[str, Any]) -> dict[str, RowNote]:
    """Read what was done on the page before, which its address names, to which row."""
    done, key = read_line(request, "done"), read_line(request, "row")
    if done not in set(Remedy):
        return {}
    row = next((each for each in listed["rows"] if each.key == key), None)
    said = say_done(Remedy(done), None if row is None else row.gravest.kind)
    return {"" if row is None else key: RowNote(words=said, done=True)}
