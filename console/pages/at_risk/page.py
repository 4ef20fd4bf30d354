"""Customers whom somebody should call before they leave."""

from typing import Final

from aiohttp import hdrs, web

from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.at_risk.csv_tables import write_at_risk, write_repeat

MOST_SHOWN: Final = 50
_MOST_SAVED: Final = 1_000


async def show_at_risk(request: web.Request) -> web.Response:
    """Show both lists, whoever needs it most first."""
    lists = await get_services(request).recovery.read_lists(limit=MOST_SHOWN)
    return await answer_staff_page(
        request, "at_risk/page.html", current_view="at-risk", lists=lists, most=MOST_SHOWN
    )


async def save_at_risk(request: web.Request) -> web.Response:
    """Save the customers in danger."""
    listed = await get_services(request).recovery.list_at_risk(limit=_MOST_SAVED)
    return _answer_file("customers-at-risk", write_at_risk(listed))


async def save_repeat(request: web.Request) -> web.Response:
    """Save those who complain time and again."""
    listed = await get_services(request).recovery.list_repeat(limit=_MOST_SAVED)
    return _answer_file("repeat-complainers", write_repeat(listed))


def _answer_file(name: str, text: str) -> web.Response:
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}.csv"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
