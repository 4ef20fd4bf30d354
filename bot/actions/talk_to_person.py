"""A person, please: nothing is asked; the handover says how long it usually takes."""

from collections.abc import Sequence
from typing import ClassVar

from bot.actions.contract import (
    ActionContext,
    SelfService,
    SelfServiceAction,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from domain.self_service import Level, Risk


class TalkToPersonForm(SelfServiceForm):
    """Asks nothing: nobody has to argue with a bot to reach a person."""

    action: ClassVar[str] = "talk_to_person"
    slots: ClassVar[tuple[Slot, ...]] = ()

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:  # noqa: ARG002 - as it is called
        """Nothing is asked."""
        return ()


class TalkToPerson(SelfServiceAction):
    """Hands over, in the words of every handover; see `bot/hand_over.py`."""

    action: ClassVar[str] = "talk_to_person"

    async def perform(self, telling: Telling, slots: Slots) -> None:  # noqa: ARG002 - there are none
        """Hand over."""
        telling.hand_over("asked_for_person")


TALK_TO_PERSON = SelfService(
    name="talk_to_person",
    title="Talk to a person",
    form=TalkToPersonForm(),
    perform=TalkToPerson(),
    risk=Risk.READ,
    level=Level.CLAIMED,
    needs_business=False,
)
