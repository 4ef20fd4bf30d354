"""What a decision is carried out with."""

from dataclasses import dataclass
from datetime import datetime

from bot.complaints.intake import TakenDown
from bot.tools import Tools
from domain.decisions import Understanding
from domain.messages import Address
from domain.routing import FormSituation, QueueTopics


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What a decision is carried out with.

    Attributes:
        text: what the customer wrote.
        queues: among which a fitting one can be chosen.
        interaction_id: of the customer's message; empty where nothing is recorded.
        choice: the value of a pressed quick reply, or None.
        offered_at: as in `InboundMessage`.
        sender: where the message came from; None where nobody sent it.
        files: how many files came with it.
        received_at: when it was taken in; None where it never was.
        form: the form that the customer is in the middle of, or None.
        taken: what the customer is told of their complaint, or None.
    """

    tools: Tools
    understanding: Understanding
    queues: tuple[QueueTopics, ...]
    text: str
    customer_name: str | None
    now: datetime
    interaction_id: str = ""
    choice: str | None = None
    offered_at: datetime | None = None
    sender: Address | None = None
    files: int = 0
    received_at: datetime | None = None
    form: FormSituation | None = None
    taken: TakenDown | None = None
