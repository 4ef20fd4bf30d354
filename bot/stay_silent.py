"""The bot says nothing, and the customer may wait for somebody who does."""

from bot.deciding import Deciding
from bot.start_clock import start_clock
from bot.thread_message import COURTESIES
from crm_store.clocks import find_running_clock
from crm_store.conversations import change_conversation, wake_followers
from crm_store.staff import get_queue
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.decisions import Ignore
from domain.jobs import Job
from domain.service_levels import ClockKind


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
    change_conversation(
        tx,
        conversation,
        now=now,
        status=ConversationStatus.OPEN,
        waiting_since=conversation.waiting_since or now,
    )
    _start_next_response(tx, deciding, conversation)
    return ()


def _start_next_response(tx: Transaction, deciding: Deciding, conversation: Conversation) -> None:
    """A customer who writes again after the first answer waits for the next one."""
    if conversation.queue is None:
        return
    if find_running_clock(tx, conversation.id, ClockKind.FIRST_RESPONSE) is None:
        queue = get_queue(tx, conversation.queue)
        start_clock(
            tx,
            deciding.tools,
            conversation.id,
            ClockKind.NEXT_RESPONSE,
            queue,
            now=deciding.now,
        )
