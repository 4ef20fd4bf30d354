"""What all forms about one booking, order or appointment share: which it is, and whose."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Final

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.actions.booking_readers import read_nothing
from bot.actions.contract import ActionContext, Question, SelfServiceForm, Slot, Slots, Telling
from bot.actions.proof import HeldT, Kind, find_by_number, is_of, list_own, prove_by_pair
from bot.forms.readers import read_last_name
from bot.forms.reading import Reader, Reading
from domain.business import BusinessUnclearError
from domain.messages import QuickReply
from domain.self_service import Level

LAST_NAME: Final = "last_name"
# Which one the customer has proven to be theirs, so that another one is proven anew.
PROVEN: Final = "proven"
# Which one was taken for theirs by the address alone, or `DENIED`.
FOUND: Final = "found"
DENIED: Final = "denied"
# Number and name that did not go together, so that either may be told anew.
TRIED: Final = "tried"
# What is pressed where none of those of an address is meant.
NONE: Final = "none"
# More choices than a text message has room for are not offered.
MOST_CHOICES: Final = 5


def make_proof_slots(number: str, what: str, title: str, read: Reader) -> tuple[Slot, ...]:
    """Make the slots by which one thing is named and proven.

    Before the number stands what holds for any thing: whoever corrects a slot by which something
    was proven has those after it forgotten.

    Args:
        number: the name of the slot for the thing's number, `title` its title.
        what: the kind of thing, for staff.
    """
    return (
        Slot(name=FOUND, title=f"{what} of the address", read=read_nothing, inner=True),
        Slot(name=number, title=title, read=partial(_read_number, read)),
        Slot(name=LAST_NAME, title="Last name", read=partial(_read_name, number)),
        Slot(name=PROVEN, title=f"Proven for {what.lower()}", read=read_nothing, inner=True),
        Slot(name=TRIED, title="Tried in vain, not proven", read=read_nothing, noted=True),
    )


def _read_number(read: Reader, reading: Reading) -> Any:
    """After a pair that did not fit, a bare word without digits is a name, no number."""
    found = read(reading)
    bare = isinstance(found, str) and found.isalpha() and len(reading.text.split()) == 1
    return None if bare and reading.slots.get(TRIED) and reading.pressed is None else found


def _read_name(number: str, reading: Reading) -> str | None:
    """After a pair that did not fit, a bare name counts although both are asked for."""
    anew = bool(reading.slots.get(TRIED)) and reading.slots.get(number) is None
    wanted = reading.requested or (anew and reading.pressed is None)
    return read_last_name(replace(reading, requested=wanted))


class ProvenForm(SelfServiceForm):
    """Asks for one thing and its proof, and then for what a subclass wants to know of it.

    All slots are checked together, since a number and a name mean something only as a pair. A
    subclass names the `kind` of thing, says in `check_thing` what the
    thing, once proven, makes of its slots, in `needed_once_proven` which it asks for, in `choose`
    which of those of an address it offers and in `make_choices` how.
    """

    kind: ClassVar[Kind[Any]]
    # What stays as it was said when the customer names another one.
    lasting: ClassVar[tuple[str, ...]] = ()

    async def check_thing(
        self,
        telling: Telling,  # noqa: ARG002 - for those that refuse some
        thing: Any,  # noqa: ARG002 - as above
        slots: dict[str, Any],
        said: str,  # noqa: ARG002 - as above
    ) -> dict[str, Any]:
        """Return the slots as the proven thing makes them; any will do unless overridden.

        Args:
            said: what the customer wrote, where it may name something of the thing; else empty.
        """
        return slots

    def needed_once_proven(self, slots: Slots) -> Sequence[str]:  # noqa: ARG002 - as above
        """Return what must be known once the thing is proven, in the order asked for: nothing."""
        return ()

    @abstractmethod
    def make_choices(self, things: Sequence[Any], context: ActionContext) -> tuple[QuickReply, ...]:
        """Make a choice of each of several things of an address, and one for none of them."""

    def choose(
        self,
        things: tuple[Any, ...],
        context: ActionContext,  # noqa: ARG002 - for those that look at the time
    ) -> tuple[Any, ...]:
        """Return those of an address among which one is meant; all unless overridden."""
        return things

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:  # noqa: ARG002 - the thing tells all
        """Return the slots that must be filled, in the order asked for."""
        number = slots.get(self.kind.slot)
        if number is None:
            return [self.kind.slot]
        if slots.get(PROVEN) != number:
            return [self.kind.slot, LAST_NAME]
        return [self.kind.slot, *self.needed_once_proven(slots)]

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Offer those of the address where there are several."""
        if slot != self.kind.slot:
            return Question()
        things = self._list_offered(slots, await _list_own(self.kind, slots, context), context)
        choices = self.make_choices(things, context) if len(things) > 1 else ()
        again = bool(slots.get(TRIED))
        return Question(facts={"several": bool(choices), "again": again}, choices=choices)

    async def get_validation_events(
        self,
        dispatcher: Telling,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[Any]:
        """Check all slots together, whichever of them is new."""
        asked_for_name = tracker.slots.get("requested_slot") == LAST_NAME
        said = "" if asked_for_name else dispatcher.context.reading.text
        slots = {slot.name: tracker.slots.get(slot.name) for slot in self.slots}
        slots = self._pair_anew(slots)
        checked = await self.check(dispatcher, slots, said)
        noted = self._note_tried(slots, checked)
        return [SlotSet(name, value) for name, value in noted.items()]

    def _pair_anew(self, slots: dict[str, Any]) -> dict[str, Any]:
        """Put a name that is told anew beside the number that was tried last."""
        tried, name = slots[TRIED], slots[LAST_NAME]
        if not tried or name is None or slots[self.kind.slot] is not None:
            return slots
        return slots | {self.kind.slot: tried[0]}

    def _note_tried(self, slots: Slots, checked: dict[str, Any]) -> dict[str, Any]:
        """Note the pair that did not fit, for the next try and for staff."""
        pair = [slots[self.kind.slot], slots[LAST_NAME]]
        if checked[PROVEN] is not None:
            return checked | {TRIED: None}
        if checked[self.kind.slot] is not None or None in pair or pair[0] == NONE:
            return checked
        return checked | {TRIED: pair}

    async def check(self, telling: Telling, slots: dict[str, Any], said: str) -> dict[str, Any]:
        """Return all slots as they are once the thing is found, proven and looked at."""
        if self.is_denied(slots):
            telling.say("not_yours")
            slots = {**dict.fromkeys(slots), FOUND: DENIED}
        own = await _list_own(self.kind, slots, telling.context)
        slots = self._take_only_one(self._forget_other(slots), own, telling.context)
        if slots[self.kind.slot] is None:
            return slots
        thing = await find_proven(self.kind, telling, slots, own)
        if thing is None:
            tried = slots[LAST_NAME] is not None
            return slots | dict.fromkeys(
                (self.kind.slot, LAST_NAME, PROVEN) if tried else (PROVEN,)
            )
        number = self.kind.get_number(thing)
        slots = slots | {self.kind.slot: number, PROVEN: number}
        checked = await self.check_thing(telling, thing, slots, said)
        if checked[self.kind.slot] == number or telling.ended is not None:
            return checked
        return await self.check(telling, checked | {PROVEN: None}, said)

    def is_denied(self, slots: Slots) -> bool:
        """Say whether the customer knows nothing of what was found by their address."""
        return bool(slots[self.kind.slot] == NONE)

    def _forget_other(self, slots: dict[str, Any]) -> dict[str, Any]:
        """Forget what was said of one thing once another is named."""
        if slots[PROVEN] in {None, slots[self.kind.slot]}:
            return slots
        kept = (self.kind.slot, LAST_NAME, FOUND, *self.lasting)
        return {name: value if name in kept else None for name, value in slots.items()}

    def _take_only_one(
        self, slots: dict[str, Any], own: tuple[Any, ...], context: ActionContext
    ) -> dict[str, Any]:
        if slots[self.kind.slot] is not None:
            return slots
        offered = self._list_offered(slots, own, context)
        if len(offered) != 1:
            return slots
        number = self.kind.get_number(offered[0])
        return slots | {self.kind.slot: number, FOUND: number}

    def _list_offered(
        self, slots: Slots, own: tuple[Any, ...], context: ActionContext
    ) -> tuple[Any, ...]:
        name = slots.get(LAST_NAME)
        named = tuple(each for each in own if name is None or is_of(self.kind, each, name))
        return self.choose(named, context)


async def find_proven(
    kind: Kind[HeldT], telling: Telling, slots: Slots, own: tuple[HeldT, ...] | None = None
) -> HeldT | None:
    """Find the thing of the slots, where the customer has proven that it is theirs.

    Args:
        own: the things of the address, where they are known already.

    Returns:
        None where they have not yet; where they tried in vain, they are told.
    """
    number, last_name = slots[kind.slot], slots[LAST_NAME]
    if own is None:
        own = await _list_own(kind, slots, telling.context)
    mine = find_by_number(kind, own, number)
    if mine is not None:
        telling.prove(Level.POSSESSION)
        return mine
    if last_name is None:
        return None
    proven = slots.get(PROVEN) == number
    return await prove_by_pair(kind, telling, number, last_name, proven=proven)


async def get_proven_again(kind: Kind[HeldT], telling: Telling, slots: Slots) -> HeldT | None:
    """Return the thing of the slots as it is now; where there is none any more, that is the end.

    What an action carries out it proves itself, whatever the slots say.

    Raises:
        BusinessUnclearError: it is gone, maybe as an earlier try came through.
    """
    thing = await find_proven(kind, telling, slots)
    if thing is not None:
        return thing
    if telling.context.write.repeated:
        raise BusinessUnclearError(f"{slots[kind.slot]} is not there as it was at an earlier try")
    if telling.ended is not None:
        return None
    if not telling.said:
        telling.say("not_found")
    telling.refuse("not_found")
    return None


async def _list_own(kind: Kind[HeldT], slots: Slots, context: ActionContext) -> tuple[HeldT, ...]:
    """List the things of the address, unless the customer knows nothing of them."""
    return () if slots.get(FOUND) == DENIED else await list_own(kind, context)
