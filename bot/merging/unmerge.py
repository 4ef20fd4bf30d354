"""A merge is undone: two matters stand as before, with what was said on each one's thread since."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.assigning.follow_waiting import follow_waiting
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.start_clocks import start_waiting
from bot.merging.carry_complaints import return_complaints
from bot.merging.carry_promise import return_promises
from bot.merging.carry_tags import return_tags
from bot.merging.join_clocks import keep_nearest
from bot.merging.kept_fields import read_kept_fields
from bot.merging.log_move import log_both
from bot.merging.restore_clocks import restore_clocks, stop_unowed
from bot.tools import Tools
from crm_store.clocks import list_clocks
from crm_store.conversation_moves import (
    find_last_merge,
    finish_move,
    list_standing_moves,
    record_facts,
    record_merged_into,
)
from crm_store.conversations import (
    change_conversation,
    get_conversation,
    get_conversation_by_id,
    lock_conversations_found,
)
from crm_store.joined_log import (
    JoinedLog,
    find_first_reply,
    find_last_words,
    list_unanswered,
    read_joined_log,
)
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove
from domain.conversations import Conversation, ConversationStatus, Interaction
from domain.errors import ConflictError
from domain.staff import StaffMember

_REASON = "unmerged"


def record_unmerge(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Have a conversation that was merged stand by itself again; once undone it stays so.

    Returns:
        The conversation that was merged.

    Raises:
        ConflictError: it was never merged, or what it was merged into was merged since.
        NotFoundError: there is no such conversation.
    """
    found = get_conversation(tx, reference)
    move = find_last_merge(tx, found.id)
    if move is None and found.merged_into is not None:
        _refuse_joined_back(tx, found)
    if move is None:
        raise ConflictError(f"{reference} was not merged into another one")

    known = move

    def find() -> tuple[str, ...]:
        last = find_last_merge(tx, found.id) or known
        return (last.source_id, last.target_id, *last.facts["carried"])

    locked = lock_conversations_found(tx, find)
    move = find_last_merge(tx, found.id) or move
    source, target = locked[move.source_id], locked[move.target_id]
    if move.undone_at is not None and source.merged_into is None:
        return source
    _require_last(tx, source, target, move)
    source, target = part(tx, tools, source, target, move, now=now)
    log_both(
        tx,
        tools,
        (source, f"Taken out of {target.reference} again by {agent.name}"),
        (target, f"{source.reference} was taken out again by {agent.name}"),
        agent=agent,
        event="unmerge",
        move_id=move.id,
        now=now,
    )
    return source


def _require_last(
    tx: Transaction, source: Conversation, target: Conversation, move: ConversationMove
) -> None:
    if move.undone_at is not None:
        _refuse_joined_back(tx, source)
    if source.merged_into != target.id:
        into = get_conversation_by_id(tx, target.merged_into or target.id).reference
        raise ConflictError(
            f"{target.reference}, which {source.reference} was merged into, was merged into {into} "
            "since; undo that first"
        )


def _refuse_joined_back(tx: Transaction, source: Conversation) -> None:
    into = get_conversation_by_id(tx, source.merged_into or source.id).reference
    raise ConflictError(
        f"{source.reference} was joined back to {into}, which it was split off from; split it off "
        "again"
    )


def part(
    tx: Transaction,
    tools: Tools,
    source: Conversation,
    target: Conversation,
    move: ConversationMove,
    *,
    now: datetime,
) -> tuple[Conversation, Conversation]:
    """Give the source back what the merge took, and take from the target what it brought."""
    facts, waited = move.facts, target.waiting_since is not None
    record_merged_into(tx, facts["carried"], source.id)
    finish_move(tx, move.id, now=now)
    return_tags(tx, move)
    return_complaints(tx, source, target, facts, now=now)
    freed = change_conversation(tx, source, now=now, merged_into=None)
    own = read_joined_log(tx, freed)
    asked = list_unanswered(tx, own, after=facts["position"]) if waited else ()
    reply = find_first_reply(tx, own, after=facts["position"])
    answered_at = None if reply is None else reply.at
    source = _restore_source(tx, freed, target, own, facts, asked, reply, now)
    return_promises(tx, tools, facts["clocks"].get("told", {}))
    ids = (*facts["clocks"]["moved"], *facts["clocks"]["source_stopped"])
    restore_clocks(tx, tools, source, ids, reason=_REASON, answered_at=answered_at, now=now)
    if asked and source.queue is not None:
        start_waiting(tx, tools, source, since=asked[0].at, now=now)
    keep_nearest(tx, tools, source, now=now)
    follow_waiting(tx, tools, source, now=now)
    return source, _restore_target(tx, tools, target, facts, waited=waited, now=now)


