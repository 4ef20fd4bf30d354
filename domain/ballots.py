"""Ballots on the record: questions how it was, each planned, asked or given up, and voted on."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import ConflictError
from domain.satisfaction import Ballot, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBallot:
    """A question how it was, from the moment it was planned.

    Attributes:
        complaint_id: of the complaint that the conversation was about, or None.
        agent: id of whoever settled the matter.
        queue: that had it, or None.
        ask_at: when it is to be asked; None once it was asked, or given up.
        asked_at: None where it never was.
        interaction_id: of the message that asked, or None.
        dropped: why it is not asked; empty unless it was given up.
        closes_at: the first instant at which no vote counts any more; None until it was asked.
        value: the latest vote, or None.
        changes: how often it was another one before.
        comment: what the customer wrote beside it, or None.
    """

    id: str
    survey: Survey
    conversation_id: str
    customer_id: str
    complaint_id: str | None
    agent: str | None
    queue: str | None
    planned_at: datetime
    ask_at: datetime | None
    asked_at: datetime | None = None
    interaction_id: str | None = None
    dropped: str = ""
    closes_at: datetime | None = None
    value: int | None = None
    voted_at: datetime | None = None
    changes: int = 0
    comment: str | None = None

    @property
    def asked(self) -> Ballot:
        """What was asked, as votes are counted by.

        Raises:
            ConflictError: it was not asked.
        """
        if self.asked_at is None or self.closes_at is None:
            raise ConflictError("this question was never asked")
        return Ballot(
            id=self.id,
            survey=self.survey,
            asked_at=self.asked_at,
            closes_at=self.closes_at,
            value=self.value,
            voted_at=self.voted_at,
            changes=self.changes,
        )

    def open_at(self, instant: datetime) -> bool:
        """Say whether a vote counts at an instant."""
        if self.asked_at is None or self.closes_at is None:
            return False
        return self.asked_at <= instant < self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """One vote that was given; it stays on record when another one takes its place.

    Attributes:
        via: the channel that it came by, or `link`.
    """

    value: int
    via: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a thread, as far as it tells whether a question still stands.

    Attributes:
        stage: what a message of ours says of a question: `ask`, `thanks` and the like; or None.
        inbound: whether the customer wrote it.
        ballot_id: of the ballot that it asks, answers or thanks for, or None.
        follow_up: number of the complaint that it asks after, answers or thanks for, or None.
    """

    position: int
    interaction_id: str
    inbound: bool
    ballot_id: str | None
    follow_up: str | None
    stage: str | None = None
