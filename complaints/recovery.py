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
    what they voted after the complaint was closed. `outside`: they took it to a body outside.
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
_LOST: Final = frozenset({Sign.LOW_VOTE, Sign.OUTSIDE, Sign.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryFacts:
    """What is known of a complaint and of what its customer did afterwards.

    Attributes:
        closed_at: when it was closed last; None while it is open.
        outcome: how; None while it is open.
        signs: in any order, each with its instant.
    """

    closed_at: datetime | None
    outcome: Outcome | None
    signs: tuple[tuple[datetime, Sign], ...] = ()


def judge(facts: RecoveryFacts) -> Recovery | None:
    """Judge whether a customer was won back; None where that cannot be told, or not yet.

    1. A complaint that is open, or was none, withdrawn, or joined to another: not told.
    2. One that went outside, or was closed as decided there: lost.
    3. One that the customer said was not right, and that was closed again as disagreed: lost.
    4. The last that the customer said, voted or did, once it was closed: right and one of the two
       best votes are recovered; a low vote and refusing all messages are lost.
    5. Coming back with another matter, not complaining and not displeased: recovered.

    Signs count until 60 days after it was closed.
    """
    if facts.closed_at is None or facts.outcome not in _JUDGED:
        return None
    signs = [each for each in facts.signs if each[0] < facts.closed_at + JUDGED_WITHIN]
    names = {sign for _, sign in signs}
    if facts.outcome is Outcome.DECIDED_OUTSIDE or Sign.OUTSIDE in names:
        return Recovery.LOST
    if facts.outcome is Outcome.DISAGREED and Sign.WRONG in names:
        return Recovery.LOST
    after = sorted(each for each in signs if each[0] >= facts.closed_at)
    told = [sign for _, sign in after if sign in _WON | _LOST]
    if told:
        return Recovery.RECOVERED if told[-1] in _WON else Recovery.LOST
    came_back = any(sign is Sign.CAME_BACK for _, sign in after)
    return Recovery.RECOVERED if came_back else None


_JUDGED: Final = frozenset({Outcome.SETTLED, Outcome.DISAGREED, Outcome.DECIDED_OUTSIDE})
