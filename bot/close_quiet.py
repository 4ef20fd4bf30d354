"""What the bot settled and nobody came back to is over; it need not be pending for ever."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.do_regularly import do_regularly
from bot.forget_alerts import forget_old_alerts
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.conversations import lock_quiet_conversations
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus

LOOK_SECONDS = 60.0
# So many in one transaction, that others need not wait for it.
MOST_AT_ONCE = 50


async def keep_closing(tools: Tools) -> None:
    """Close what has gone quiet, and forget what staff were told long ago, for ever."""

    async def close_all() -> None:
        while await close_quiet(tools) == MOST_AT_ONCE:
            pass
        await forget_old_alerts(tools)

    await do_regularly(close_all, every_seconds=LOOK_SECONDS, failure="closing_failed")


async def close_quiet(tools: Tools) -> int:
    """Close conversations that no person has and no customer will go on with; tell how many."""
    return await tools.store.run(record_closings, tools, now=tools.clock.now())


def record_closings(tx: Transaction, tools: Tools, *, now: datetime) -> int:
    """Resolve the bot's own conversations that have been quiet for as long as they stay open."""
    quiet_since = now - tools.settings.reopen_after
    quiet = lock_quiet_conversations(tx, quiet_since=quiet_since, limit=MOST_AT_ONCE)
    for conversation in quiet:
        _close(tx, tools, conversation, now)
    return len(quiet)


def _close(tx: Transaction, tools: Tools, conversation: Conversation, now: datetime) -> None:
    answered = conversation.first_response_at is not None
    changed = change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        status=ConversationStatus.RESOLVED,
        disposition="answered" if answered else "no_action",
        resolved_at=now,
        pending=None,
    )
    text = "Resolved: the customer wrote no more"
    log_event(tx, tools, changed, text, event="resolve", now=now)
