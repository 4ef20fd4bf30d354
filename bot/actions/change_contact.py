"""Another email address or telephone, confirmed by a code to an old one and then to the new one."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.actions.booking_form import find_proven
from bot.actions.booking_labels import make_choices
from bot.actions.booking_proof import REFERENCE, list_own_bookings
from bot.actions.booking_readers import read_nothing
from bot.actions.contact_readers import (
    EMAIL,
    PHONE,
    read_address,
    read_kind,
    read_named_booking,
    read_new_code,
)
from bot.actions.contact_record import NewContact
from bot.actions.contract import (
    ActionContext,
    Question,
    SelfService,
    SelfServiceAction,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from bot.actions.new_address_code import CONFIRMED, SKIPPED, check_new, send_to_new
from bot.actions.proven_form import DENIED, FOUND, LAST_NAME, NONE, PROVEN
from bot.forms.readers import read_last_name
from bot.verification.codes import choose_address
from domain.business import Booking, BusinessAnswerError, ContactChange
from domain.messages import Address, QuickReply
from domain.self_service import Level, Risk

KIND: Final = "kind"
ADDRESS: Final = "address"
SENT: Final = "sent"
NEW_CODE: Final = "new_code"
# The booking that the code to an old address was asked for; another one takes another code.
CODED: Final = "coded"
# The addresses before the change, as [kind, value]; after a crash the company's system may only
# know the new one.
ON_FILE: Final = "on_file"
_KINDS: Final = tuple(QuickReply(label="", value=kind) for kind in (EMAIL, PHONE))


class ChangeContactForm(SelfServiceForm):
    """Asks what is to be changed and to what; once an old address has agreed, the new one too."""

    action: ClassVar[str] = "change_contact"
    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name=KIND, title="What is changed", read=read_kind),
        Slot(name=ADDRESS, title="New address", read=read_address),
        Slot(name=REFERENCE, title="Booking reference", read=read_named_booking),
        Slot(name=LAST_NAME, title="Last name", read=read_last_name),
        Slot(name=PROVEN, title="Proven for booking", read=read_nothing, inner=True),
        Slot(name=FOUND, title="Booking of the address", read=read_nothing, inner=True),
        Slot(name=CODED, title="Code asked for booking", read=read_nothing, inner=True),
        Slot(name=ON_FILE, title="Addresses on file", read=read_nothing, inner=True),
        Slot(name=SENT, title="Code sent to new address", read=read_nothing, inner=True),
        Slot(name=NEW_CODE, title="Code from the new address", read=read_new_code, secret=True),
    )

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:
        """Return what must be known; the new address is asked once an old one has agreed."""
        named = slots.get(REFERENCE)
        which = [REFERENCE] if slots.get(FOUND) in _ASKED or named else []
        proof = [LAST_NAME] if named and slots.get(PROVEN) != named else []
        agreed = [NEW_CODE] if context.level >= Level.CODE else []
        return [KIND, ADDRESS, *which, *proof, *agreed]

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Return what goes with a question."""
        if slot == KIND:
            return Question(choices=_KINDS)
        if slot == REFERENCE:
            own = await list_own_bookings(context)
            choices = make_choices(own, context) if own else ()
            return Question(facts={"several": bool(own)}, choices=choices)
        return Question(facts={"kind": slots.get(KIND), "new": slots.get(ADDRESS)})

    async def find_addresses(self, slots: Slots, context: ActionContext) -> tuple[Address, ...]:
        """Return where a code may go: to the old address, else to another one of the matter.

        For a booking only those on the booking will do: the customer's own would let anybody who
        knows a reference and a name have it sent to themselves.
        """
        known = await self._list_on_file(slots, context)
        old = tuple(each for each in known if each.kind == slots[KIND] != context.address.kind)
        return old or known

    async def _list_on_file(self, slots: Slots, context: ActionContext) -> tuple[Address, ...]:
        if slots[REFERENCE] is None:
            return await super().find_addresses(slots, context)
        booking = await find_proven(Telling(self.action, context), slots)
        if booking is None:
            raise BusinessAnswerError("the booking that was just there is gone")
        return list_addresses(booking)

    async def get_validation_events(
        self,
        dispatcher: Telling,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[Any]:
        """Check all slots together, whichever of them is new."""
        slots = {slot.name: tracker.slots.get(slot.name) for slot in self.slots}
        checked = await self._check(dispatcher, slots)
        return [SlotSet(name, value) for name, value in checked.items()]

    async def _check(self, telling: Telling, slots: dict[str, Any]) -> dict[str, Any]:
        slots = await self._check_booking(telling, _fit_kind(slots))
        if telling.ended or slots[ADDRESS] is None or self._is_unproven(slots):
            return slots
        if telling.context.level >= Level.CODE:
            return await self._check_new(telling, slots)
        known = await self.find_addresses(slots, telling.context)
        if any(_names(each, slots) for each in known):
            telling.say("same")
            return slots | {ADDRESS: None}
        noted = {
            CODED: slots[REFERENCE] or "",
            ON_FILE: [[each.kind, each.value] for each in known],
        }
        if choose_address(known, telling.context.address) is not None:
            return slots | noted
        if slots[REFERENCE] is None and slots[FOUND] != DENIED:
            # The record knows no other address, but a booking may.
            return slots | {FOUND: _ANY}
        telling.say("no_other_address")
        telling.hand_over("not_verified")
        return slots

    def _is_unproven(self, slots: Slots) -> bool:
        return bool(slots[REFERENCE] != slots[PROVEN]) or slots[FOUND] == _SEVERAL

    async def _check_booking(self, telling: Telling, slots: dict[str, Any]) -> dict[str, Any]:
        """Find which booking is meant, if any, and whether it is theirs to change."""
        context = telling.context
        if context.tools.business is None:
            return slots | {REFERENCE: None, PROVEN: None, FOUND: DENIED}
        if slots[REFERENCE] == NONE:
            slots = slots | {REFERENCE: None, PROVEN: None, FOUND: DENIED}
        if slots[REFERENCE] is None and slots[FOUND] != DENIED:
            slots = slots | await _take_own(context)
        if slots[REFERENCE] is None or slots[REFERENCE] == slots[PROVEN]:
            return slots
        booking = await find_proven(telling, slots)
        if booking is not None:
            return slots | {REFERENCE: booking.reference, PROVEN: booking.reference, FOUND: None}
        return slots | ({REFERENCE: None, LAST_NAME: None} if slots[LAST_NAME] else {})

    async def _check_new(self, telling: Telling, slots: dict[str, Any]) -> dict[str, Any]:
        """Have the new address confirmed by a code of its own, where one can be sent there."""
        if slots[CODED] != (slots[REFERENCE] or ""):
            telling.say("other_booking")
            telling.refuse("other_booking")
            return slots
        if slots[SENT] == slots[ADDRESS] and slots[NEW_CODE] is not None:
            return slots | {NEW_CODE: await check_new(telling, new_address(slots), slots[NEW_CODE])}
        if slots[SENT] == slots[ADDRESS]:
            return slots
        sent = await send_to_new(telling.context, new_address(slots))
        return slots | {SENT: slots[ADDRESS], NEW_CODE: None if sent else SKIPPED}


class ChangeContact(SelfServiceAction):
    """Tells the company's system and our own record, and lets the old address hear of it."""

    action: ClassVar[str] = "change_contact"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Change it once; the record follows with the end of the action."""
        context, new = telling.context, new_address(slots)
        if slots[REFERENCE] is not None:
            change = ContactChange(booking=slots[REFERENCE], address=new)
            await context.business.change_contact(change, context.write)
        known = (Address(kind=kind, value=value) for kind, value in slots[ON_FILE])
        told = tuple(
            each for each in known if _pair(each) not in {_pair(context.address), _pair(new)}
        )
        telling.change(NewContact(context=context, new=new, told=told))
        telling.say("changed", new=new.value, booking=slots[REFERENCE])
        telling.finish("changed", kind=new.kind, booking=slots[REFERENCE], confirmed=new.verified)


# Several bookings know the address, and the customer has to say which; or none does, and one is
# needed.
_SEVERAL: Final = "several"
_ANY: Final = "any"
_ASKED: Final = frozenset({_SEVERAL, _ANY})


def list_addresses(booking: Booking) -> tuple[Address, ...]:
    """List the addresses on a booking."""
    on_it = ((EMAIL, booking.email), (PHONE, booking.phone))
    return tuple(Address(kind=kind, value=value, verified=True) for kind, value in on_it if value)


def new_address(slots: Slots) -> Address:
    """Return the new address; verified once the code that was sent there came back."""
    confirmed = slots.get(NEW_CODE) == CONFIRMED
    return Address(kind=slots[KIND], value=slots[ADDRESS], verified=confirmed)


async def _take_own(context: ActionContext) -> dict[str, Any]:
    own = await list_own_bookings(context)
    if len(own) == 1:
        return {REFERENCE: own[0].reference, FOUND: None}
    return {FOUND: _SEVERAL if own else None}


def _fit_kind(slots: dict[str, Any]) -> dict[str, Any]:
    """Drop an address of another kind than is to be changed."""
    if slots[ADDRESS] is None or (slots[KIND] == EMAIL) == ("@" in slots[ADDRESS]):
        return slots
    return slots | {ADDRESS: None}


def _pair(address: Address) -> tuple[str, str]:
    return address.kind, address.value


def _names(address: Address, slots: Slots) -> bool:
    return (address.kind, address.value.casefold()) == (slots[KIND], slots[ADDRESS].casefold())


CHANGE_CONTACT = SelfService(
    name="change_contact",
    title="Change contact details",
    form=ChangeContactForm(),
    perform=ChangeContact(),
    risk=Risk.LOW_IMPACT,
    level=Level.CODE,
    topic="booking",
    needs_business=False,
)
