"""The three things that nobody may reach for on their own: time, identifiers and wake-ups."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; a use case reads it once and passes `now` down."""

    def now(self) -> datetime:
        """Return the present instant as an aware datetime in UTC."""
        ...


class Ids(Protocol):
    """Makes identifiers and everything else that must not be guessed."""

    def new(self) -> str:
        """Return a fresh opaque identifier, sortable by the time it was made."""
        ...

    def reference(self) -> str:
        """Return a fresh conversation reference such as `FD-7K3M9QXD`."""
        ...

    def secret(self) -> str:
        """Return an unguessable URL-safe text of at least 256 bits."""
        ...


class Waker(Protocol):
    """Carries word of a committed change to whoever waits for it, in any process."""

    def wake(self, topic: str, payload: str = "") -> None:
        """Tell the followers of `topic`; a lost wake-up only costs the length of a poll."""
        ...
