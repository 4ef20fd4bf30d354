"""What was said of each answer of the bot, to be shown beside it; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sent_answers import list_sent
from domain.conversations import Author, Direction, Interaction
from domain.decisions import DecisionRecord
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """An article that was sent, and what was said of it.

    Attributes:
        question_id: the customer's message that it answers.
        verdict: an agent's, or None.
        by: the staff id of who gave it.
        customer: what the customer said of it, or None.
        called: the customer asked for a person next.
    """

    question_id: str
    article_id: str
    title: str
    verdict: Verdict | None = None
    by: str | None = None
    customer: Verdict | None = None
    called: bool = False


def find_judged(
    said: Sequence[Interaction],
    decisions: Sequence[DecisionRecord],
    feedback: Sequence[AnswerFeedback],
) -> Mapping[str, tuple[JudgedAnswer, ...]]:
    """Find which of what was said are answers of the bot, by id, each with its articles.

    Args:
        said: a part of a conversation, oldest first.
    """
    records = {record.interaction_id: record for record in decisions}
    told = {(one.interaction_id, one.article_id, one.source): one for one in feedback}
    found: dict[str, tuple[JudgedAnswer, ...]] = {}
    question: DecisionRecord | None = None
    for one in said:
        if one.direction is Direction.IN:
            question = records.get(one.id)
        # What a message led to is logged with it, so that an answer stands behind its question.
        elif one.author is Author.BOT and "article" in one.source_ids and question is not None:
            found[one.id] = _describe(question, told)
    return found


def _describe(
    record: DecisionRecord, told: Mapping[tuple[str, str, FeedbackSource], AnswerFeedback]
) -> tuple[JudgedAnswer, ...]:
    question = record.interaction_id

    def judge(article_id: str, title: str) -> JudgedAnswer:
        agent = told.get((question, article_id, FeedbackSource.AGENT))
        customer = told.get((question, article_id, FeedbackSource.CUSTOMER))
        return JudgedAnswer(
            question_id=question,
            article_id=article_id,
            title=title,
            verdict=None if agent is None else agent.verdict,
            by=None if agent is None else agent.by,
            customer=None if customer is None else customer.verdict,
            called=(question, article_id, FeedbackSource.HANDOFF) in told,
        )

    return tuple(judge(each.article_id, each.title) for each in list_sent(record.decision))
