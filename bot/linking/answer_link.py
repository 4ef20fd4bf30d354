"""Somebody comes by a link, is asked, and says yes or no."""

from datetime import datetime
from typing import Any, Final

from bot.compose import BOT, phrase, record_reply
from bot.linking.join_identity import join_identity
from bot.linking.make_link import digest_token
from bot.place_message import Placed
from bot.processing import Processing
from crm_store.conversations import change_conversation
from crm_store.customers import get_customer
from crm_store.link_tokens import (
    LinkToken,
    claim_link_token,
    find_link_token,
    find_link_token_by_id,
)
from crm_store.transaction import Transaction
from domain.conversations import Conversation, PendingQuestion
from domain.jobs import Job
from domain.messages import QuickReply
from domain.routing import Situation
from routing.choice_reading import read_choice

LINKING: Final = "linking"
_PREFIX: Final = "link:"
# By this value choices are known that choose none of the others; see `routing.choice_reading`.
_NO: Final = "none"


def answer_link(
    tx: Transaction,
    processing: Processing,
    placed: Placed,
    conversation: Conversation,
    situation: Situation,
) -> tuple[Job, ...] | None:
    """Ask whoever comes by a link, or do what they say to that.

    Only what was asked in this very conversation can be said yes to, so that a forged press joins
    nothing. It happens beside the decision table: nothing here depends on what anybody asks.

    Returns:
        Jobs that are this process's to work on at once; None for any other message, and where the
        bot has replied too often already, which the table sees to.
    """
    if situation.replied_lately >= situation.policy.most_replies:
        return None
    if processing.message.link is not None:
        return _receive_token(tx, processing, placed, conversation, processing.message.link)
    pending = conversation.pending
    if pending is None or pending.question != LINKING:
        return None
    message = processing.message
    chosen = read_choice(message.text, message.choice, pending.choices)
    if chosen is None:
        return None
    return _heed(tx, processing, placed, conversation, chosen)


def _receive_token(
    tx: Transaction, processing: Processing, placed: Placed, conversation: Conversation, token: str
) -> tuple[Job, ...]:
    now = processing.now
    kept = find_link_token(tx, digest_token(token)) if token else None
    if kept is None:
        return _say(tx, processing, conversation, "wrong")
    if placed.writer is not None and placed.writer.id == kept.customer_id:
        claim_link_token(tx, kept.id, now=now)
        return _say(tx, processing, conversation, "already")
    if kept.expires_at <= now:
        return _say(tx, processing, conversation, "expired")
    if _asks_about(conversation.pending, kept):
        return _ask(tx, processing, conversation, kept)
    if not claim_link_token(tx, kept.id, now=now):
        return _say(tx, processing, conversation, "used")
    return _ask(tx, processing, conversation, kept)


def _asks_about(pending: PendingQuestion | None, kept: LinkToken) -> bool:
    """Say whether somebody pressed Start twice."""
    return pending is not None and any(
        choice.value == _name_choice(kept) for choice in pending.choices
    )


def _ask(
    tx: Transaction, processing: Processing, conversation: Conversation, kept: LinkToken
) -> tuple[Job, ...]:
    initials = render_initials(get_customer(tx, kept.customer_id).name)
    choices = tuple(QuickReply(label="", value=value) for value in (_name_choice(kept), _NO))
    context = {"stage": "ask", "initials": initials}
    reply = phrase(
        processing.tools,
        conversation,
        LINKING,
        now=processing.now,
        quick_replies=choices,
        context=context,
    )
    pending = PendingQuestion(
        question=LINKING,
        choices=reply.quick_replies,
        text="/start",
        asked_at=processing.now,
    )
    changed = change_conversation(tx, conversation, now=processing.now, pending=pending)
    job = record_reply(tx, processing.tools, changed, reply, writer=BOT, now=processing.now)
    return () if job is None else (job,)


def _heed(
    tx: Transaction,
    processing: Processing,
    placed: Placed,
    conversation: Conversation,
    chosen: QuickReply,
) -> tuple[Job, ...]:
    if chosen.value == _NO or placed.writer is None:
        return _say(tx, processing, conversation, "declined")
    kept = find_link_token_by_id(tx, chosen.value.removeprefix(_PREFIX))
    if kept is None or kept.expires_at <= processing.now:
        return _say(tx, processing, conversation, "expired")
    joined = join_identity(
        tx,
        processing.tools,
        conversation,
        processing.message.sender,
        from_customer=placed.writer,
        to_customer=kept.customer_id,
        now=processing.now,
    )
    return _say(tx, processing, joined, "joined")


def _say(
    tx: Transaction, processing: Processing, conversation: Conversation, stage: str
) -> tuple[Job, ...]:
    now: datetime = processing.now
    context: dict[str, Any] = {"stage": stage}
    reply = phrase(processing.tools, conversation, LINKING, now=now, context=context)
    pending = conversation.pending
    done = {"pending": None} if pending is not None and pending.question == LINKING else {}
    changed = change_conversation(tx, conversation, now=now, **done)
    job = record_reply(tx, processing.tools, changed, reply, writer=BOT, now=now)
    return () if job is None else (job,)


def _name_choice(kept: LinkToken) -> str:
    return f"{_PREFIX}{kept.id}"


def render_initials(name: str | None) -> str:
    """Write a name so that its owner knows it and a stranger learns next to nothing."""
    words = (name or "").split()
    return " ".join(f"{word[0].upper()}." for word in (words[0], words[-1])) if words else "?"
