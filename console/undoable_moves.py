"""Which merges and splits can be undone from a conversation's page; pure."""

from dataclasses import dataclass

from crm_store.joined_log import JoinedLog
from domain.conversation_moves import ConversationMove, MoveKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What a form that undoes a move is sent to: a conversation, and what is done with it."""

    reference: str
    act: str


def find_undoable(joined: JoinedLog) -> dict[str, Undoing]:
    """Find what undoes each move that stands and that nothing was built on, by the move's id."""
    found = {move.id: _find_undoing(joined, move) for move in joined.moves}
    return {move_id: undoing for move_id, undoing in found.items() if undoing is not None}


def is_merge_undoable(joined: JoinedLog) -> bool:
    """Say whether a conversation that is merged can be taken out again by itself."""
    return any(undoing.act == "unmerge" for undoing in find_undoable(joined).values())


def _find_undoing(joined: JoinedLog, move: ConversationMove) -> Undoing | None:
    source, target = joined.others[move.source_id], joined.others[move.target_id]
    if move.kind is MoveKind.MERGE:
        stands = source.merged_into == target.id
        return Undoing(reference=source.reference, act="unmerge") if stands else None
    if target.merged_into is not None:
        return None
    return Undoing(reference=target.reference, act="unsplit")
