"""The bot says nothing, and the customer may wait for somebody who does."""

from bot.clocks.follow_change import change_with_clocks
from bot.clocks.start_clocks import start_waiting
from bot.deciding import Deciding
from bot.thread_message import COURTESIES
from crm_store.conversations import change_conversation, wake_followers
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.decisions import Ignore
from domain.jobs import Job


def stay_silent(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Ignore
) -> tuple[Job, ...]:
    """Somebody else's turn: note that the customer waits, unless they only said thanks.

    What a machine wrote changes nothing: not whose turn it is, nor how long it has been quiet.
    """
    now = deciding.now
    if decision.reason == "automatic":
        wake_followers(tx, conversation)
        return ()
    # These need no person's answer, so that no clock starts for them.
    courtesy = deciding.understanding.intent in COURTESIES
    if decision.reason != "with_person" or courtesy:
        change_conversation(tx, conversation, now=now)
        return ()
    waiting = change_with_clocks(
        tx,
        deciding.tools,
        conversation,
        now=now,
        since=deciding.received_at,
        status=ConversationStatus.OPEN,
        waiting_since=conversation.waiting_since or now,
    )
    if waiting.queue is not None:
        # Who writes again after the first answer waits for the next one.
        since = deciding.received_at or now
        start_waiting(tx, deciding.tools, waiting, since=since, now=now)
    return ()
