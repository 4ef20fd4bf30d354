"""One customer: everything said, on all channels."""

from typing import Final

from aiohttp import web

from console.answers import answer_staff_page
from console.keys import get_services
from console.positions import parse_before
from crm_store.customer_view import read_customer_timeline, read_customer_view
from crm_store.staff import list_staff

PAGE_SIZE: Final = 50


async def show_customer(request: web.Request) -> web.Response:
    """Show a customer with the timeline across channels, newest first."""
    store, customer_id = get_services(request).store, request.match_info["id"]
    before = parse_before(request.query.get("before", ""))
    customer = await store.read(read_customer_view, customer_id)
    timeline = await store.read(read_customer_timeline, customer_id, before=before, limit=PAGE_SIZE)
    staff = await store.read(list_staff)
    return await answer_staff_page(
        request,
        "customer.html",
        customer=customer,
        timeline=timeline,
        staff_names={member.id: member.name for member in staff},
    )
