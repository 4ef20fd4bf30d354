"""One escalation step that is to be taken, with all that it is about."""

from dataclasses import dataclass
from datetime import datetime

from domain.conversations import Conversation
from domain.errors import FrontdeskError
from domain.service_levels import EscalationStep
from domain.sla_clocks import SlaClock


class StepError(FrontdeskError):
    """A step cannot be taken; supervisors are told why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """A step whose instant has come.

    Attributes:
        conversation: locked, and with people.
        place: of the step among those of its policy.
        why: in words, such as `80 % of first response`.
        beside: whether a warning or the breach is at the same instant.
        at: when the clock reached it; `now` may be later where nobody looked.
    """

    conversation: Conversation
    clock: SlaClock
    step: EscalationStep
    place: int
    why: str
    beside: bool
    at: datetime
    now: datetime
