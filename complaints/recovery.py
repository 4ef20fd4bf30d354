"""Whether a customer who complained was won back or lost, from what is on record; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.complaint_cases import Recovery
from domain.complaint_register import Outcome

JUDGED_WITHIN: Final = timedelta(days=60)
"""After a complaint was closed; what is said later is not about it any more."""


class Sign(StrEnum):
    """What tells that a customer was won back, or lost.

    `right`: they said that it is right now. `wrong`: that it is not. `high_vote` and `low_vote`:
    what they voted since the complaint was answered. `outside`: they took it to a body outside.
    `stopped`: they refused all further messages, or blocked us. `came_back`: they began another
    matter with us afterwards, in which they neither complained nor were displeased.
    """

    RIGHT = "right"
    WRONG = "wrong"
    HIGH_VOTE = "high_vote"
    LOW_VOTE = "low_vote"
    OUTSIDE = "outside"
    STOPPED = "stopped"
    CAME_BACK = "came_back"


_WON: Final = frozenset({Sign.RIGHT, Sign.HIGH_VOTE})
_LOST: Final = frozenset({Sign.LOW_VOTE, Sign.STOPPED})


_JUDGED: Final = frozenset({Outcome.SETTLED, Outcome.DISAGREED, Outcome.DECIDED_OUTSIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryFacts:
    """What is known of a complaint and of what its customer did afterwards.

    Attributes:
        answered_at: when it was answered last; None where it never was.
        closed_at: when it was closed last; None while it is open.
        outcome: how; None while it is open.
        signs: in any order, each with its instant.
    """

    answered_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    signs: tuple[tuple[datetime, Sign], ...] = ()


def judge(facts: RecoveryFacts) -> Recovery | None:
    """Judge whether a customer was won back; None where that cannot be told, or not yet.

    The first that holds decides:

    1. Withdrawn, no complaint, or joined to another: not told.
    2. It went outside, or was closed as decided there: lost.
    3. It is open: not told yet.
    4. The customer said that it was not right, and it was closed again as disagreed: lost.
    5. The last that the customer said, voted or did since it was answered: that it is right, or one
       of the two best votes, is recovered; a low vote, or refusing all messages, is lost.
    6. They came back with another matter since it was closed, not complaining and not displeased:
       recovered.

    What comes later than 60 days after it was closed says nothing about it any more.
    """
    names = {sign for _, sign in facts.signs}
    if facts.outcome is not None and facts.outcome not in _JUDGED:
        return None
    if facts.outcome is Outcome.DECIDED_OUTSIDE or Sign.OUTSIDE in names:
        return Recovery.LOST
    if facts.closed_at is None:
        return None
    if facts.outcome is Outcome.DISAGREED and Sign.WRONG in names:
        return Recovery.LOST
    return _judge_afterwards(facts, facts.closed_at)


def _judge_afterwards(facts: RecoveryFacts, closed_at: datetime) -> Recovery | None:
    timely = sorted(each for each in facts.signs if each[0] < closed_at + JUDGED_WITHIN)
    since = facts.answered_at or closed_at
    told = [sign for at, sign in timely if sign in _WON | _LOST and at >= since]
    if told:
        return Recovery.RECOVERED if told[-1] in _WON else Recovery.LOST
    came_back = any(sign is Sign.CAME_BACK and at >= closed_at for at, sign in timely)
    return Recovery.RECOVERED if came_back else None
