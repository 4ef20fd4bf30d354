"""A customer who has never written before, and the message and conversation they begin."""

from datetime import datetime
from typing import Final

from bot.tools import Tools
from bot.try_out.trial import Trial
from channels.sms.consent import parse_consent
from channels.text_cleaning import clean_text
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.messages import Address, InboundMessage

_ADDRESS: Final = "customer@example.com"
# Of a conversation that nobody has begun; as long as a real one, for what has to fit.
REFERENCE: Final = "FD-XXXXXXXX"


def make_message(tools: Tools, trial: Trial, now: datetime) -> InboundMessage:
    """Make the message that somebody with an address of their own writes.

    Nobody has the address: whatever is on record of real ones does not count.
    """
    text = clean_text(trial.text)
    sender = Address(kind="nobody", value=f"{tools.ids.new()}@example.com", verified=True)
    return InboundMessage(
        channel=trial.channel,
        account=trial.account,
        external_id=tools.ids.new(),
        sender=sender,
        recipient=Address(kind="nobody", value=trial.account),
        sent_at=now,
        received_at=now,
        text=text,
        full_text=text,
        consent=parse_consent(text) if trial.channel == "sms" else None,
        language=trial.language,
    )


def make_conversation(
    channel: str, account: str, *, language: str, now: datetime, thread: str = _ADDRESS
) -> Conversation:
    """Make the conversation that would begin; it is on no record."""
    return Conversation(
        id="",
        reference=REFERENCE,
        customer_id="",
        channel=channel,
        account=account,
        thread=thread,
        subject=None,
        status=ConversationStatus.OPEN,
        queue=None,
        assignee=None,
        priority=Priority.NORMAL,
        language=language,
        created_at=now,
        updated_at=now,
        waiting_since=None,
        first_response_at=None,
        resolved_at=None,
        disposition=None,
        pending=None,
        version=1,
    )
