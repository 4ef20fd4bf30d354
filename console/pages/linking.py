"""A link for one customer, with which a chat of theirs elsewhere joins their record."""

from aiohttp import web

from bot.linking.make_link import make_link
from console.answers import answer_staff_page
from console.keys import get_services
from crm_store.customers import get_customer


async def make_customer_link(request: web.Request) -> web.Response:
    """Make a link and show it, this once: what is kept of it cannot be shown again."""
    services, customer_id = get_services(request), request.match_info["id"]
    made = await make_link(services.tools, request.match_info["kind"], customer_id)
    customer = await services.store.read(get_customer, customer_id)
    return await answer_staff_page(
        request, "link.html", customer=customer, kind=request.match_info["kind"], made=made
    )
