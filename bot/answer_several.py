"""The bot answers several questions in one reply."""

from dataclasses import replace

from bot.compose import BOT, phrase, record_reply
from bot.deciding import Deciding
from bot.find_answers import find_answers, name_sources
from bot.forms.digress import ask_again_after
from bot.hand_over_answer import hand_over_answer
from bot.mark_answered import mark_answered
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Answer, Escalate
from domain.jobs import Job
from domain.knowledge import ArticleMatch
from domain.replies import ArticleAnswer, Reply
from routing.queue_choice import choose_queue


def answer_several(
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    matches: tuple[ArticleMatch, ...],
) -> tuple[Job, ...]:
    """Reply with all articles; where one was withdrawn meanwhile, a person answers the rest."""
    public_url = deciding.tools.settings.public_url
    answers = find_answers(tx, conversation, matches, public_url=public_url)
    if len(answers) < len(matches):
        rest = leave_rest(deciding, matches, answers)
        return hand_over_answer(tx, deciding, conversation, rest)
    conversation = mark_answered(
        tx, deciding.tools, conversation, since=deciding.received_at, now=deciding.now
    )
    reply = phrase_answers(deciding, conversation, answers)
    told = Answer(responder="answers")
    reply = ask_again_after(tx, deciding, conversation, told, reply)
    job = record_reply(
        tx,
        deciding.tools,
        conversation,
        reply,
        writer=BOT,
        now=deciding.now,
        source_ids=name_sources(answers),
    )
    return () if job is None else (job,)


def phrase_answers(
    deciding: Deciding, conversation: Conversation, answers: tuple[ArticleAnswer, ...]
) -> Reply:
    """Phrase an answer with several articles."""
    return phrase(
        deciding.tools,
        conversation,
        "answers",
        now=deciding.now,
        answers=answers,
        customer_name=deciding.customer_name,
    )


def leave_rest(
    deciding: Deciding, matches: tuple[ArticleMatch, ...], answers: tuple[ArticleAnswer, ...]
) -> Escalate:
    """Choose who answers what is no longer published, and send the rest meanwhile."""
    there = {answer.article.id for answer in answers}
    missing = tuple(match for match in matches if match.article_id not in there)
    about = replace(deciding.understanding, topic=None, matches=missing)
    queue, _ = choose_queue(about, deciding.queues)
    meanwhile = tuple(match for match in matches if match.article_id in there)
    return Escalate(queue=queue, reason="unknown", meanwhile=meanwhile)
