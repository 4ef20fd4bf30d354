"""What is known when a message is decided on."""

from dataclasses import replace
from datetime import datetime

from bot.follow_thread import place_of
from bot.forms.form_situation import find_form
from bot.opt_outs import COVERING_ANSWERS
from bot.place_message import Placed
from bot.processing import Processing
from bot.record_feedback import LATEST, TELLING_INTENTS
from bot.sent_answers import find_last_sent
from bot.tools import Tools
from crm_store.consents import has_opted_out
from crm_store.decisions import count_questions_asked, list_decisions
from crm_store.interactions import count_bot_replies
from crm_store.loop_signs import (
    DAY,
    HOUR,
    count_automatic_messages,
    find_same_words,
    read_loop_signs,
)
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Role
from domain.knowledge import ArticleMatch
from domain.messages import InboundMessage
from domain.routing import QueueTopics, Situation


def read_situation(tx: Transaction, processing: Processing, placed: Placed) -> Situation:
    """Put together all that the decision may depend on, as it stood before the message."""
    tools, message, conversation = processing.tools, processing.message, placed.conversation
    queues = tuple(
        QueueTopics(name=queue.name, topics=queue.topics, default=queue.is_default)
        for queue in list_queues(tx)
    )
    situation = Situation(
        text=message.text,
        channel=message.channel,
        understanding=processing.understanding,
        queues=queues,
        policy=tools.settings.policy,
        automatic=message.automatic,
        refuted=message.notes.get("refuted"),
        consent=placed.consent,
        choice=message.choice,
        attachments=_count_files(message),
        with_person=_is_with_person(conversation),
        pending=conversation.pending,
        read_in_vain=_find_read_in_vain(message),
        dialogue=_find_leader(tools, message),
        form=find_form(tx, processing, placed),
        offered=tools.offer.titles,
    )
    if not processing.begins(conversation):
        situation = _add_history(tx, situation, processing, conversation)
    if not processing.threaded:
        opted_out = has_opted_out(tx, message.sender, channel=message.channel)
        covers_answers = message.channel in COVERING_ANSWERS
        return replace(situation, opted_out=opted_out, opt_out_covers_answers=covers_answers)
    return _add_signs(tx, situation, processing, placed)


def _add_history(
    tx: Transaction, situation: Situation, processing: Processing, conversation: Conversation
) -> Situation:
    """Add what the bot has said in the conversation so far."""
    return replace(
        situation,
        asked_before=count_questions_asked(tx, conversation.id),
        replied_lately=_count_replies(tx, processing.tools, conversation, processing.now),
        answered=_find_answered(tx, processing, conversation),
    )


def _find_answered(
    tx: Transaction, processing: Processing, conversation: Conversation
) -> ArticleMatch | None:
    """Find what the bot answered last, for messages that may be about the answer alone."""
    if processing.understanding.intent not in TELLING_INTENTS:
        return None
    sent = find_last_sent(list_decisions(tx, conversation.id, limit=LATEST))
    return sent[0].match if sent else None


def _add_signs(
    tx: Transaction, situation: Situation, processing: Processing, placed: Placed
) -> Situation:
    """Add what only matters among letters, which machines send back and forth."""
    message, address = processing.message, placed.home.thread
    policy = processing.tools.settings.policy
    # The address in Reply-To is never proven.
    proven = message.sender.verified and message.sender.value == address
    most = 0 if proven else policy.most_replies_to_unproven_per_hour
    signs = read_loop_signs(
        tx, place_of(message), message.sender, address, now=processing.now, most=most
    )
    return replace(
        situation,
        opted_out=signs.opted_out,
        opt_out_covers_answers=False,
        stranger=placed.role is Role.JOINED,
        copied=placed.role is Role.COPIED,
        sent_to_sender_within_hour=signs.within_hour,
        sent_to_sender_within_day=signs.within_day,
        repeats_itself=bool(signs.within_day) and _repeats_itself(tx, processing, placed),
        sent_to_unproven_within_hour=signs.by_account,
    )


def _repeats_itself(tx: Transaction, processing: Processing, placed: Placed) -> bool:
    """Say whether the very same was written before, within a day, and replied to since."""
    message, now, conversation = processing.message, processing.now, placed.home
    if not message.text.strip() or placed.writer is None:
        return False
    said_at = find_same_words(
        tx, place_of(message), placed.writer.id, message.text, since=now - DAY
    )
    if said_at is None:
        return False
    sent = count_automatic_messages(tx, conversation.channel, conversation.thread, since=said_at)
    return sent > 0


def _find_leader(tools: Tools, message: InboundMessage) -> str:
    led = (message.channel, message.account) in tools.settings.led_by_rasa
    return "rasa" if led else "embedded"


def _find_read_in_vain(message: InboundMessage) -> str | None:
    """Find what the sender read and was not helped by; that only a person answers harms nobody."""
    visit = message.visit
    return visit.article_id if visit is not None and visit.helpful is False else None


def _count_files(message: InboundMessage) -> int:
    """Count the files a person would want to look at; a picture in a signature is none."""
    beside = sum(not file.inline for file in message.enclosed)
    within = 0 if message.text.strip() else len(message.enclosed) - beside
    return len(message.attachments) + beside + within


def _is_with_person(conversation: Conversation) -> bool:
    """Thanks for what a person settled stay with that person, although it stays settled."""
    settled = conversation.status is ConversationStatus.RESOLVED
    return conversation.with_person or (settled and conversation.queue is not None)


def _count_replies(tx: Transaction, tools: Tools, conversation: Conversation, now: datetime) -> int:
    """Count the bot's replies of the last hour; what they reply to and events lie in between."""
    latest = 4 * tools.settings.policy.most_replies
    return count_bot_replies(tx, conversation.id, since=now - HOUR, latest=latest)
