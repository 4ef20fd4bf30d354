"""A vote is counted: one for each question, the latest, and all of them stay on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.complaints.policy_at_work import get_complaint_policy
from bot.log_event import log_event
from bot.recovery.judge_recovery import judge_by_id
from bot.tools import Tools
from complaints.asking import find_low
from complaints.votes import cast_vote
from crm_store.alerts import record_alert
from crm_store.ballots import change_ballot, list_votes, record_vote
from crm_store.conversations import wake_followers
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.ballots import CastVote, PlannedBallot
from domain.conversations import Conversation
from domain.errors import TooManyRequestsError
from domain.satisfaction import Survey

MOST_VOTES: Final = 50
"""On one question; whoever changes their mind more often is playing."""
MOST_COMMENT: Final = 1_000
_NAMES: Final = {Survey.CSAT: "satisfaction", Survey.CES: "ease"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """What became of a vote.

    Attributes:
        first: whether nothing was voted before.
        low: whether it says that somebody is displeased.
        newly_low: whether the vote before did not, or there was none.
    """

    ballot: PlannedBallot
    first: bool
    low: bool
    newly_low: bool


def count_vote(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ballot: PlannedBallot,
    vote: CastVote,
    *,
    now: datetime,
    comment: str | None = None,
) -> Voted:
    """Count a vote, and tell supervisors of a low one; the conversation stays as it is.

    Args:
        conversation: of the ballot, locked; the ballot is locked as well.
        comment: what the customer wrote beside it; None leaves what they wrote before.

    Raises:
        InvalidInputError: the value is not on the scale, or the question is not open.
        TooManyRequestsError: the vote was changed too often.
    """
    cast = cast_vote(ballot.asked, vote.value, vote.at)
    said = None if comment is None else comment[:MOST_COMMENT]
    same = cast.value == ballot.value and said in {None, ballot.comment}
    low_most = find_low(ballot.survey, get_complaint_policy(tx).recovery)
    low = cast.value is not None and cast.value <= low_most
    was_low = ballot.value is not None and ballot.value <= low_most
    voted = Voted(ballot=ballot, first=ballot.value is None, low=low, newly_low=low and not was_low)
    if same:
        return voted
    _require_few(tx, ballot)
    record_vote(tx, ballot.id, vote)
    changed = change_ballot(
        tx,
        ballot,
        value=cast.value,
        voted_at=cast.voted_at,
        changes=cast.changes,
        comment=ballot.comment if said is None else said,
    )
    _tell(tx, tools, conversation, voted, changed, now=now)
    return Voted(ballot=changed, first=voted.first, low=low, newly_low=voted.newly_low)


def tell_vote(ballot: PlannedBallot) -> str:
    """Tell a vote as it stands, for staff: `voted 2 of 5 for satisfaction`."""
    return f"voted {ballot.value} of {ballot.survey.most} for {_NAMES[ballot.survey]}"


def _tell(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    voted: Voted,
    changed: PlannedBallot,
    *,
    now: datetime,
) -> None:
    again = "" if voted.first else ", after another vote before"
    beside = "" if not changed.comment else f", and wrote: “{changed.comment}”"
    text = f"The customer {tell_vote(changed)}{again}{beside}"
    log_event(tx, tools, conversation, text, event="vote", now=now, ballot=changed.id)
    if voted.newly_low:
        record_alert(
            tx,
            alert_id=tools.ids.new(),
            audience=SUPERVISORS,
            conversation_id=conversation.id,
            text=f"A customer {tell_vote(changed)}",
            now=now,
        )
    if changed.complaint_id is not None:
        judge_by_id(tx, changed.complaint_id, now=now)
    note_figures(tx, conversation.id)
    wake_followers(tx, conversation)


def _require_few(tx: Transaction, ballot: PlannedBallot) -> None:
    if len(list_votes(tx, ballot.id)) >= MOST_VOTES:
        raise TooManyRequestsError("this vote was changed too often", retry_after=86_400)
