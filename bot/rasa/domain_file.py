"""What a Rasa project must know of our actions, as a part of its domain; pure."""

from collections.abc import Sequence
from typing import Any

from bot.actions.contract import SelfService
from bot.rasa.action_names import name_ask, name_form
from bot.rasa.kept_slots import list_slots


def make_domain(actions: Sequence[SelfService]) -> dict[str, Any]:
    """Make the domain's part: forms, slots and actions; intents and rules are the project's own.

    The forms name no slots, so that ours say what is missing as things stand (Rasa documentation,
    "Forms", "Dynamic Form Behavior").
    """
    slots = sorted({name for action in actions for name in list_slots(action)})
    return {
        "version": "3.1",
        "forms": {name_form(action.name): {"required_slots": []} for action in actions},
        "slots": {name: dict(_SLOT) for name in slots},
        "actions": [name for action in actions for name in _list_names(action)],
    }


_SLOT: dict[str, Any] = {
    "type": "any",
    "influence_conversation": False,
    "mappings": [{"type": "custom"}],
}


def _list_names(action: SelfService) -> list[str]:
    asks = [name_ask(action.name, slot) for slot in list_slots(action)]
    return [action.form.name(), action.perform.name(), *asks]
