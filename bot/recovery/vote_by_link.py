"""Votes by links of letters: opened by anybody's program, and counted only as a form is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.complaints.policy_at_work import get_complaint_policy
from bot.recovery.sign_votes import read_claim
from bot.recovery.vote import count_vote
from bot.tools import Tools
from complaints.asking import find_low
from crm_store.ballots import find_ballot, lock_ballot
from crm_store.conversations import get_conversation_by_id, lock_matter
from crm_store.transaction import Transaction
from domain.ballots import CastVote, PlannedBallot
from domain.errors import NotFoundError
from domain.satisfaction import VoteClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedVote:
    """What a link leads to.

    Attributes:
        marked: the vote that the link says.
        language: that its customer speaks.
        open: whether a vote still counts.
        low: whether the vote that was counted says that somebody is displeased.
    """

    ballot: PlannedBallot
    marked: int
    language: str
    open: bool
    low: bool


def read_linked_vote(tx: Transaction, tools: Tools, token: str, *, now: datetime) -> LinkedVote:
    """Read what a link leads to, and change nothing.

    Raises:
        AuthenticationError: we did not sign it.
        NotFoundError: its question is on record no more.
    """
    claim = read_claim(token, tools.secret)
    return _describe(tx, _find(tx, claim), claim, now=now)


def record_linked_vote(
    tx: Transaction,
    tools: Tools,
    token: str,
    *,
    value: int,
    comment: str | None,
    now: datetime,
) -> LinkedVote:
    """Count a vote by a link; which one the link itself says does not matter.

    Raises:
        AuthenticationError: we did not sign it.
        NotFoundError: its question is on record no more.
        InvalidInputError: the value is not on the scale, or the question is closed.
        TooManyRequestsError: the vote was changed too often.
    """
    claim = read_claim(token, tools.secret)
    found = _find(tx, claim)
    conversation = lock_matter(tx, found.conversation_id)
    if conversation is None:
        raise NotFoundError("this question is on record no more")
    ballot = lock_ballot(tx, found.id)
    vote = CastVote(value=value, via="link", at=now)
    voted = count_vote(tx, tools, conversation, ballot, vote, now=now, comment=comment)
    return replace(_describe(tx, voted.ballot, claim, now=now), marked=value)


def _find(tx: Transaction, claim: VoteClaim) -> PlannedBallot:
    found = find_ballot(tx, claim.ballot_id)
    if found is None or found.survey is not claim.survey or found.asked_at is None:
        raise NotFoundError("this question is on record no more")
    return found


def _describe(
    tx: Transaction, ballot: PlannedBallot, claim: VoteClaim, *, now: datetime
) -> LinkedVote:
    conversation = get_conversation_by_id(tx, ballot.conversation_id)
    low_most = find_low(ballot.survey, get_complaint_policy(tx).recovery)
    return LinkedVote(
        ballot=ballot,
        marked=claim.value,
        language=conversation.language or "en",
        open=ballot.open_at(now),
        low=ballot.value is not None and ballot.value <= low_most,
    )
