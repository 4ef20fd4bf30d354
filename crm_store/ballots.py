"""Ballots and the votes on them; whoever changes one has its conversation locked first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, union, update

from crm_store.conversations import ON_THREAD
from crm_store.schema import ballots, conversations, interactions, votes
from crm_store.transaction import Transaction
from domain.ballots import CastVote, PlannedBallot, Said
from domain.channels import ThreadKey
from domain.conversations import Author, Direction
from domain.errors import NotFoundError
from domain.satisfaction import Survey

# What is looked at behind a question to see whether it still stands.
_MOST_SAID: Final = 50
_INSERT = ballots.insert()
_BY_ID = select(ballots).where(ballots.c.id == bindparam("id"))
_DUE = (
    select(ballots.c.id, ballots.c.conversation_id)
    .where(ballots.c.ask_at <= bindparam("now", type_=ballots.c.ask_at.type))
    .order_by(ballots.c.ask_at, ballots.c.id)
    .limit(bindparam("limit"))
)
_NEXT = select(func.min(ballots.c.ask_at))
_OF_CONVERSATION = (
    select(ballots)
    .where(ballots.c.conversation_id == bindparam("conversation_id"))
    .order_by(ballots.c.planned_at, ballots.c.id)
)
_LAST_ASKED = (
    select(ballots)
    .where(ballots.c.customer_id == bindparam("customer_id"), ballots.c.asked_at.is_not(None))
    .order_by(ballots.c.asked_at.desc())
    .limit(1)
)
_PLANNED = (
    select(ballots.c.id)
    .where(
        ballots.c.customer_id == bindparam("customer_id"),
        ballots.c.asked_at.is_(None),
        ballots.c.ask_at.is_not(None),
    )
    .limit(1)
)
_ON_THREAD = select(conversations.c.id).where(*ON_THREAD)
_MERGED_INTO = select(conversations.c.merged_into).where(
    *ON_THREAD, conversations.c.merged_into.is_not(None)
)
# The one asked last stands; its message may have gone out on another thread.
_ASKED_ON_THREAD = (
    select(ballots)
    .where(
        ballots.c.conversation_id.in_(union(_ON_THREAD, _MERGED_INTO)),
        ballots.c.closes_at > bindparam("now", type_=ballots.c.closes_at.type),
    )
    .order_by(ballots.c.asked_at.desc(), ballots.c.id.desc())
    .limit(1)
)
_ASKED_IN = (
    select(ballots)
    .where(
        ballots.c.conversation_id.in_(bindparam("ids", expanding=True)),
        ballots.c.closes_at > bindparam("now", type_=ballots.c.closes_at.type),
    )
    .order_by(ballots.c.asked_at.desc(), ballots.c.id.desc())
    .limit(1)
)
_SAID = (
    select(
        interactions.c.position,
        interactions.c.id,
        interactions.c.direction,
        interactions.c.source_ids["ballot"].as_string().label("ballot"),
        interactions.c.source_ids["follow_up"].as_string().label("follow_up"),
        interactions.c.source_ids["said"].as_string().label("stage"),
    )
    .where(
        interactions.c.conversation_id.in_(bindparam("ids", expanding=True)),
        interactions.c.direction.in_((Direction.IN, Direction.OUT)),
    )
    .order_by(interactions.c.position.desc())
    .limit(_MOST_SAID)
)
_THREAD_IDS = (
    select(conversations.c.id)
    .where(*ON_THREAD)
    .order_by(conversations.c.created_at.desc())
    .limit(_MOST_SAID)
)
_WRITTEN = (
    select(interactions.c.position)
    .where(
        interactions.c.conversation_id.in_(bindparam("ids", expanding=True)),
        interactions.c.direction == Direction.IN,
        interactions.c.author == Author.CUSTOMER,
        interactions.c.at > bindparam("since", type_=interactions.c.at.type),
    )
    .limit(1)
)
_VOTES = select(votes).where(votes.c.ballot_id == bindparam("ballot_id")).order_by(votes.c.position)
_COMMENT = (
    update(ballots)
    .where(ballots.c.id == bindparam("of_ballot"), ballots.c.comment.is_(None))
    .values(comment=bindparam("said"))
)


def insert_ballot(tx: Transaction, ballot: PlannedBallot) -> None:
    """Put a new ballot on record."""
    tx.execute(_INSERT, {name: getattr(ballot, name) for name in ballot.__dataclass_fields__})


def change_ballot(tx: Transaction, ballot: PlannedBallot, **changes: Any) -> PlannedBallot:
    """Write changed fields of a ballot that is locked."""
    tx.execute(update(ballots).where(ballots.c.id == ballot.id).values(**changes))
    return replace(ballot, **changes)


def get_ballot(tx: Transaction, ballot_id: str) -> PlannedBallot:
    """Read a ballot, and lock nothing.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx.find_row(_BY_ID, {"id": ballot_id}), ballot_id)


def find_ballot(tx: Transaction, ballot_id: str) -> PlannedBallot | None:
    """Find a ballot by its id, and lock nothing."""
    row = tx.find_row(_BY_ID, {"id": ballot_id})
    return None if row is None else to_ballot(row)


