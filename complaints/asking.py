"""Which question a customer is asked once people settled their matter, if any; pure."""

import hashlib
from typing import Final

from domain.complaint_policy import RecoveryPolicy
from domain.satisfaction import Survey

# Each takes a piece of one digest of its own, so that who is asked says nothing of what is asked.
_SHARE, _SURVEY = slice(0, 8), slice(8, 9)
_ALL: Final = 2.0**64
ASKED_AFTER: Final = frozenset({"answered", "solved"})
"""The dispositions of matters that were settled with an answer."""


def choose_survey(
    policy: RecoveryPolicy, conversation_id: str, *, complaint: bool, last: Survey | None
) -> Survey | None:
    """Choose what is asked after a conversation: one question, never both; None for nothing.

    After a complaint it is satisfaction. Elsewhere the two take turns: the one that this customer
    was not asked last, and for the first time the one that the conversation's digest says.

    Args:
        complaint: whether it was about one.
        last: what its customer was asked last, or None.
    """
    if not policy.csat or not policy.ces:
        return Survey.CSAT if policy.csat else Survey.CES if policy.ces else None
    if complaint or last is Survey.CES:
        return Survey.CSAT
    if last is Survey.CSAT:
        return Survey.CES
    return Survey.CSAT if _digest(conversation_id)[_SURVEY][0] % 2 == 0 else Survey.CES


def is_in_share(conversation_id: str, share: float) -> bool:
    """Say whether a conversation is among the share that is asked: always the same answer."""
    return int.from_bytes(_digest(conversation_id)[_SHARE], "big") / _ALL < share


def find_low(survey: Survey, policy: RecoveryPolicy) -> int:
    """Find the best vote that still says that somebody is displeased.

    The policy tells it of satisfaction, out of 5; of ease, out of 7, it is the same part of the
    scale, rounded.
    """
    return round(policy.low_vote * survey.most / Survey.CSAT.most)


def is_top(survey: Survey, value: int) -> bool:
    """Say whether a vote is one of the two best, as reports count them."""
    return value >= survey.most - 1


def _digest(conversation_id: str) -> bytes:
    return hashlib.sha256(f"ballot:{conversation_id}".encode()).digest()
