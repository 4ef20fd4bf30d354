"""Tells how far an order has come, or a return of one."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from bot.actions.booking_readers import read_nothing
from bot.actions.contract import (
    ActionContext,
    SelfService,
    SelfServiceAction,
    Slot,
    Slots,
    Telling,
)
from bot.actions.orders import ORDER, ORDER_SLOTS, ORDERS, describe_order, make_order_choices
from bot.actions.proof import Kind, find_by_number, is_of, list_own
from bot.actions.proven_form import LAST_NAME, ProvenForm, get_proven_again
from bot.actions.thing_numbers import is_same_number, list_number_ways
from bot.forms.readers import find_alternatives
from bot.verification.guesses import allow
from domain.business import Order, OrderStatus, ProductReturn
from domain.messages import QuickReply
from domain.self_service import Level, Risk

# The number of a return that was asked about, and that of its order, which proves it.
RETURN: Final = "return_number"
# Only such a number is looked for among the returns: RT-70001, RMA-70001.
_OF_RETURNS: Final = "R"


class OrderStatusForm(ProvenForm):
    """Asks which order, and for the proof that it may be told of; a return stands for its order."""

    action: ClassVar[str] = "order_status"
    kind: ClassVar[Kind[Any]] = ORDERS
    slots: ClassVar[tuple[Slot, ...]] = (
        *ORDER_SLOTS,
        Slot(name=RETURN, title="Return", read=read_nothing, inner=True),
    )

    async def check(self, telling: Telling, slots: dict[str, Any], said: str) -> dict[str, Any]:
        """Put the order of a return in its place, and go on as with any other."""
        slots = await _find_order_of_return(telling.context, slots)
        return await super().check(telling, slots, said)

    def make_choices(
        self, things: Sequence[Order], context: ActionContext
    ) -> tuple[QuickReply, ...]:
        """Name each order by its number and what was bought."""
        return make_order_choices(things, context)


class TellOrderStatus(SelfServiceAction):
    """Tells of an order or a return."""

    action: ClassVar[str] = "order_status"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Tell what the company's system says of it now."""
        order = await get_proven_again(ORDERS, telling, slots)
        if order is None:
            return None
        asked = slots.get(RETURN)
        if asked is None:
            return _tell_order(telling, order)
        found = await telling.context.business.find_return(asked[0])
        if found is None or not is_same_number(found.order, order.number):
            telling.say("not_found")
            return telling.refuse("not_found")
        return _tell_return(telling, found)


async def _find_order_of_return(context: ActionContext, slots: dict[str, Any]) -> dict[str, Any]:
    """Put the order of a return in its place, once it is proven by that.

    A return that is not there and one of somebody else take the same look-ups; either goes on as
    the number of an order that there is none of, so that the wrong guess counts for the return.
    """
    number, asked = slots[ORDER], slots[RETURN]
    if asked is not None and (number is None or not is_same_number(number, asked[1])):
        slots = slots | {RETURN: None}
    provable = slots[LAST_NAME] is not None or context.address.verified
    if number is None or not number.startswith(_OF_RETURNS) or not provable:
        return slots
    if not await allow(context, ORDERS.scope, min(find_alternatives(number))):
        return slots
    ways = [await context.business.find_return(way) for way in list_number_ways(number)]
    found = next((each for each in ways if each is not None), None)
    order = await context.business.find_order(number if found is None else found.order)
    proven = await _is_proven(context, order, slots[LAST_NAME])
    if found is None or order is None or not proven:
        return slots
    return slots | {ORDER: order.number, RETURN: [found.number, order.number]}


async def _is_proven(context: ActionContext, order: Order | None, last_name: str | None) -> bool:
    """Say whether an order is theirs who ask, by their address or by its last name."""
    own = await list_own(ORDERS, context)
    if order is None:
        return False
    named = last_name is not None and is_of(ORDERS, order, last_name)
    return named or find_by_number(ORDERS, own, order.number) is not None


def _tell_order(telling: Telling, order: Order) -> None:
    context = telling.context
    today = context.now.astimezone(ZoneInfo(context.reading.time_zone)).date()
    late = order.expected_on is not None and order.expected_on < today
    coming = order.status not in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}
    telling.say("order", **describe_order(order), late=late and coming)
    telling.finish(order.status.value, order_number=order.number)


def _tell_return(telling: Telling, found: ProductReturn) -> None:
    telling.say(
        "return",
        number=found.number,
        status=found.status.value,
        refund=found.refund,
        currency=found.currency,
        label_url=found.label_url,
    )
    telling.finish(f"return_{found.status.value}", return_number=found.number)


ORDER_STATUS = SelfService(
    name="order_status",
    title="Status of an order",
    form=OrderStatusForm(),
    perform=TellOrderStatus(),
    risk=Risk.READ,
    level=Level.KNOWLEDGE,
    topic="order",
)
