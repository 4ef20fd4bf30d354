"""What could not be done, and giving it another turn."""

from aiohttp import hdrs, web

from console.answers import answer_staff_page
from console.keys import get_services


async def show_operations(request: web.Request) -> web.Response:
    """Show the jobs that were put out of the order, with what went wrong."""
    shunted = await get_services(request).operations.list_shunted()
    return await answer_staff_page(
        request, "operations.html", current_view="operations", shunted=shunted
    )


async def replay(request: web.Request) -> web.Response:
    """Give a job its turn again."""
    await get_services(request).operations.replay(request.match_info["id"])
    return web.Response(status=303, headers={hdrs.LOCATION: "/console/operations"})
