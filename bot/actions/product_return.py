"""Has something sent back, or money asked back for what arrived damaged."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from bot.actions.booking_readers import read_nothing
from bot.actions.contract import (
    ActionContext,
    Question,
    SelfService,
    SelfServiceAction,
    Slot,
    Slots,
    Telling,
)
from bot.actions.orders import ORDER_SLOTS, ORDERS, make_order_choices
from bot.actions.proof import Kind
from bot.actions.proven_form import FOUND, NONE, ProvenForm, get_proven_again
from bot.actions.return_outcome import (
    Returnable,
    describe_items,
    find_obstacle,
    list_returnable,
    tell_noted,
    tell_refusal,
)
from bot.actions.return_readers import (
    GOODS,
    MONEY,
    REASONS,
    read_goods,
    read_items,
    read_reason,
)
from bot.forms.readers import read_text, read_yes_no
from bot.forms.readers.plain_text import fold_words
from domain.business import (
    BusinessAnswerError,
    BusinessRefusedError,
    Order,
    OrderItem,
    ReturnRequest,
)
from domain.messages import QuickReply
from domain.self_service import Level, Risk, Said

ITEMS: Final = "items"
# What the chosen items are called, for staff.
TITLES: Final = "titles"
REASON: Final = "reason"
REMARK: Final = "remark"
WAY: Final = "way"
CONFIRMED: Final = "confirmed"
# The refund as [cents, currency], so that whoever decides need not ask the company's system.
REFUND: Final = "refund"
_YES_NO: Final = (QuickReply(label="", value="yes"), QuickReply(label="", value="no"))
_REASONS: Final = tuple(QuickReply(label="", value=reason) for reason in REASONS)
_WAYS: Final = (QuickReply(label="", value=GOODS), QuickReply(label="", value=MONEY))


class ProductReturnForm(ProvenForm):
    """Asks which order, which items and why; and, before anything is done, yes or no."""

    action: ClassVar[str] = "product_return"
    kind: ClassVar[Kind[Any]] = ORDERS
    slots: ClassVar[tuple[Slot, ...]] = (
        *ORDER_SLOTS,
        Slot(name=ITEMS, title="Items", read=read_items),
        Slot(name=TITLES, title="Names of the items", read=read_nothing, noted=True),
        Slot(name=REASON, title="Reason", read=read_reason),
        Slot(name=REMARK, title="In their words", read=read_text),
        Slot(name=WAY, title="Goods or money", read=read_goods),
        Slot(name=CONFIRMED, title="Confirmed", read=read_yes_no),
        Slot(name=REFUND, title="Refund", read=read_nothing, inner=True),
    )

    def needed_once_proven(self, slots: Slots) -> Sequence[str]:
        """Return which items and why; a choice between goods and money only for what is damaged."""
        remark = [REMARK] if slots[REASON] == "other" else []
        way = [WAY] if slots[REASON] == "damaged" else []
        return [ITEMS, REASON, *remark, *way, CONFIRMED]

    def make_choices(
        self, things: Sequence[Order], context: ActionContext
    ) -> tuple[QuickReply, ...]:
        """Name each order by its number and what was bought."""
        return make_order_choices(things, context)

    def choose(self, things: tuple[Order, ...], context: ActionContext) -> tuple[Order, ...]:
        """Return the orders of which something can be sent back; where there are none, all."""
        return tuple(each for each in things if _is_open(each, context)) or things

    def is_denied(self, slots: Slots) -> bool:
        """Say whether the customer wants none of what was found by their address."""
        return super().is_denied(slots) or (slots[ITEMS] == [NONE] and _is_unnamed(slots))

    async def check_thing(
        self, telling: Telling, thing: Order, slots: dict[str, Any], said: str
    ) -> dict[str, Any]:
        """Refuse what cannot be sent back; fill what need not be asked."""
        returnable = list_returnable(thing, telling.context)
        obstacle = find_obstacle(thing, returnable)
        if obstacle is not None:
            telling.say(obstacle, number=thing.number, items=describe_items(thing.items))
            telling.refuse(obstacle, order_number=thing.number)
            return slots
        if slots[ITEMS] == [NONE] or slots[CONFIRMED] is False:
            telling.said.append(Said(key="common.cancelled"))
            telling.refuse("declined", order_number=thing.number)
            return slots
        if slots[REFUND] is None and returnable.others:
            telling.say("kept_out", items=describe_items(returnable.others))
        chosen = _find_chosen(
            returnable, slots[ITEMS], said, corrected=telling.context.reading.corrected
        )
        refund = [_add_up(thing, chosen or ()), thing.currency]
        return slots | {ITEMS: chosen, TITLES: _name(thing, chosen or ()), REFUND: refund}

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Return what goes with a question; only who has proven the order is asked of it."""
        if slot == REASON:
            return Question(choices=_REASONS)
        if slot == WAY:
            return Question(choices=_WAYS)
        if slot not in {ITEMS, CONFIRMED}:
            return await super().ask(slot, slots, context)
        order = await get_proven_again(ORDERS, Telling(self.action, context), slots)
        if order is None:
            raise BusinessAnswerError("the order that was just there is gone")
        if slot == ITEMS:
            items = list_returnable(order, context).items
            return Question(
                facts={"number": order.number}, choices=_offer(items, order.currency, slots)
            )
        return Question(facts=_describe_request(order, slots), choices=_YES_NO)

    def approval_needed(self, slots: Slots, context: ActionContext) -> str | None:
        """Return why a person must allow it: what is paid back is above what the settings say."""
        amount, currency = slots[REFUND]
        limit = context.tools.settings.approve_refunds_above
        if amount <= limit:
            return None
        titles = ", ".join(slots[TITLES] or ())
        return f"{amount / 100:.2f} {currency} for {titles} is more than {limit / 100:.2f}"


