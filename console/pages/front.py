"""The page at the root: what this is, and where to go."""

from aiohttp import hdrs, web

from console.answers import answer_page
from console.keys import get_services
from console.route import list_routes


async def show_front(request: web.Request) -> web.Response:
    """Say what this is, with links to what there is."""
    paths = {path for _, path in list_routes(request.app)}
    version = get_services(request).version
    return answer_page(request, "front.html", version=version, helping="/help/" in paths)


async def go_to_inbox(_request: web.Request) -> web.Response:
    """Add the slash that the session's cookie needs."""
    return web.Response(status=303, headers={hdrs.LOCATION: "/console/"})
