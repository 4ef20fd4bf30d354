"""What was split off is joined back to where it was said."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.merging.log_move import log_both
from bot.merging.merge import join
from bot.merging.require_mergeable import require_no_form, require_open_target
from bot.merging.restore_clocks import restore_clocks
from bot.tools import Tools
from crm_store.clocks import list_clocks
from crm_store.conversation_moves import (
    find_last_split,
    finish_move,
    record_message_ids_moved,
)
from crm_store.conversations import (
    get_conversation,
    get_conversation_by_id,
    lock_conversations,
)
from crm_store.joined_log import find_first_reply, list_unanswered, read_joined_log
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove
from domain.conversations import Conversation
from domain.errors import ConflictError
from domain.staff import StaffMember

_REASON = "unsplit"


def record_unsplit(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Join a conversation back to the one it was split off from; once joined it stays so.

    What was said in it since is kept in its own log and shown there.

    Returns:
        The one it was split off from.

    Raises:
        ConflictError: it was not split off, something was merged into it or split off from it
            since, or the other one is resolved or the bot's.
        NotFoundError: there is no such conversation.
    """
    begun = get_conversation(tx, reference)
    move = find_last_split(tx, begun.id)
    if move is None:
        raise ConflictError(f"{reference} was not split off from another one")
    home = get_conversation_by_id(tx, move.source_id)
    locked = lock_conversations(tx, (begun.id, home.merged_into or home.id))
    begun, rest = locked[begun.id], locked[home.merged_into or home.id]
    move = find_last_split(tx, begun.id) or move
    if move.undone_at is not None:
        return rest
    _require_alone(tx, begun, rest, move)
    # While it still stands, so that what belongs to either is told apart.
    reply = find_first_reply(tx, read_joined_log(tx, begun), after=move.facts["position"])
    finish_move(tx, move.id, now=now)
    record_message_ids_moved(tx, move.interactions, home.id)
    answered_at = None if reply is None else reply.at
    rest = _take_back(tx, tools, rest, begun, answered_at, now)
    _, rest = join(tx, tools, begun, rest, reason=_REASON, now=now)
    log_both(
        tx,
        tools,
        (begun, f"Joined back to {rest.reference} by {agent.name}"),
        (rest, f"{begun.reference} was joined back by {agent.name}"),
        agent=agent,
        event="unsplit",
        move_id=move.id,
        now=now,
    )
    return rest


def _require_alone(
    tx: Transaction, begun: Conversation, rest: Conversation, move: ConversationMove
) -> None:
    if begun.merged_into is not None:
        into = get_conversation_by_id(tx, begun.merged_into).reference
        raise ConflictError(f"{begun.reference} was merged into {into}; undo that first")
    if any(each.id != move.id for each in read_joined_log(tx, begun).moves):
        raise ConflictError(
            f"something was merged into {begun.reference} or split off from it; undo that first"
        )
    if rest.merged_into is not None:
        into = get_conversation_by_id(tx, rest.merged_into).reference
        raise ConflictError(f"{rest.reference} was merged into {into}; undo that first")
    require_open_target(rest)
    require_no_form(tx, begun)


def _take_back(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    rest: Conversation,
    begun: Conversation,
    answered_at: datetime | None,
    now: datetime,
) -> Conversation:
    """Have its clocks go on that nobody waited for any more, from where they stopped."""
    stopped = [each.id for each in list_clocks(tx, rest.id) if each.stopped_by == "split"]
    restore_clocks(tx, tools, rest, stopped, reason=_REASON, answered_at=answered_at, now=now)
    if answered_at is not None or begun.waiting_since is None:
        return rest
    asked = list_unanswered(tx, read_joined_log(tx, rest))
    if not asked:
        return rest
    waiting = min(rest.waiting_since or asked[0].at, asked[0].at)
    return change_with_clocks(tx, tools, rest, now=now, waiting_since=waiting)
