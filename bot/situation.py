"""What is known when a message is decided on."""

from datetime import datetime, timedelta

from bot.tools import Tools
from crm_store.consents import has_opted_out
from crm_store.decisions import count_questions_asked
from crm_store.interactions import count_bot_replies
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Understanding
from domain.messages import InboundMessage
from domain.routing import QueueTopics, Situation

HOUR = timedelta(hours=1)


def read_situation(
    tx: Transaction,
    tools: Tools,
    message: InboundMessage,
    understanding: Understanding,
    conversation: Conversation,
    *,
    now: datetime,
) -> Situation:
    """Put together all that the decision may depend on, as it stood before the message."""
    queues = tuple(
        QueueTopics(name=queue.name, topics=queue.topics, default=queue.is_default)
        for queue in list_queues(tx)
    )
    return Situation(
        text=message.text,
        channel=message.channel,
        understanding=understanding,
        queues=queues,
        policy=tools.settings.policy,
        automatic=message.automatic,
        consent=message.consent,
        choice=message.choice,
        attachments=len(message.attachments),
        with_person=conversation.with_person,
        opted_out=has_opted_out(tx, message.sender, channel=message.channel),
        pending=conversation.pending,
        asked_before=count_questions_asked(tx, conversation.id),
        replied_lately=_count_replies(tx, tools, conversation, now),
    )


def _count_replies(tx: Transaction, tools: Tools, conversation: Conversation, now: datetime) -> int:
    """Count the bot's replies of the last hour; what they reply to and events lie in between."""
    latest = 4 * tools.settings.policy.most_replies
    return count_bot_replies(tx, conversation.id, since=now - HOUR, latest=latest)
