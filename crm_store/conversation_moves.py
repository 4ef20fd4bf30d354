"""Merges and splits on record, so that they can be shown and undone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from crm_store.conversations import to_conversation
from crm_store.figure_changes import note_figures_of
from crm_store.schema import conversation_moves, conversations, message_ids
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove, MoveKind
from domain.conversations import Conversation

_INSERT = conversation_moves.insert()
_MERGED = (
    select(conversations)
    .where(conversations.c.merged_into == bindparam("id"))
    .order_by(conversations.c.id)
)


def record_move(tx: Transaction, move: ConversationMove) -> None:
    """Put a merge or a split on record."""
    values = {
        "id": move.id,
        "kind": move.kind,
        "source_id": move.source_id,
        "target_id": move.target_id,
        "facts": dict(move.facts),
        "at": move.at,
        "by": move.by,
    }
    tx.execute(_INSERT, values)


def finish_move(tx: Transaction, move_id: str, *, now: datetime) -> None:
    """Note that a merge or a split was undone."""
    changed = update(conversation_moves).where(conversation_moves.c.id == move_id)
    tx.execute(changed.values(undone_at=now))


def record_facts(tx: Transaction, move_id: str, facts: Mapping[str, Any]) -> None:
    """Write anew what it takes to undo a merge or a split."""
    changed = update(conversation_moves).where(conversation_moves.c.id == move_id)
    tx.execute(changed.values(facts=dict(facts)))


def find_last_merge(tx: Transaction, source_id: str) -> ConversationMove | None:
    """Find how a conversation was merged into another the last time, undone or not."""
    return _find_last(tx, MoveKind.MERGE, conversation_moves.c.source_id == source_id)


def find_last_split(tx: Transaction, target_id: str) -> ConversationMove | None:
    """Find the split that a conversation began with, undone or not."""
    return _find_last(tx, MoveKind.SPLIT, conversation_moves.c.target_id == target_id)


def list_standing_moves(tx: Transaction, ids: Collection[str]) -> tuple[ConversationMove, ...]:
    """List the merges and splits that some conversations have a part in, oldest first."""
    found = (
        select(conversation_moves)
        .where(
            or_(
                conversation_moves.c.source_id.in_(ids),
                conversation_moves.c.target_id.in_(ids),
            ),
            conversation_moves.c.undone_at.is_(None),
        )
        .order_by(conversation_moves.c.at, conversation_moves.c.id)
    )
    return tuple(_to_move(row) for row in tx.execute(found))


def list_merged(tx: Transaction, conversation_id: str) -> tuple[Conversation, ...]:
    """List the conversations that are seen to in one, in the order in which they began."""
    rows = tx.execute(_MERGED, {"id": conversation_id})
    return tuple(to_conversation(row) for row in rows)


def record_merged_into(tx: Transaction, ids: Sequence[str], target_id: str) -> None:
    """Have conversations that were merged be seen to in another one, which is locked."""
    if ids:
        changed = update(conversations).where(conversations.c.id.in_(ids))
        tx.execute(changed.values(merged_into=target_id, version=conversations.c.version + 1))
        note_figures_of(tx, ids)


def record_message_ids_moved(
    tx: Transaction, interaction_ids: Collection[str], conversation_id: str
) -> None:
    """Have whoever answers some messages by their ids reach another conversation."""
    changed = update(message_ids).where(message_ids.c.interaction_id.in_(interaction_ids))
    tx.execute(changed.values(conversation_id=conversation_id))


def _find_last(tx: Transaction, kind: MoveKind, about: Any) -> ConversationMove | None:
    found = (
        select(conversation_moves)
        .where(conversation_moves.c.kind == kind, about)
        .order_by(conversation_moves.c.at.desc(), conversation_moves.c.id.desc())
        .limit(1)
    )
    row = tx.find_row(found)
    return None if row is None else _to_move(row)


def _to_move(row: Any) -> ConversationMove:
    return ConversationMove(
        id=row.id,
        kind=MoveKind(row.kind),
        source_id=row.source_id,
        target_id=row.target_id,
        facts=row.facts,
        at=row.at,
        by=row.by,
        undone_at=row.undone_at,
    )
