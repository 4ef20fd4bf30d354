"""The page at the root: what this is, and where to go."""

from aiohttp import hdrs, web

from console.answers import answer_page
from console.keys import get_services


async def show_front(request: web.Request) -> web.Response:
    """Say what this is, with links to what there is."""
    services = get_services(request)
    return answer_page(
        request, "front.html", version=services.version, helping=services.help_centre
    )


async def go_to_inbox(_request: web.Request) -> web.Response:
    """Add the slash that the session's cookie needs."""
    return web.Response(status=303, headers={hdrs.LOCATION: "/console/"})
