"""Other programs that are told of what happens, at addresses that the settings alone name."""

from collections.abc import Collection
from typing import Protocol

from domain.errors import FrontdeskError


class WebhookError(FrontdeskError):
    """A program did not take what it was told; later it may."""


class Webhooks(Protocol):
    """Tells other programs."""

    @property
    def names(self) -> Collection[str]:
        """The names that the settings give them."""
        ...

    async def send(self, name: str, *, message_id: str, body: bytes) -> None:
        """Tell one of them, once.

        Args:
            message_id: names the message; the same one each time it is sent.
            body: JSON.

        Raises:
            NotFoundError: the settings name no such webhook.
            WebhookError: it cannot be reached, or did not say that it took it.
        """
        ...
