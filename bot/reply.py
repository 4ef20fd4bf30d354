"""An agent answers a customer."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.assigning.log_routing import log_routing
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.stop_clocks import meet_responses
from bot.compose import Beside, Writer, record_reply
from bot.dead_addresses import require_deliverable
from bot.reply_copies import choose_copies
from bot.reply_files import NewFile, record_files, require_sendable
from bot.tools import Tools
from bot.used_articles import UsedArticle, name_used, record_used_articles
from crm_store.consents import has_opted_out
from crm_store.conversations import find_outlet, lock_conversation, thread_of
from crm_store.interactions import has_interaction
from crm_store.staff import get_default_queue
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, ConversationStatus, Direction
from domain.errors import InvalidInputError
from domain.jobs import Job
from domain.messages import Address
from domain.replies import Reply
from domain.routings import RoutingKind
from domain.staff import StaffMember

# Where a refusal covers answers: what the channel's thread is an address of, and what was refused.
_OPT_OUTS = {
    "sms": ("phone", "text messages"),
    "telegram": ("telegram", "messages on Telegram"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an agent wants to send.

    Attributes:
        key: names it; one of the same name that is on record already is not said again.
        cc: who gets a copy that all see; None for those whom the conversation copies anyway.
        bcc: who gets one that nobody sees.
        used: articles that it was made from.
    """

    text: str
    key: str | None = None
    cc: tuple[Address, ...] | None = None
    bcc: tuple[Address, ...] = ()
    files: tuple[NewFile, ...] = ()
    used: tuple[UsedArticle, ...] = ()


def record_agent_reply(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    draft: Draft,
    *,
    now: datetime,
) -> tuple[Conversation, Job | None]:
    """Record an agent's answer; the first person who answers has it from then on.

    Returns:
        The conversation, and the job that delivers the answer where one is needed.
    """
    conversation = lock_conversation(tx, reference)
    outlet = find_outlet(tx, conversation)
    if _was_said(tx, draft, conversation, outlet):
        return conversation, None
    require_consent(tx, outlet)
    beside = _gather(tx, tools, outlet, draft, now)
    conversation = mark_replied(tx, tools, conversation, agent, now=now)
    writer = Writer(author=Author.AGENT, id=agent.id, name=agent.name)
    job = record_reply(
        tx,
        tools,
        conversation,
        Reply(text=draft.text),
        writer=writer,
        now=now,
        source_ids=name_used(draft.used),
        external_id=draft.key,
        beside=beside,
    )
    record_used_articles(tx, conversation, draft.used, by=agent.id, now=now)
    return conversation, job


def mark_replied(
    tx: Transaction, tools: Tools, conversation: Conversation, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Have a locked conversation be answered by an agent, and its promised responses be kept.

    The first person who answers has it from then on. The answer itself is recorded next.
    """
    before, was_resolved = conversation, conversation.status is ConversationStatus.RESOLVED
    meet_responses(tx, tools, conversation.id, by="agent", now=now)
    conversation = change_with_clocks(
        tx,
        tools,
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
        replied_at=now,
    )
    if conversation.assignee != before.assignee:
        _log_taking(tx, tools, before, conversation, agent, now)
    if was_resolved:
        # An answer after all: what resolving had cancelled goes on, and is met by it.
        meet_responses(tx, tools, conversation.id, by="agent", now=now)
    return conversation


def _log_taking(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    before: Conversation,
    after: Conversation,
    agent: StaffMember,
    now: datetime,
) -> None:
    # The customer waited until this answer.
    answered = replace(after, waiting_since=before.waiting_since)
    reason = f"{agent.name} answered it, and has it from then on."
    log_routing(tx, tools, answered, RoutingKind.TAKEN, by=agent.id, reason=reason, now=now)


def _was_said(tx: Transaction, draft: Draft, *places: Conversation) -> bool:
    if draft.key is None:
        return False
    return any(
        has_interaction(tx, place.id, direction=Direction.OUT, external_id=draft.key)
        for place in places
    )


def _gather(
    tx: Transaction, tools: Tools, conversation: Conversation, draft: Draft, now: datetime
) -> Beside:
    """Put together what goes with the words, as far as the channel can carry it.

    Raises:
        InvalidInputError: it cannot, or nothing arrives at the customer's address.
    """
    channel = tools.get_channel(conversation.channel, conversation.account)
    if draft.files and not channel.capabilities.files:
        raise InvalidInputError("files cannot be sent on this channel", field="files")
    require_sendable(draft.files)
    require_deliverable(tx, conversation)
    attachments = record_files(tx, tools, thread_of(conversation), draft.files, now=now)
    if not channel.capabilities.copies:
        if draft.cc or draft.bcc:
            raise InvalidInputError("copies cannot be sent on this channel", field="cc")
        return Beside(attachments=attachments)
    cc, bcc = choose_copies(tx, conversation, draft.cc, draft.bcc, now=now)
    return Beside(cc=cc, bcc=bcc, attachments=attachments)


def require_consent(tx: Transaction, conversation: Conversation) -> None:
    """Refuse a message to somebody who wants none.

    Raises:
        InvalidInputError: naming what they refused.
    """
    channel = conversation.channel
    kind, messages = _OPT_OUTS.get(channel, ("", ""))
    address = Address(kind=kind, value=conversation.thread)
    if kind and has_opted_out(tx, address, channel=channel):
        raise InvalidInputError(
            f"{conversation.thread} has opted out of {messages}; reach the customer another way",
            field="text",
        )
