"""An agent answers a customer."""

from datetime import datetime

from bot.compose import Writer, record_reply
from bot.tools import Tools
from crm_store.clocks import record_clocks_met
from crm_store.consents import has_opted_out
from crm_store.conversations import change_conversation, lock_conversation
from crm_store.interactions import has_interaction
from crm_store.staff import get_default_queue
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, ConversationStatus, Direction
from domain.errors import InvalidInputError
from domain.jobs import Job
from domain.messages import Address
from domain.replies import Reply
from domain.service_levels import ClockKind
from domain.staff import StaffMember

_RESPONSES = (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE)


def record_agent_reply(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    text: str,
    key: str | None,
    now: datetime,
) -> tuple[Conversation, Job | None]:
    """Record an agent's answer; the first person who answers has it from then on.

    Args:
        key: names this answer; one of the same name that is on record already is not said again.

    Returns:
        The conversation, and the job that delivers the answer where one is needed.
    """
    conversation = lock_conversation(tx, reference)
    if key is not None and has_interaction(
        tx, conversation.id, direction=Direction.OUT, external_id=key
    ):
        return conversation, None
    _require_consent(tx, conversation)
    conversation = change_conversation(
        tx,
        conversation,
        now=now,
        status=ConversationStatus.PENDING,
        queue=conversation.queue or get_default_queue(tx).name,
        assignee=conversation.assignee or (agent.id if agent.can_log_in else None),
        waiting_since=None,
        resolved_at=None,
        disposition=None,
        pending=None,
        first_response_at=conversation.first_response_at or now,
    )
    record_clocks_met(tx, conversation.id, _RESPONSES, now=now)
    writer = Writer(author=Author.AGENT, id=agent.id, name=agent.name)
    reply = Reply(text=text)
    job = record_reply(tx, tools, conversation, reply, writer=writer, now=now, external_id=key)
    return conversation, job


def _require_consent(tx: Transaction, conversation: Conversation) -> None:
    address = Address(kind="phone", value=conversation.thread)
    if conversation.channel == "sms" and has_opted_out(tx, address, channel="sms"):
        raise InvalidInputError(
            f"{conversation.thread} has opted out of text messages; reach the customer another way",
            field="text",
        )
