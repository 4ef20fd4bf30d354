"""The complaint register: open ones first, late and grave ones on top."""

from typing import Any, Final

from aiohttp import hdrs, web

from bot.complaints.policy_at_work import get_complaint_policy
from console.keys import get_services, get_signed_in
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.csv_tables import write_register
from console.pages.complaints.register_query import VIEWS, RegisterQuery, read_register_query
from crm_store.complaint_board import BoardCounts, count_board, list_by_need
from crm_store.staff import list_staff
from domain.staff import Permission, has_permission

PER_PAGE: Final = 50
# More than that a spreadsheet is no place for; the API has all of it.
MOST_SAVED: Final = 5_000


async def show_register(request: web.Request) -> web.Response:
    """Show a page of the register."""
    return await answer_register(request)


async def answer_register(
    request: web.Request, *, status: int = 200, **context: Any
) -> web.Response:
    """Answer with the page of the register that the address names."""
    query = read_register_query(request)
    services, me = get_services(request), get_signed_in(request).member
    store, now = services.store, services.clock.now()
    rows = await store.read(
        list_by_need,
        query.make_search(me.id, now),
        now=now,
        skip=(query.page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    counts = await store.read(count_board, me.id, now=now)
    policy, staff = await store.read(get_complaint_policy), await store.read(list_staff)
    return await answer_complaints_page(
        request,
        "complaints/register.html",
        tab="register",
        status=status,
        query=query,
        rows=rows[:PER_PAGE],
        views=_list_views(query, counts),
        counts_open=counts,
        categories=policy.categories,
        owners=[
            each for each in staff if each.can_log_in and has_permission(each.role, Permission.WORK)
        ],
        save=query.make_address("/console/complaints.csv"),
        following=query.make_address(page=query.page + 1) if len(rows) > PER_PAGE else None,
        previous=query.make_address(page=query.page - 1) if query.page > 1 else None,
        most_saved=MOST_SAVED,
        **context,
    )


async def save_register(request: web.Request) -> web.Response:
    """Save the complaints that are wanted, in their order."""
    query, services = read_register_query(request), get_services(request)
    me, now = get_signed_in(request).member.id, services.clock.now()
    wanted = query.make_search(me, now)
    rows = await services.store.read(list_by_need, wanted, now=now, limit=MOST_SAVED)
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="frontdesk-complaints-{now:%Y-%m-%d}.csv"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    text = write_register(rows)
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)


def _list_views(query: RegisterQuery, counts: BoardCounts) -> list[tuple[str, str, str, int]]:
    """List what may be looked at: key, name, address and how many there are."""
    numbers = {
        "open": counts.open,
        "late": counts.late,
        "mine": counts.mine,
        "nobody": counts.nobody,
    }
    return [
        (key, name, query.make_address(view="" if key == "open" else key), numbers.get(key, 0))
        for key, name in VIEWS.items()
    ]
