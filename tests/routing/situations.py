"""Situations to decide on, with everything that a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.conversations import PendingQuestion
from domain.decisions import AskedQuestion, Understanding
from domain.knowledge import ArticleMatch
from domain.messages import QuickReply
from domain.routing import AnswerPolicy, FormSituation, QueueTopics, Situation

QUEUES = (
    QueueTopics(name="baggage", topics=("baggage", "pets")),
    QueueTopics(name="bookings", topics=("booking", "refund")),
    QueueTopics(name="general", topics=(), default=True),
)
CHOICES = (
    QuickReply(label="How much baggage may I take?", value="article:baggage-allowance"),
    QuickReply(label="My suitcase is lost", value="article:lost-baggage"),
    QuickReply(label="How do I change the name on a booking?", value="article:name-change"),
    QuickReply(label="", value="none"),
)
PENDING = PendingQuestion(
    question="did_you_mean",
    choices=CHOICES,
    text="bags?",
    asked_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
)


def match(
    article: str, confidence: float, topic: str | None = "baggage", **facts: Any
) -> ArticleMatch:
    """One article and how sure the matcher is of it; `facts` are fields of `ArticleMatch`."""
    return ArticleMatch(
        article_id=article,
        locale="en",
        version=1,
        title=article.replace("-", " ").capitalize(),
        confidence=confidence,
        topic=topic,
        **facts,
    )


def understood(
    intent: str = "question", *matches: ArticleMatch, topic: str | None = None
) -> Understanding:
    """An understanding in English."""
    return Understanding(language="en", intent=intent, confidence=1.0, matches=matches, topic=topic)


def asked(first: str, sure: float, second: str, also_sure: float) -> Understanding:
    """An understanding of two questions, each with one article."""
    matches = (match(first, sure, "pets"), match(second, also_sure, "refund"))
    questions = tuple(AskedQuestion(text=each.title, matches=(each,)) for each in matches)
    return replace(
        understood("question", match(first, 0.4), match(second, 0.4)), questions=questions
    )


def situation(
    text: str = "how many bags may I take", understanding: Understanding | None = None, **facts: Any
) -> Situation:
    """A situation on web chat; `facts` are fields of `Situation`."""
    plain = Situation(
        text=text,
        channel="web_chat",
        understanding=understanding or understood(),
        queues=QUEUES,
        policy=AnswerPolicy(answer=0.7, ask=0.25),
    )
    return replace(plain, **facts)


def in_form(**facts: Any) -> FormSituation:
    """A form that has asked for a colour; `facts` are fields of `FormSituation`."""
    form = FormSituation(run="r1", action="ring_bell", title="Ring the bell", requested="colour")
    return replace(form, **facts)


def told(command: str | None = None, *, action: str | None = None) -> Understanding:
    """An understanding of a command, or of a request for self-service."""
    return replace(understood(), command=command, action=action)