def _restore_source(  # noqa: PLR0917 - eight things of their own types, which nobody mixes up
    tx: Transaction,
    source: Conversation,
    target: Conversation,
    own: JoinedLog,
    facts: Any,
    asked: tuple[Interaction, ...],
    reply: Interaction | None,
    now: datetime,
) -> Conversation:
    """As it was, but for what was written and answered on its own thread since."""
    changes = read_kept_fields(facts["source"])
    queue = changes["queue"] or target.queue
    if reply is not None:
        changes |= {
            "status": ConversationStatus.PENDING,
            "waiting_since": None,
            "queue": queue,
            "first_response_at": source.first_response_at or reply.at,
            "replied_at": reply.at,
        }
    if asked:
        since = changes["waiting_since"] or asked[0].at
        changes |= {"status": ConversationStatus.OPEN, "waiting_since": since, "queue": queue}
    if reply is not None or asked:
        changes |= {
            "resolved_at": None,
            "disposition": None,
            "pending": None,
            "snoozed_until": None,
            "held_for": None,
        }
    changes["reply_via"] = _find_reply_via(tx, own)
    return change_conversation(tx, source, now=now, **changes)


def _restore_target(
    tx: Transaction,
    tools: Tools,
    target: Conversation,
    facts: Any,
    *,
    waited: bool,
    now: datetime,
) -> Conversation:
    """Without what the merge brought; what was changed by anybody since stays."""
    joined = read_joined_log(tx, target)
    before, after = read_kept_fields(facts["target"]), read_kept_fields(facts["after"])
    asked = list_unanswered(tx, joined) if waited else ()
    changes: dict[str, Any] = {
        name: before[name]
        for name in ("priority", "complained_at")
        if getattr(target, name) == after[name]
    }
    changes["reply_via"] = _find_reply_via(tx, joined)
    if waited:
        changes["waiting_since"] = _find_waiting(asked, before["waiting_since"], facts["position"])
        if not asked and (target.status, before["status"]) == (
            ConversationStatus.OPEN,
            ConversationStatus.PENDING,
        ):
            changes["status"] = before["status"]
    changed = change_with_clocks(tx, tools, target, now=now, keep_targets=True, **changes)
    if changed.status is not ConversationStatus.RESOLVED:
        reply = find_first_reply(tx, joined, after=facts["position"])
        own = {clock.id for clock in list_clocks(tx, target.id)}
        restore_clocks(
            tx,
            tools,
            changed,
            # One that an earlier merge had brought may have gone back with that.
            [each for each in facts["clocks"]["target_stopped"] if each in own],
            reason=_REASON,
            answered_at=None if reply is None else reply.at,
            now=now,
        )
        _note_given_way(tx, target, keep_nearest(tx, tools, changed, now=now))
    if waited and not asked:
        stop_unowed(tx, tools, changed, reason=_REASON, now=now)
    return changed


def _note_given_way(
    tx: Transaction, target: Conversation, given_way: Sequence[tuple[str, str]]
) -> None:
    """Have a clock go on once that is gone which it gave way to and another merge had brought."""
    for move in list_standing_moves(tx, (target.id,)):
        clocks = move.facts.get("clocks", {})
        stopped = [loser for loser, winner in given_way if winner in clocks.get("moved", ())]
        if stopped and move.target_id == target.id:
            more = [*clocks["target_stopped"], *stopped]
            record_facts(tx, move.id, {**move.facts, "clocks": {**clocks, "target_stopped": more}})


def _find_waiting(
    asked: tuple[Interaction, ...], before: datetime | None, position: int
) -> datetime | None:
    """Find since when its own customer waits."""
    if not asked:
        return None
    return before if before is not None and asked[0].position <= position else asked[0].at


def _find_reply_via(tx: Transaction, joined: JoinedLog) -> str | None:
    """Find on whose thread the customer wrote last."""
    said = find_last_words(tx, joined)
    if said is None or said.conversation_id == joined.conversation.id:
        return None
    return said.conversation_id if said.conversation_id in joined.ids else None
