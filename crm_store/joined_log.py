"""What is shown of a conversation: its own log, those merged into it, and what was split off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from crm_store.conversation_moves import list_merged, list_standing_moves
from crm_store.conversations import to_conversation
from crm_store.interactions import WITH_DELIVERY, to_interaction
from crm_store.schema import conversations, interactions
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove, MoveKind
from domain.conversations import Author, Conversation, Direction, Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedLog:
    """Which logs belong to a conversation.

    Attributes:
        merged: the conversations that are seen to in it.
        moves: the merges and splits that stand and that it or one of `merged` has a part in.
        others: by id, every conversation that `moves` name, and it, and `merged`.
    """

    conversation: Conversation
    merged: tuple[Conversation, ...] = ()
    moves: tuple[ConversationMove, ...] = ()
    others: Mapping[str, Conversation]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the conversations whose logs are shown whole."""
        return (self.conversation.id, *(each.id for each in self.merged))

    @property
    def taken_in(self) -> tuple[str, ...]:
        """The ids of messages in other logs with which it, or one of `merged`, began."""
        return tuple(
            interaction
            for move in self.moves
            if move.kind is MoveKind.SPLIT and move.target_id in self.ids
            for interaction in move.interactions
        )

    @property
    def split_off(self) -> dict[str, Conversation]:
        """What its messages that were split off belong to now, by the ids of these messages."""
        return {
            interaction: self.others[move.target_id]
            for move in self.moves
            if move.kind is MoveKind.SPLIT and move.target_id not in self.ids
            for interaction in move.interactions
        }


def read_joined_log(tx: Transaction, conversation: Conversation) -> JoinedLog:
    """Read which logs belong to a conversation."""
    merged = list_merged(tx, conversation.id)
    known = {each.id: each for each in (conversation, *merged)}
    moves = list_standing_moves(tx, list(known))
    named = {id_ for move in moves for id_ in (move.source_id, move.target_id)}
    if conversation.merged_into is not None:
        named.add(conversation.merged_into)
    missing = named - known.keys()
    if missing:
        rows = tx.execute(select(conversations).where(conversations.c.id.in_(missing)))
        known |= {row.id: to_conversation(row) for row in rows}
    return JoinedLog(conversation=conversation, merged=merged, moves=moves, others=known)


def list_joined_interactions(
    tx: Transaction, joined: JoinedLog, *, before: int | None = None, limit: int = 1000
) -> tuple[Interaction, ...]:
    """List what is shown of a conversation, oldest first: the last `limit` where it is more.

    What was split off is among it, since it was said there.

    Args:
        before: the position to end before; None for the end of the logs.
    """
    found = WITH_DELIVERY.where(_is_in(joined))
    if before is not None:
        found = found.where(interactions.c.position < before)
    latest = tx.execute(found.order_by(interactions.c.position.desc()).limit(limit)).all()
    return tuple(to_interaction(row) for row in reversed(latest))


def list_customer_words(tx: Transaction, joined: JoinedLog) -> tuple[Interaction, ...]:
    """List what customers wrote in it and what was not split off since, oldest first."""
    rows = tx.execute(_select_customer_words(joined).order_by(interactions.c.position))
    return tuple(to_interaction(row) for row in rows)


def _select_customer_words(joined: JoinedLog) -> Select[Any]:
    return WITH_DELIVERY.where(
        _is_in(joined),
        interactions.c.direction == Direction.IN,
        interactions.c.author == Author.CUSTOMER,
        interactions.c.id.not_in(list(joined.split_off)),
    )


def find_last_words(tx: Transaction, joined: JoinedLog) -> Interaction | None:
    """Find what customers wrote last in it."""
    found = _select_customer_words(joined).order_by(interactions.c.position.desc()).limit(1)
    row = tx.find_row(found)
    return None if row is None else to_interaction(row)


def list_unanswered(
    tx: Transaction, joined: JoinedLog, *, after: int = 0
) -> tuple[Interaction, ...]:
    """List what customers wrote in it since an agent replied, oldest first.

    Args:
        after: position after which to look.
    """
    replied = select(interactions.c.position).where(
        _is_in(joined),
        interactions.c.direction == Direction.OUT,
        interactions.c.author == Author.AGENT,
    )
    row = tx.find_row(replied.order_by(interactions.c.position.desc()).limit(1))
    since = max(after, 0 if row is None else row.position)
    return tuple(each for each in list_customer_words(tx, joined) if each.position > since)


def find_first_reply(tx: Transaction, joined: JoinedLog, *, after: int) -> Interaction | None:
    """Find what an agent replied first in it after a position."""
    found = WITH_DELIVERY.where(
        _is_in(joined),
        interactions.c.position > after,
        interactions.c.direction == Direction.OUT,
        interactions.c.author == Author.AGENT,
    )
    row = tx.find_row(found.order_by(interactions.c.position).limit(1))
    return None if row is None else to_interaction(row)


def find_end(tx: Transaction, joined: JoinedLog) -> int:
    """Find the position of what was logged last in it; 0 where nothing was."""
    found = select(interactions.c.position).where(_is_in(joined))
    row = tx.find_row(found.order_by(interactions.c.position.desc()).limit(1))
    return 0 if row is None else int(row.position)


def _is_in(joined: JoinedLog) -> Any:
    whole = interactions.c.conversation_id.in_(joined.ids)
    taken_in = joined.taken_in
    return or_(whole, interactions.c.id.in_(taken_in)) if taken_in else whole
