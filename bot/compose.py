"""Replies on their way into the log and the outbox, in one commit with what led to them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.mark_code import mark_code
from bot.tools import LEASE, Tools
from crm_store.conversations import find_outlet, wake_followers
from crm_store.interactions import record_interaction
from crm_store.jobs import record_job
from crm_store.outbox import record_outbound
from crm_store.thread_ids import read_thread_hint
from crm_store.transaction import Transaction
from domain.channels import Channel
from domain.conversations import Author, Conversation, Direction
from domain.jobs import Job, JobKind
from domain.knowledge import Article
from domain.messages import Address, Attachment, OutboundMessage
from domain.replies import Reply, ReplyRequest
from knowledge_base.article_links import make_article_address, make_links_absolute
from knowledge_base.rendering import first_paragraph, render_answer_html, render_answer_text
from responders.fitting import fit_reply
from responders.registry import find_brief, respond

# What a channel's thread is an address of.
ADDRESS_KINDS = {
    "sms": "phone",
    "telegram": "telegram",
    "web_chat": "visitor",
    "web_form": "form",
    "api": "api",
    "email": "email",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who a reply is from."""

    author: Author
    id: str | None = None
    name: str | None = None


BOT = Writer(author=Author.BOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What goes with the words of a reply: who gets copies, and files that are kept already."""

    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    attachments: tuple[Attachment, ...] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedAnswer:
    """An article's answer in the forms that channels need."""

    text: str
    html: str
    brief: str


def render_answer(article: Article, *, public_url: str) -> RenderedAnswer:
    """Render an article's answer, its links as whole addresses; the same one is rendered once."""
    return _render_answer(article.answer, public_url, article.locale)


@lru_cache(maxsize=2048)
def _render_answer(answer: str, public_url: str, locale: str) -> RenderedAnswer:
    markdown = make_links_absolute(answer, public_url=public_url, locale=locale)
    return RenderedAnswer(
        text=render_answer_text(markdown),
        html=render_answer_html(markdown),
        brief=render_answer_text(first_paragraph(markdown)),
    )


def phrase(
    tools: Tools,
    conversation: Conversation,
    responder: str,
    *,
    now: datetime,
    article: Article | None = None,
    **details: Any,
) -> Reply:
    """Have a responder phrase a reply and fit it to the conversation's channel.

    Args:
        details: further fields of `ReplyRequest`.
    """
    context = dict(details.pop("context", {}))
    brief, whole_at = None, None
    if article is not None:
        answer = render_answer(article, public_url=tools.settings.public_url)
        context |= {"answer_text": answer.text, "answer_html": answer.html}
        brief, whole_at = answer.brief, _find_address(tools, article)
    language = conversation.language or "en"
    request = ReplyRequest(
        language=language,
        company=tools.settings.company,
        now=now,
        time_zone=tools.settings.time_zone,
        reference=conversation.reference,
        article=article,
        context=context,
        **details,
    )
    channel = tools.get_channel(conversation.channel, conversation.account)
    if request.answers:
        brief = find_brief(responder, request, channel.capabilities)
    reply = respond(responder, request)
    return fit_reply(reply, channel.capabilities, brief, language, whole_at=whole_at)


def _find_address(tools: Tools, article: Article) -> str | None:
    """Find where everybody can read an article, or None where nobody can."""
    settings = tools.settings
    if not settings.help_centre or not settings.public_url:
        return None
    return make_article_address(article.id, public_url=settings.public_url, locale=article.locale)


def record_reply(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    reply: Reply,
    *,
    writer: Writer,
    now: datetime,
    source_ids: dict[str, Any] | None = None,
    external_id: str | None = None,
    beside: Beside = NOTHING_BESIDE,
    not_before: datetime | None = None,
) -> Job | None:
    """Log a reply and put it into the outbox.

    Where others are merged into the conversation, it goes out on the thread on which the customer
    wrote last, and stands in that one's log.

    Args:
        external_id: the writer's own id of it, if they gave one.
        beside: whom copies go to and which files; only on channels that can.
        not_before: whoever is free delivers it from then on, and what is written meanwhile goes
            first; None to have this process deliver it at once where it has room.

    Returns:
        The job that delivers it, born leased to this process where it has room; None on a channel
        whose customers collect their messages themselves.
    """
    interaction_id = tools.ids.new()
    outlet = find_outlet(tx, conversation)
    channel = tools.get_channel(outlet.channel, outlet.account)
    if outlet is not conversation:
        reply = fit_reply(reply, channel.capabilities, None, outlet.language or "en")
        wake_followers(tx, outlet)
        conversation = outlet
    record_interaction(
        tx,
        conversation,
        interaction_id=interaction_id,
        direction=Direction.OUT,
        author=writer.author,
        author_id=writer.id,
        author_name=writer.name,
        now=now,
        text=reply.text,
        html=reply.html,
        external_id=external_id,
        attachments=beside.attachments,
        quick_replies=reply.quick_replies,
        source_ids=(source_ids or {})
        | _name_recipients(channel, conversation, beside)
        | mark_code(reply.text),
    )
    message = make_outbound(conversation, interaction_id, reply, writer, beside)
    if channel.capabilities.threaded:
        # Mail programs hold together what has one subject.
        subject = conversation.subject or message.subject
        hint = read_thread_hint(tx, conversation.id)
        message = replace(message, thread=hint, subject=subject)
    record_outbound(tx, message, now=now)
    if channel.capabilities.collected:
        return None
    return _record_delivery_job(tx, tools, message, now, not_before)


def make_outbound(
    conversation: Conversation,
    interaction_id: str,
    reply: Reply,
    writer: Writer,
    beside: Beside = NOTHING_BESIDE,
) -> OutboundMessage:
    """Make the message of a reply, as it goes into the outbox where it follows no other."""
    return OutboundMessage(
        id=f"out-{interaction_id}",
        interaction_id=interaction_id,
        conversation_id=conversation.id,
        reference=conversation.reference,
        channel=conversation.channel,
        account=conversation.account,
        to=address_of(conversation),
        subject=reply.subject or conversation.subject,
        text=reply.text,
        html=reply.html,
        quick_replies=reply.quick_replies,
        attachments=beside.attachments,
        cc=beside.cc,
        bcc=beside.bcc,
        automatic=writer.author is Author.BOT,
    )


def address_of(conversation: Conversation) -> Address:
    """Tell the address that a conversation's thread is with."""
    kind = ADDRESS_KINDS.get(conversation.channel, conversation.channel)
    return Address(kind=kind, value=conversation.thread)


def _name_recipients(
    channel: Channel, conversation: Conversation, beside: Beside
) -> dict[str, Any]:
    """Name who gets a message, for whoever reads the log later; one customer needs no naming."""
    if not channel.capabilities.copies:
        return {}
    named = {"cc": beside.cc, "bcc": beside.bcc}
    copies = {name: [each.value for each in some] for name, some in named.items() if some}
    return {"to": conversation.thread, **copies}


def _record_delivery_job(
    tx: Transaction,
    tools: Tools,
    message: OutboundMessage,
    now: datetime,
    not_before: datetime | None,
) -> Job:
    # What waits keeps nothing back: the customer may write at night, and is answered at once.
    lane = "held" if not_before is not None and not_before > now else "out"
    at_once = not_before is None and tools.room(JobKind.DELIVER)
    return record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.DELIVER,
        ordering_key=f"{lane}:{message.channel}:{message.account}:{message.to.value}",
        subject=message.id,
        now=now,
        available_at=not_before,
        lease_until=now + LEASE if at_once else None,
    )
