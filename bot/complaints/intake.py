"""What is to become of a message that may be a complaint."""

from dataclasses import dataclass
from enum import StrEnum

from bot.complaints.find_references import NamedThings
from domain.channel_habits import LETTERS
from domain.complaint_cases import Complaint
from domain.complaint_facts import Opening, OpeningFacts, SpecialCase
from domain.conversations import Conversation


class IntakeKind(StrEnum):
    """What is done. `ask`: an agent is asked whether it is one."""

    OPEN = "open"
    LINK = "link"
    REOPEN = "reopen"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What is to become of a message, decided and not yet done.

    Attributes:
        opening: what it is to the register.
        why: in words.
        complaint: the known one that it is about, or None.
        related: numbers of others that an agent should see beside it.
        surely: whether the message itself is surely a complaint, so that people see it whatever
            else the bot would do.
    """

    kind: IntakeKind
    opening: Opening
    facts: OpeningFacts
    things: NamedThings
    why: str
    anonymous: bool
    complaint: Complaint | None = None
    related: tuple[str, ...] = ()
    surely: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """What a customer is told of their complaint.

    Attributes:
        again: it was on the register before.
        theirs: it is told by its number; not where it may be another's.
        ask: the one question that is asked: `who`, `what`, `language`; or empty.
        automatic: whether anything but a plain acknowledgement may go out by itself.
    """

    complaint: Complaint
    again: bool = False
    theirs: bool = True
    ask: str = ""
    automatic: bool = True


def describe_taken(conversation: Conversation, taken: TakenDown | None) -> dict[str, str]:
    """Describe for a responder what a customer is told of their complaint."""
    if taken is None:
        return {}
    return {
        "number": taken.complaint.number if taken.theirs else "",
        "again": "yes" if taken.again else "",
        "ask": taken.ask,
        "lawyer": "yes" if SpecialCase.LAWYER in taken.complaint.special else "",
        "letter": "yes" if conversation.channel in LETTERS else "",
    }
