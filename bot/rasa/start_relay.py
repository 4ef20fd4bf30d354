"""A message is left to another program that leads the conversation."""

import re

from bot.deciding import Deciding
from bot.tools import LEASE
from crm_store.conversations import change_conversation
from crm_store.jobs import record_job
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.jobs import Job, JobKind
from routing.choice_reading import read_choice


def start_relay(tx: Transaction, deciding: Deciding, conversation: Conversation) -> tuple[Job, ...]:
    """Have a job tell the other program what the customer wrote, or which choice they mean."""
    tools, now = deciding.tools, deciding.now
    text = _choose_text(deciding, conversation)
    change_conversation(tx, conversation, now=now, pending=None)
    job = record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.RELAY,
        ordering_key=f"relay:{conversation.id}",
        subject=conversation.reference,
        payload={"text": text, "message": deciding.interaction_id},
        now=now,
        lease_until=now + LEASE if tools.room(JobKind.RELAY) else None,
    )
    return (job,)


def _choose_text(deciding: Deciding, conversation: Conversation) -> str:
    """What was offered is told by its value, however the customer chose it.

    What begins with a slash is a command to Rasa (its documentation, "Bypassing NLU"), by which
    customers could do what nobody offered them.
    """
    pending = conversation.pending
    chosen = None
    if pending is not None:
        chosen = read_choice(deciding.text, deciding.choice, pending.choices)
    return strip_command(deciding.text) if chosen is None else chosen.value


def strip_command(text: str) -> str:
    """Take away what would make a command of a text; Rasa strips every kind of space itself."""
    return re.sub(r"^[\s/]+", "", text)
