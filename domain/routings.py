"""Who got which conversation, and why: the log of routing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.assignment import Explanation


class RoutingKind(StrEnum):
    """How a conversation came to whom it came, or why it came to nobody.

    `pushed`: given to an agent who had room. `pulled`: an agent asked for the next one. `taken`:
    an agent chose it. `assigned`: somebody gave it. `released`: given back to its queue.
    `handed_on`: back to its queue since its agent is not there. `queued`: put into a queue.
    `widened`: more people may take it from now on, since time is running out. `unserved`: nobody
    can take it, so that a person has to see to that.
    """

    PUSHED = "pushed"
    PULLED = "pulled"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    RELEASED = "released"
    HANDED_ON = "handed_on"
    QUEUED = "queued"
    WIDENED = "widened"
    UNSERVED = "unserved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """One line of the log.

    Attributes:
        position: grows with time.
        agent: the staff id of who has it from then on, or None.
        before: the staff id of who had it until then, or None.
        by: the staff id of whose doing it was; None for Frontdesk itself.
        queue: it stood in.
        via: the queue whose requirements the agent meets; another than `queue` where it
            overflowed. Of `widened` the queue whose people may take it as well.
        waited: how long the customer had waited.
        known: the agent had this customer before.
        reason: in a sentence, for staff.
        told: in a sentence that a customer could be told.
        explanation: all that was weighed, where something was.
    """

    position: int
    id: str
    conversation_id: str
    kind: RoutingKind
    agent: str | None
    before: str | None
    by: str | None
    queue: str | None
    via: str | None
    at: datetime
    waited: timedelta | None
    known: bool
    reason: str
    told: str
    explanation: Explanation | None

    @property
    def overflowed(self) -> bool:
        """Whether people of another queue than its own took it."""
        taken = self.kind is not RoutingKind.WIDENED
        return taken and self.via is not None and self.via != self.queue
