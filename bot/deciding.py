"""What a decision is carried out with."""

from dataclasses import dataclass
from datetime import datetime

from bot.tools import Tools
from domain.decisions import Understanding
from domain.routing import QueueTopics


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What a decision is carried out with.

    Attributes:
        text: what the customer wrote.
        queues: among which a fitting one can be chosen.
    """

    tools: Tools
    understanding: Understanding
    queues: tuple[QueueTopics, ...]
    text: str
    customer_name: str | None
    now: datetime
