"""What of an order can be sent back, and how a return ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.actions.contract import ActionContext, Telling
from domain.business import BusinessRefusedError, Order, OrderItem, OrderStatus, ProductReturn

# What the company's system may refuse for, as the sentence that says so.
_REFUSALS: Final = {
    "too_late": "too_late",
    "cancelled": "cancelled",
    "invalid": "not_possible",
    "not_found": "not_possible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Returnable:
    """The items of an order, by whether they can be sent back today."""

    items: tuple[OrderItem, ...]
    others: tuple[OrderItem, ...]


def list_returnable(order: Order, context: ActionContext) -> Returnable:
    """List which items of an order can be sent back, and which cannot."""
    today = find_today(context)
    items = tuple(each for each in order.items if _is_returnable(each, today))
    others = tuple(each for each in order.items if not _is_returnable(each, today))
    return Returnable(items=items, others=others)


def find_today(context: ActionContext) -> date:
    """Find the day it is where times are told."""
    return context.now.astimezone(ZoneInfo(context.reading.time_zone)).date()


def find_obstacle(order: Order, returnable: Returnable) -> str | None:
    """Find out why nothing of an order can be sent back: the sentence that says so, or None."""
    if order.status is OrderStatus.CANCELLED:
        return "cancelled"
    if order.status is not OrderStatus.DELIVERED:
        return "not_delivered"
    return None if returnable.items else "not_returnable"


def describe_items(items: Sequence[OrderItem]) -> list[dict[str, Any]]:
    """Describe items as facts of a sentence, with the day until which they went back."""
    return [
        {
            "title": each.title,
            "until": None if each.returnable_until is None else each.returnable_until.isoformat(),
        }
        for each in items
    ]


def tell_noted(telling: Telling, noted: ProductReturn) -> None:
    """Tell the number, the label, and what happens next."""
    telling.say(
        "noted",
        number=noted.number,
        label_url=noted.label_url,
        refund=noted.refund,
        currency=noted.currency,
    )
    refund = f"{noted.refund / 100:.2f} {noted.currency}"
    telling.finish("noted", return_number=noted.number, order_number=noted.order, refund=refund)


def tell_refusal(telling: Telling, order: Order, error: BusinessRefusedError) -> None:
    """Tell why the company's system did not note a return.

    Raises:
        BusinessRefusedError: it has a reason of its own; a person looks at it.
    """
    name = _REFUSALS.get(error.code)
    named = next((each for each in order.items if each.id == error.facts.get("item")), None)
    if error.code == "not_returnable":
        known = named is not None and _is_returnable(named, find_today(telling.context))
        name = "already_returned" if known else "not_possible"
    if name is None:
        raise error
    title = named.title if named is not None else None
    telling.say(name, number=order.number, title=title, until=error.facts.get("until"))
    telling.refuse(name, order_number=order.number)


def _is_returnable(item: OrderItem, today: date) -> bool:
    return item.returnable_until is not None and item.returnable_until >= today
