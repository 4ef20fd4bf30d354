"""Two conversations become one matter, and nothing said in either is moved or copied."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from bot.assigning.follow_waiting import follow_change
from bot.clocks.follow_change import change_with_clocks
from bot.merging.carry_complaints import COMPLAINTS, carry_complaints
from bot.merging.carry_tags import TAGS, carry_tags
from bot.merging.join_clocks import MERGED, join_clocks
from bot.merging.kept_fields import keep_fields
from bot.merging.log_move import log_both
from bot.merging.require_mergeable import require_mergeable
from bot.tools import Tools
from crm_store.conversation_moves import list_merged, record_merged_into, record_move
from crm_store.conversations import (
    change_conversation,
    get_conversation,
    lock_conversations_found,
)
from crm_store.joined_log import find_end, find_last_words, read_joined_log
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove, MoveKind
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.staff import StaffMember

DISPOSITION: Final = "merged"
_RISING: Final = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)


def record_merge(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    into: str,
    confirmed: bool,
    now: datetime,
) -> Conversation:
    """Have a conversation be seen to in another one from now on.

    Returns:
        The one it was merged into.
    """
    source, target = lock_both(tx, reference, into)
    require_mergeable(tx, source, target, confirmed=confirmed)
    facts, changed = join(tx, tools, source, target, now=now)
    move = ConversationMove(
        id=tools.ids.new(),
        kind=MoveKind.MERGE,
        source_id=source.id,
        target_id=target.id,
        facts=facts,
        at=now,
        by=agent.id,
    )
    record_move(tx, move)
    log_both(
        tx,
        tools,
        (source, f"Merged into {target.reference} by {agent.name}"),
        (target, f"{source.reference} was merged into this one by {agent.name}"),
        agent=agent,
        event="merge",
        move_id=move.id,
        now=now,
    )
    return changed


def lock_both(tx: Transaction, reference: str, other: str) -> tuple[Conversation, Conversation]:
    """Lock two conversations in the order of their ids, whichever is named first.

    What is merged into the first is locked with them, since it moves as well.

    Raises:
        NotFoundError: there is no such conversation.
    """
    ids = get_conversation(tx, reference).id, get_conversation(tx, other).id

    def find() -> tuple[str, ...]:
        return (*ids, *(each.id for each in list_merged(tx, ids[0])))

    locked = lock_conversations_found(tx, find)
    return locked[ids[0]], locked[ids[1]]


def join(
    tx: Transaction,
    tools: Tools,
    source: Conversation,
    target: Conversation,
    *,
    reason: str = MERGED,
    now: datetime,
) -> tuple[dict[str, Any], Conversation]:
    """Have the target take over what waits in the source, clocks, tags, and what is merged into it.

    Args:
        reason: why clocks are cancelled that give way.

    Returns:
        What it takes to undo it, and the target as it is then.
    """
    facts = {
        "source": keep_fields(source),
        "target": keep_fields(target),
        "position": _find_end(tx, source, target),
        TAGS: carry_tags(tx, source, target, now=now),
        COMPLAINTS: carry_complaints(
            tx, source, target, why=f"{source.reference} was joined to it", now=now
        ),
    }
    carried = [each.id for each in list_merged(tx, source.id)]
    brought = _find_brought(tx, source, target)
    changed = change_with_clocks(tx, tools, target, now=now, keep_targets=True, **brought)
    clocks = join_clocks(tx, tools, source, changed, reason=reason, now=now)
    record_merged_into(tx, carried, target.id)
    follow_change(tx, tools, source, _close(tx, source, target, now), now=now)
    after = keep_fields(changed)
    return {**facts, "after": after, "carried": carried, "clocks": asdict(clocks)}, changed


def _find_brought(tx: Transaction, source: Conversation, target: Conversation) -> dict[str, Any]:
    """Find what the source brings: who waits, how urgent it is, and where to reply."""
    brought: dict[str, Any] = {
        "priority": max(source.priority, target.priority, key=_RISING.index),
        "complained_at": target.complained_at or source.complained_at,
        "pending": None,
    }
    if source.waiting_since is not None:
        waiting = min(source.waiting_since, target.waiting_since or source.waiting_since)
        brought |= {"waiting_since": waiting, "status": ConversationStatus.OPEN}
    if _find_last_word(tx, source) > _find_last_word(tx, target):
        brought["reply_via"] = source.reply_via or source.id
    return brought


def _find_last_word(tx: Transaction, conversation: Conversation) -> int:
    said = find_last_words(tx, read_joined_log(tx, conversation))
    return 0 if said is None else said.position


def _find_end(tx: Transaction, *both: Conversation) -> int:
    return max(find_end(tx, read_joined_log(tx, each)) for each in both)


def _close(
    tx: Transaction, source: Conversation, target: Conversation, now: datetime
) -> Conversation:
    return change_conversation(
        tx,
        source,
        now=now,
        merged_into=target.id,
        status=ConversationStatus.RESOLVED,
        disposition=DISPOSITION,
        resolved_at=source.resolved_at or now,
        waiting_since=None,
        pending=None,
        snoozed_until=None,
        held_for=None,
        widened_to=None,
        reply_via=None,
    )
