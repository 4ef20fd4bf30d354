"""The wallboard: the page, and the board alone for a screen that looks again."""

from typing import Any, Final

from aiohttp import web

from bot.exceptions.wallboard import read_wallboard
from console.answers import answer_page
from console.form_reading import read_line
from console.keys import get_services
from console.pages.exceptions.words import LABELS
from console.pages.wallboard import words

WALLBOARD: Final = "/console/wallboard"


async def show_wallboard(request: web.Request) -> web.Response:
    """Show the whole page; looking at it is no sign that anybody is there."""
    return answer_page(request, "wallboard/page.html", **await _read(request))


async def show_board(request: web.Request) -> web.Response:
    """Show what changes on it."""
    return answer_page(request, "wallboard/board.html", **await _read(request))


async def _read(request: web.Request) -> dict[str, Any]:
    services = get_services(request)
    return {
        "board": await read_wallboard(services.tools),
        "light": read_line(request, "look") == "light",
        "time_zone": services.time_zone,
        "labels": LABELS,
        "say": words,
    }
