"""Runs actions through rasa-sdk's executor; nothing else calls them."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar

from rasa_sdk.executor import ActionExecutor

from bot.actions.contract import SelfService, Telling
from bot.actions.registry import ACTIONS
from domain.business import BusinessUnavailableError, BusinessUnclearError
from domain.self_service import Risk

T = TypeVar("T")

# In one turn a form and then its question or its action may take so long each, in seconds; both of
# them less than `bot.forms.start_act.ACT_LEASE`, or another process takes the turn up meanwhile.
LONGEST_TIMEOUT = 25.0
# rasa-sdk wants to be given one; ours are described by themselves.
_NO_DOMAIN: Mapping[str, Any] = {"forms": {}, "slots": {}}


class TookTooLongError(BusinessUnavailableError):
    """An action took longer than it may."""


class ActionRunner:
    """Runs the forms and actions of a registry.

    Args:
        actions: those that can be run.

    Raises:
        ValueError: one may take longer than `LONGEST_TIMEOUT`.
    """

    def __init__(self, actions: Sequence[SelfService] = ACTIONS) -> None:
        self._executor = ActionExecutor()
        for action in actions:
            if not 0 < action.timeout <= LONGEST_TIMEOUT:
                words = f"{action.name}: timeout is {action.timeout:g} s"
                raise ValueError(f"{words}; it must be above 0 and at most {LONGEST_TIMEOUT:g} s")
            self._executor.register_action(action.form)
            self._executor.register_action(action.perform)

    async def read(
        self, action: SelfService, telling: Telling, slots: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Have a form read and check what the customer says.

        Returns:
            All slots as they are then, with what is to be asked next under `requested_slot`: None
            once nothing is missing.

        Raises:
            BusinessError: the company's system was asked in vain.
        """
        events = await self._run(action, action.form.name(), telling, slots)
        changed = {each["name"]: each["value"] for each in events if each["event"] == "slot"}
        return {**slots, **changed}

    async def perform(
        self, action: SelfService, telling: Telling, slots: Mapping[str, Any]
    ) -> None:
        """Carry an action out; what came of it stands in `telling`.

        Raises:
            BusinessError: the company's system did not do it; `BusinessUnclearError` where a
                change took too long, which may have been made all the same.
        """
        try:
            await self._run(action, action.perform.name(), telling, slots)
        except TookTooLongError as error:
            if action.risk is Risk.READ:
                raise
            raise BusinessUnclearError(str(error)) from error

    async def _run(
        self, action: SelfService, name: str, telling: Telling, slots: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        call = _make_call(action, name, telling, slots)
        result = await self.limit(action, self._executor.run(call, dispatcher=telling))
        return [] if result is None else list(result.events)

    async def limit(self, action: SelfService, work: Awaitable[T]) -> T:
        """Wait for a part of an action, for as long as one may take.

        Raises:
            TookTooLongError: it took longer.
        """
        try:
            async with asyncio.timeout(action.timeout):
                return await work
        except TimeoutError as error:
            raise TookTooLongError(
                f"{action.title} took longer than {action.timeout:.0f} s"
            ) from error


def _make_call(
    action: SelfService, name: str, telling: Telling, slots: Mapping[str, Any]
) -> dict[str, Any]:
    """Make the call as a Rasa server would send it."""
    conversation = telling.context.conversation
    tracker = {
        "sender_id": conversation.id,
        "slots": dict(slots),
        "latest_message": {"text": telling.context.reading.text, "entities": [], "intent": {}},
        "latest_event_time": telling.context.now.timestamp(),
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {"name": f"{action.name}_form"},
        "latest_action_name": None,
    }
    return {
        "next_action": name,
        "sender_id": conversation.id,
        "tracker": tracker,
        "domain": dict(_NO_DOMAIN),
    }
