"""Another program that leads conversations in place of the embedded dialogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.errors import FrontdeskError
from domain.messages import QuickReply


class DialogueError(FrontdeskError):
    """The dialogue server did not answer, or nothing that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueHandoff:
    """The dialogue server wants a person to go on.

    Attributes:
        topic: that chooses the queue, in the words of article tags, or None.
    """

    reason: str
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueReply:
    """What a dialogue server said to one message.

    Attributes:
        texts: to be said, in order.
        quick_replies: what the customer may press; the values are what the server is told then.
        handoff: None where it goes on by itself.
    """

    texts: tuple[str, ...]
    quick_replies: tuple[QuickReply, ...] = ()
    handoff: DialogueHandoff | None = None


class DialogueServer(Protocol):
    """Leads conversations; it keeps their state itself, by the sender's name."""

    async def tell(self, sender: str, text: str, metadata: Mapping[str, str]) -> DialogueReply:
        """Tell it what a customer wrote, and return what it answers.

        Raises:
            DialogueError: it did not answer, or nothing that could be read.
        """
        ...

    async def check(self) -> str:
        """Say in a line what `frontdesk doctor` should print when all is well.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        ...
