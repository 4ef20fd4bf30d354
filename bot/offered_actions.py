"""The self-service actions that this site offers, loaded once and beside the event loop."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

log = structlog.get_logger()


def list_registered() -> Sequence[Any]:
    """List all actions there are; the first time this takes a second or two, for rasa-sdk."""
    from bot.actions.registry import ACTIONS  # noqa: PLC0415 - commands must not wait for rasa-sdk

    return ACTIONS


class OfferedActions:
    """Those actions of a registry that can be carried out here.

    Args:
        list_actions: returns the actions there are.
        has_business: whether the company's own system is at hand; without it, actions that need it
            are not offered.
    """

    def __init__(
        self, list_actions: Callable[[], Sequence[Any]] = list_registered, *, has_business: bool
    ) -> None:
        self._list_actions = list_actions
        self._has_business = has_business
        self._by_name: dict[str, Any] | None = None
        self._runner: Any = None
        self._loading = asyncio.Lock()

    async def load(self) -> None:
        """Load the actions, unless they are loaded.

        Where one cannot be loaded nothing is offered until the next start, and the log says why:
        a company's own mistake in one file must not keep every customer from being answered.
        """
        if self._by_name is not None:
            return
        async with self._loading:
            if self._by_name is None:
                try:
                    self._by_name = await asyncio.to_thread(self._load)
                except Exception:
                    log.exception("self_service_not_loaded")
                    self._by_name = {}

    def _load(self) -> dict[str, Any]:
        import bot.forms.run_turn  # noqa: F401, PLC0415 - so that the first customer need not wait
        from bot.action_runner import ActionRunner  # noqa: PLC0415 - as in `list_registered`

        actions = [
            action
            for action in self._list_actions()
            if self._has_business or not action.needs_business
        ]
        self._runner = ActionRunner(actions)
        return {action.name: action for action in actions}

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of the actions by their names; empty until they are loaded."""
        return {name: action.title for name, action in (self._by_name or {}).items()}

    @property
    def runner(self) -> Any:
        """The `ActionRunner` of these actions; None until they are loaded."""
        return self._runner

    def find(self, name: str) -> Any | None:
        """Find an action by its name: a `SelfService`, or None where it is not offered."""
        return (self._by_name or {}).get(name)