class RequestReturn(SelfServiceAction):
    """Has the company note the return, and says what it answered."""

    action: ClassVar[str] = "product_return"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Have it noted."""
        order = await get_proven_again(ORDERS, telling, slots)
        if order is None:
            return None
        request = ReturnRequest(
            order=order.number,
            items=tuple(slots[ITEMS]),
            reason=slots[REASON],
            goods=slots.get(WAY) != MONEY,
            remark=slots.get(REMARK) or "",
        )
        context = telling.context
        try:
            noted = await context.business.request_return(request, context.write)
        except BusinessRefusedError as error:
            return tell_refusal(telling, order, error)
        return tell_noted(telling, noted)


def _is_open(order: Order, context: ActionContext) -> bool:
    return find_obstacle(order, list_returnable(order, context)) is None


def _is_unnamed(slots: Slots) -> bool:
    """Say whether the order was taken for theirs by the address alone."""
    return slots[FOUND] is not None and slots[FOUND] == slots[ORDERS.slot]


def _find_chosen(
    returnable: Returnable, chosen: list[str] | None, said: str, *, corrected: bool
) -> list[str] | None:
    """Find which items are meant; None where that must be asked."""
    items = returnable.items
    if len(items) == 1:
        return [items[0].id]
    kept = [each.id for each in items if each.id in (chosen or ())]
    named = [each.id for each in items if _is_named(each, said)]
    return (named or kept if corrected else kept or named) or None


def _is_named(item: OrderItem, said: str) -> bool:
    """Say whether a text names an item by the first two words of its title."""
    title = " ".join(fold_words(item.title).split()[:2])
    return bool(title) and f" {title} " in f" {fold_words(said)} "


def _add_up(order: Order, chosen: Sequence[str]) -> int:
    return sum(each.price * each.quantity for each in order.items if each.id in chosen)


def _name(order: Order, chosen: Sequence[str]) -> list[str] | None:
    return [each.title for each in order.items if each.id in chosen] or None


def _offer(items: Sequence[OrderItem], currency: str, slots: Slots) -> tuple[QuickReply, ...]:
    """Make a choice of each item with its price, one for all, and one where none is theirs."""
    choices = [QuickReply(label=_label(each, currency), value=each.id) for each in items]
    none = [QuickReply(label="", value=NONE)] if _is_unnamed(slots) else []
    return (*choices, QuickReply(label="", value="all"), *none)


def _label(item: OrderItem, currency: str) -> str:
    count = f"{item.quantity} x " if item.quantity > 1 else ""
    return f"{count}{item.title}, {item.price * item.quantity / 100:.2f} {currency}"


def _describe_request(order: Order, slots: Slots) -> dict[str, Any]:
    amount, currency = slots[REFUND]
    titles = _name(order, slots[ITEMS])
    goods = slots.get(WAY) != MONEY
    return {"titles": titles, "refund": amount, "currency": currency, "goods": goods}


PRODUCT_RETURN = SelfService(
    name="product_return",
    title="Return something",
    form=ProductReturnForm(),
    perform=RequestReturn(),
    risk=Risk.NEEDS_APPROVAL,
    level=Level.KNOWLEDGE,
    topic="refund",
)
