"""Which logs tell what was said last in listed conversations: their own, and of those merged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from crm_store.schema import conversation_moves, conversations
from crm_store.transaction import Transaction
from domain.conversation_moves import MoveKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """The logs of listed conversations.

    Attributes:
        owners: by the id of a log's conversation, that of the listed one it is shown in.
        taken_in: by the id of a message that was split off, that of the listed one it began.
    """

    owners: Mapping[str, str]
    taken_in: Mapping[str, str]

    def find_owners(self, interaction_id: str, conversation_id: str) -> Iterator[str]:
        """Find in which listed conversations something said in a log is shown."""
        for owner in (self.taken_in.get(interaction_id), self.owners.get(conversation_id)):
            if owner is not None:
                yield owner


def find_logs(tx: Transaction, ids: Sequence[str]) -> Logs:
    """Find the logs of some conversations."""
    merged = select(conversations.c.id, conversations.c.merged_into).where(
        conversations.c.merged_into.in_(ids)
    )
    owners = {row.id: row.merged_into for row in tx.execute(merged)}
    split = select(conversation_moves.c.target_id, conversation_moves.c.facts).where(
        conversation_moves.c.target_id.in_(ids),
        conversation_moves.c.kind == MoveKind.SPLIT,
        conversation_moves.c.undone_at.is_(None),
    )
    taken_in = {
        interaction: row.target_id
        for row in tx.execute(split)
        for interaction in row.facts["interactions"]
    }
    return Logs(owners=owners | {each: each for each in ids}, taken_in=taken_in)