def lock_ballot(tx: Transaction, ballot_id: str) -> PlannedBallot:
    """Read a ballot and keep others from changing it until the commit.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx.find_row(_BY_ID.with_for_update(key_share=True), {"id": ballot_id}), ballot_id)


def list_due_ballots(tx: Transaction, *, now: datetime, limit: int) -> tuple[tuple[str, str], ...]:
    """List what is to be asked by now, as pairs of the ballot's id and the conversation's."""
    found = tx.execute(_DUE, {"now": now, "limit": limit})
    return tuple((row.id, row.conversation_id) for row in found)


def find_next_ask_at(tx: Transaction) -> datetime | None:
    """Find when something is to be asked next; None where nothing is."""
    found: datetime | None = tx.execute(_NEXT).scalar_one()
    return found


def list_ballots_of(tx: Transaction, conversation_id: str) -> tuple[PlannedBallot, ...]:
    """List the ballots of a conversation, in the order in which they were planned."""
    found = tx.execute(_OF_CONVERSATION, {"conversation_id": conversation_id})
    return tuple(to_ballot(row) for row in found)


def list_ballots_in(tx: Transaction, conversation_ids: Sequence[str]) -> tuple[PlannedBallot, ...]:
    """List the ballots of several conversations, in the order in which they were planned."""
    found = select(ballots).where(ballots.c.conversation_id.in_(conversation_ids))
    rows = tx.execute(found.order_by(ballots.c.planned_at, ballots.c.id))
    return tuple(to_ballot(row) for row in rows)


def find_last_asked(tx: Transaction, customer_id: str) -> PlannedBallot | None:
    """Find what a customer was asked last."""
    row = tx.find_row(_LAST_ASKED, {"customer_id": customer_id})
    return None if row is None else to_ballot(row)


def is_planned_for(tx: Transaction, customer_id: str) -> bool:
    """Say whether a customer is to be asked something that they were not asked yet."""
    return tx.find_row(_PLANNED, {"customer_id": customer_id}) is not None


def find_asked_on(tx: Transaction, key: ThreadKey, *, now: datetime) -> PlannedBallot | None:
    """Find the open ballot that was asked last in the conversations of a thread."""
    row = tx.find_row(_ASKED_ON_THREAD, {**_name(key), "now": now})
    return None if row is None else to_ballot(row)


def find_asked_in(
    tx: Transaction, conversation_ids: Sequence[str], *, now: datetime
) -> PlannedBallot | None:
    """Find the open ballot that was asked last in some conversations."""
    row = tx.find_row(_ASKED_IN, {"ids": list(conversation_ids), "now": now})
    return None if row is None else to_ballot(row)


def list_thread_ids(tx: Transaction, key: ThreadKey) -> tuple[str, ...]:
    """List the ids of a thread's latest conversations."""
    return tuple(row.id for row in tx.execute(_THREAD_IDS, _name(key)))


def list_said(tx: Transaction, conversation_ids: Sequence[str]) -> tuple[Said, ...]:
    """List the latest messages of some conversations, in and out, the latest first."""
    return tuple(
        Said(
            position=row.position,
            interaction_id=row.id,
            inbound=row.direction == Direction.IN,
            ballot_id=row.ballot,
            follow_up=row.follow_up,
            stage=row.stage,
        )
        for row in tx.execute(_SAID, {"ids": list(conversation_ids)})
    )


def has_written_since(tx: Transaction, conversation_ids: Sequence[str], since: datetime) -> bool:
    """Say whether a customer wrote in some conversations after an instant."""
    return tx.find_row(_WRITTEN, {"ids": list(conversation_ids), "since": since}) is not None


def record_vote(tx: Transaction, ballot_id: str, vote: CastVote) -> None:
    """Write down a vote; which one counts stands on the ballot."""
    values = {"ballot_id": ballot_id, "value": vote.value, "via": vote.via, "at": vote.at}
    tx.execute(votes.insert(), values)


def list_votes(tx: Transaction, ballot_id: str) -> tuple[CastVote, ...]:
    """List all votes that were ever given on a ballot, in their order."""
    found = tx.execute(_VOTES, {"ballot_id": ballot_id})
    return tuple(CastVote(value=row.value, via=row.via, at=row.at) for row in found)


def record_first_comment(tx: Transaction, ballot_id: str, comment: str) -> bool:
    """Write down what a customer says of their vote; False where they said something before."""
    return tx.execute(_COMMENT, {"of_ballot": ballot_id, "said": comment}).rowcount == 1


def to_ballot(row: Any) -> PlannedBallot:
    """Make a ballot of its row."""
    values = {name: getattr(row, name) for name in PlannedBallot.__dataclass_fields__}
    return PlannedBallot(**{**values, "survey": Survey(row.survey)})


def _get(row: Any, ballot_id: str) -> PlannedBallot:
    if row is None:
        raise NotFoundError(f"there is no question {ballot_id!r}")
    return to_ballot(row)


def _name(key: ThreadKey) -> dict[str, str]:
    return {"channel": key.channel, "account": key.account, "thread": key.thread}
