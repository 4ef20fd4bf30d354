"""The bot answers at once."""

from dataclasses import replace

from bot.answer_several import answer_several
from bot.automating.answer_by_rule import answer_by_rule
from bot.automating.rule_reply import RULE_RESPONDER
from bot.compose import BOT, phrase, record_reply
from bot.deciding import Deciding
from bot.forms.digress import ask_again_after
from bot.hand_over_answer import hand_over_answer
from bot.mark_answered import mark_answered
from crm_store.articles import find_published_article
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Answer, Escalate
from domain.jobs import Job
from domain.knowledge import Article, ArticleMatch
from domain.messages import QuickReply
from domain.replies import Reply
from routing.queue_choice import choose_queue

# Offered where one press is enough; elsewhere it would only make the answer longer. The words that
# a press sends are heard by the bot as if they had been typed.
VERDICTS = (QuickReply(label="", value="helped"), QuickReply(label="", value="not_helped"))


def answer(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Answer
) -> tuple[Job, ...]:
    """Reply with small talk, a confirmation, a rule's words, or articles still published."""
    if decision.responder == RULE_RESPONDER:
        return answer_by_rule(tx, deciding, conversation, decision)
    if decision.article is not None and decision.more:
        matches = (decision.article, *decision.more)
        return answer_several(tx, deciding, conversation, matches)
    if decision.article is not None:
        return _answer_with_article(tx, deciding, conversation, decision, decision.article)
    conversation = change_conversation(tx, conversation, now=deciding.now, pending=None)
    return _reply(tx, deciding, conversation, decision, None)


def _answer_with_article(
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    decision: Answer,
    match: ArticleMatch,
) -> tuple[Job, ...]:
    locale = conversation.language or match.locale
    article = find_published_article(tx, match.article_id, locale)
    if article is None or article.sensitive:
        kept_back = keep_back(deciding, match, article)
        return hand_over_answer(tx, deciding, conversation, kept_back)
    conversation = mark_answered(
        tx, deciding.tools, conversation, since=deciding.received_at, now=deciding.now
    )
    return _reply(tx, deciding, conversation, decision, article)


def _reply(
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    decision: Answer,
    article: Article | None,
) -> tuple[Job, ...]:
    tools, now = deciding.tools, deciding.now
    reply = phrase_answer(deciding, conversation, decision, article)
    reply = ask_again_after(tx, deciding, conversation, decision, reply)
    sources = {} if article is None else {"article": article.id, "version": article.version}
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now, source_ids=sources)
    return () if job is None else (job,)


def phrase_answer(
    deciding: Deciding, conversation: Conversation, decision: Answer, article: Article | None
) -> Reply:
    """Phrase an answer with one article, or with none for small talk and confirmations."""
    return phrase(
        deciding.tools,
        conversation,
        decision.responder,
        now=deciding.now,
        article=article,
        context=decision.context,
        customer_name=deciding.customer_name,
        quick_replies=_offer_verdicts(deciding, conversation) if article is not None else (),
    )


def _offer_verdicts(deciding: Deciding, conversation: Conversation) -> tuple[QuickReply, ...]:
    channel = deciding.tools.get_channel(conversation.channel, conversation.account)
    return VERDICTS if channel.capabilities.buttons else ()


def keep_back(deciding: Deciding, match: ArticleMatch, article: Article | None) -> Escalate:
    """Choose who answers: the article was withdrawn, or marked sensitive, after the index was made.

    Args:
        article: None where it was withdrawn.
    """
    topic = match.topic or deciding.understanding.topic
    queue, _ = choose_queue(replace(deciding.understanding, topic=topic), deciding.queues)
    return Escalate(queue=queue, reason="unknown" if article is None else "sensitive")
