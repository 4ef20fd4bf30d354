"""Orders as a customer proves them, and as sentences and choices name them."""

from collections.abc import Sequence
from typing import Any, Final

from bot.actions.contract import ActionContext
from bot.actions.proof import Kind
from bot.actions.proven_form import MOST_CHOICES, NONE, make_proof_slots
from bot.actions.thing_numbers import list_number_ways, read_number
from domain.business import Order
from domain.messages import QuickReply

ORDER: Final = "order_number"
# Letters and digits, such as AS-2041 and RT-70001, or digits alone.
_PATTERN: Final = r"[A-Z]{1,3}\d{4,8}|\d{5,10}"

ORDERS: Final[Kind[Order]] = Kind(
    scope="order",
    slot=ORDER,
    find=lambda business, number: business.find_order(number),
    list_of=lambda business, address: business.list_orders(address),
    get_number=lambda order: order.number,
    list_names=lambda order: (order.last_name,),
    list_ways=list_number_ways,
)
ORDER_SLOTS: Final = make_proof_slots(ORDER, "Order", "Order number", read_number(_PATTERN))


def make_order_choices(orders: Sequence[Order], context: ActionContext) -> tuple[QuickReply, ...]:  # noqa: ARG001 - as all are called
    """Make a choice of each order by its number and what was bought, and one for none of them."""
    some = orders[:MOST_CHOICES]
    choices = [QuickReply(label=_label(each), value=each.number) for each in some]
    return (*choices, QuickReply(label="", value=NONE))


def describe_order(order: Order) -> dict[str, Any]:
    """Describe an order as facts of a sentence: `what` was bought, and how much `more`."""
    return {
        "number": order.number,
        "what": order.items[0].title if order.items else "",
        "more": max(0, len(order.items) - 1),
        "status": order.status.value,
        "expected_on": None if order.expected_on is None else order.expected_on.isoformat(),
        "delivered_on": None if order.delivered_on is None else order.delivered_on.isoformat(),
        "tracking_url": order.tracking_url,
    }


def _label(order: Order) -> str:
    titles = ", ".join(item.title for item in order.items[:2])
    return f"{order.number}: {titles}" if titles else order.number
