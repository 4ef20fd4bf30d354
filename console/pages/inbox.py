"""The inbox: which conversations wait for a person, in the order of need."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from aiohttp import web

from console.answers import answer_page, answer_staff_page, read_views
from console.form_reading import read_line
from console.keys import get_services, get_signed_in
from crm_store.inbox import InboxFilter, list_work
from crm_store.routing_hints import find_hints
from crm_store.staff import list_queues, list_staff
from domain.errors import NotFoundError

MOST_ROWS: Final = 100
_LONGEST_SEARCH: Final = 200
_QUEUE: Final = "queue:"
_RESOLVED: Final = "resolved"
# How conversations end that a machine began and that nobody need read.
_AUTOMATIC: Final = "automatic"

# What each view shows, given the id of who looks.
VIEWS: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "waiting": lambda _me: {"waiting": True, "unresolved": True},
    "mine": lambda me: {"assignee": me, "unresolved": True},
    "unassigned": lambda _me: {"unassigned": True, "unresolved": True, "in_queue": True},
    "complaints": lambda _me: {"complained": True, "unresolved": True},
    "snoozed": lambda _me: {"status": "snoozed"},
    "on_hold": lambda _me: {"status": "on_hold"},
    "bot": lambda _me: {"with_bot": True, "unresolved": True},
    _RESOLVED: lambda _me: {"status": _RESOLVED, "not_disposition": _AUTOMATIC},
    _AUTOMATIC: lambda _me: {"disposition": _AUTOMATIC},
}
TITLES: Final[Mapping[str, str]] = {
    "waiting": "All waiting",
    "mine": "Mine",
    "unassigned": "Unassigned",
    "complaints": "Complaints",
    "snoozed": "Snoozed",
    "on_hold": "On hold",
    "bot": "With the bot",
    _RESOLVED: "Resolved",
    _AUTOMATIC: "Machine mail",
}


async def show_inbox(request: web.Request) -> web.Response:
    """Show one view of the inbox."""
    view = _read_view(request)
    return await answer_staff_page(
        request, "inbox.html", current_view=view, **await _read_rows(request, view)
    )


async def show_rows(request: web.Request) -> web.Response:
    """Show the list alone, for a page that looks again."""
    view = _read_view(request)
    return answer_page(request, "inbox/rows.html", **await _read_rows(request, view))


async def show_views(request: web.Request) -> web.Response:
    """Show the views with their counts alone."""
    counts, queues = await read_views(request)
    current = read_line(request, "view")
    return answer_page(
        request, "inbox/views.html", counts=counts, queues=queues, current_view=current
    )


def choose_filter(view: str, me: str, words: str) -> InboxFilter:
    """Say which conversations a view shows.

    Raises:
        NotFoundError: there is no such view.
    """
    q = words or None
    if view.startswith(_QUEUE):
        return InboxFilter(shown_in=view.removeprefix(_QUEUE), unresolved=True, q=q)
    if view not in VIEWS:
        raise NotFoundError(f"there is no view {view!r} of the inbox; there are {', '.join(VIEWS)}")
    return InboxFilter(**VIEWS[view](me), q=q)


def _read_view(request: web.Request) -> str:
    return read_line(request, "view") if "view" in request.query else "waiting"


async def _read_rows(request: web.Request, view: str) -> dict[str, Any]:
    store, me = get_services(request).store, get_signed_in(request).member.id
    words = read_line(request, "q", max_length=_LONGEST_SEARCH)
    rows = await store.read(list_work, choose_filter(view, me, words), limit=MOST_ROWS + 1)
    staff, queues = await store.read(list_staff), await store.read(list_queues)
    hints = await store.read(find_hints, [row.conversation.id for row in rows])
    return {
        "hints": hints,
        "rows": rows[:MOST_ROWS],
        "more": len(rows) > MOST_ROWS,
        "view": view,
        "words": words,
        "staff_names": {member.id: member.name for member in staff},
        "queue_titles": {queue.name: queue.title for queue in queues},
        "titles": TITLES,
    }
