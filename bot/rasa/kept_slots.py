"""What a form holds already, between what Rasa keeps and what our record does; pure."""

from typing import Any

from bot.actions.contract import SelfService
from bot.rasa.action_record import Place
from bot.rasa.called_action import CalledAction
from domain.self_service import ActionRun


def list_slots(action: SelfService) -> list[str]:
    """List the slots that Rasa knows of; what a form keeps for itself is none of them."""
    return [slot.name for slot in action.form.slots if not slot.inner]


def find_known(action: SelfService, place: Place, called: CalledAction) -> dict[str, Any]:
    """Find what a form holds before it reads a message.

    What Rasa still holds of an earlier run is left out: whoever it proved may not be there. What a
    form keeps for itself stands on our record alone.
    """
    if place.begun:
        return {"requested_slot": None}
    held = {name: called.slots.get(name) for name in (*list_slots(action), "requested_slot")}
    return {**place.run.slots, **held}


def has_changed(action: SelfService, run: ActionRun, called: CalledAction) -> bool:
    """Say whether something was changed after it was checked, so that nothing is proven of it."""
    return any(run.slots.get(name) != called.slots.get(name) for name in list_slots(action))
