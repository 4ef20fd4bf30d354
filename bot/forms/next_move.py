"""What comes next in a form; a pure decision."""

from dataclasses import dataclass
from enum import StrEnum

from domain.self_service import MOST_FAILURES, Level, Risk


class Move(StrEnum):
    """What the bot does after it has read a message.

    `ask`: the next question, or the same again. `hand_over`: the form wants a person. `give_up`:
    the customer was asked too often in vain. `end`: the form has said that it cannot be done.
    `send_code`: who asks must prove it by a one-time code. `not_verified`: who asks has not proven
    enough, and nothing that could be asked would. `await_approval`: a person must allow it.
    `submit`: it is carried out.
    """

    ASK = "ask"
    HAND_OVER = "hand_over"
    GIVE_UP = "give_up"
    END = "end"
    SEND_CODE = "send_code"
    NOT_VERIFIED = "not_verified"
    AWAIT_APPROVAL = "await_approval"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a form stands after a message was read.

    Attributes:
        requested: the slot to be asked for next; None where nothing is missing.
        failures: answers in a row that did not answer.
        handed_over: the form wants a person to go on.
        ended: the form has ended it.
        proven: what the customer has proven, `level` what they must have.
        approval: why a person must allow it, where the risk is that it needs approval; None where
            this time nobody need.
    """

    requested: str | None
    failures: int = 0
    handed_over: bool = False
    ended: bool = False
    proven: Level = Level.CLAIMED
    level: Level = Level.CLAIMED
    risk: Risk = Risk.READ
    approval: str | None = None


def decide_move(standing: Standing) -> Move:
    """Decide what comes next."""
    if standing.handed_over:
        return Move.HAND_OVER
    if standing.ended:
        return Move.END
    if standing.failures >= MOST_FAILURES:
        return Move.GIVE_UP
    return Move.ASK if standing.requested is not None else _decide_complete(standing)


def _decide_complete(standing: Standing) -> Move:
    """Decide what comes next where nothing is missing."""
    if standing.proven < standing.level:
        return Move.SEND_CODE if standing.level is Level.CODE else Move.NOT_VERIFIED
    if standing.risk is Risk.NEEDS_APPROVAL and standing.approval is not None:
        return Move.AWAIT_APPROVAL
    return Move.SUBMIT


def count_failures(
    before: int, *, was_asked: str | None, is_asked: str | None, gained: bool, tried: bool
) -> int:
    """Count the answers in a row that did not answer, with the message just read.

    Args:
        was_asked: the slot that was asked for before the message, `is_asked` after it.
        gained: whether the message filled or corrected anything.
        tried: whether the message was meant to go on with the form at all.
    """
    if not tried or was_asked is None:
        return before
    if gained or is_asked != was_asked:
        return 0
    return before + 1
