"""What the bot was to answer goes to people instead, since an article is there no more."""

from bot.automating.shape_handoff import shape_handoff
from bot.deciding import Deciding
from bot.hand_over import hand_over
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Escalate
from domain.jobs import Job


def hand_over_answer(
    tx: Transaction, deciding: Deciding, conversation: Conversation, escalation: Escalate
) -> tuple[Job, ...]:
    """Hand over as supervisors' rules say, which were tried on an answer before."""
    shaped = shape_handoff(
        tx,
        deciding.tools,
        conversation,
        escalation,
        customer_name=deciding.customer_name,
        now=deciding.now,
        understood=deciding.understanding,
    )
    return hand_over(
        tx,
        deciding.tools,
        conversation,
        shaped,
        customer_name=deciding.customer_name,
        since=deciding.received_at,
        now=deciding.now,
    )
