"""One customer: everything said, on all channels."""

from datetime import datetime
from typing import Any, Final

from aiohttp import web

from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.complaints.words import make_words
from console.positions import parse_before
from crm_store.ballots import list_ballots_in
from crm_store.complaints import list_complaints_of_customer
from crm_store.customer_view import CustomerView, read_customer_timeline, read_customer_view
from crm_store.staff import list_staff
from crm_store.transaction import Transaction
from crm_store.vouchers import list_vouchers

PAGE_SIZE: Final = 50
# Of complaints, vouchers and votes.
MOST_BESIDE: Final = 20


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
        **make_words(),
        **await store.read(_read_complaints, customer, now=get_services(request).clock.now()),
    )


def _read_complaints(tx: Transaction, view: CustomerView, *, now: datetime) -> dict[str, Any]:
    """Read what they complained of, what they were given, and how they voted lately."""
    customer_id = view.customer.id
    asked = list_ballots_in(tx, [each.id for each in view.conversations])
    return {
        "complaints": list_complaints_of_customer(tx, customer_id, limit=MOST_BESIDE),
        "vouchers": list_vouchers(tx, now=now, customer_id=customer_id, limit=MOST_BESIDE),
        "ballots": [each for each in reversed(asked) if each.value is not None][:MOST_BESIDE],
    }
