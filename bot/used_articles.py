"""The articles that an agent's reply was made from, and what that says of the matcher."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.compose import render_answer
from bot.record_feedback import LATEST
from bot.sent_answers import find_sent
from bot.suggest_articles import FoundMatch, Suggestions, suggest_articles
from bot.tools import Tools
from bot.write_suggestion import make_path
from crm_store.articles import find_published_article
from crm_store.decisions import list_decisions
from crm_store.feedback import record_feedback
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import DecisionRecord
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import Article

MOST_USED: Final = 10
# Of an answer's words, those that must still be in the reply for it to have been made from it.
_LEAST_KEPT: Final = 0.5


class Use(StrEnum):
    """How an article came into a reply."""

    ANSWER = "answer"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedArticle:
    """An article that somebody says their reply was made from.

    Attributes:
        locale: None for that of the conversation.
    """

    id: str
    locale: str | None = None
    use: Use = Use.ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedArticle:
    """An article that a reply was made from.

    Attributes:
        interaction_id: the customer's message that it answers; None where they wrote nothing.
        confidence: how sure the matcher was of it, before any feedback corrected it; 0 where it
            did not come up.
        suggested: whether it was among those that were suggested.
    """

    article: Article
    use: Use
    interaction_id: str | None
    confidence: float
    index_version: int
    suggested: bool


async def find_used_articles(
    tools: Tools, reference: str, named: Sequence[NamedArticle], text: str
) -> tuple[UsedArticle, ...]:
    """Find the articles that a reply was made from, as far as they are published and still in it.

    Raises:
        NotFoundError: there is no such conversation.
    """
    if not named:
        return ()
    suggestions = await suggest_articles(tools, reference)
    once: dict[tuple[str, str | None], NamedArticle] = {}
    for each in named[:MOST_USED]:
        once.setdefault((each.id, each.locale), each)
    articles = await tools.store.read(_read, tuple(once.values()), suggestions.language)
    public_url = tools.settings.public_url
    used = await asyncio.to_thread(_keep_used, articles, text, public_url)
    return tuple(_describe(article, use, suggestions) for article, use in used)


def _read(
    tx: Transaction, named: Iterable[NamedArticle], language: str
) -> tuple[tuple[Article, Use], ...]:
    found = (
        (find_published_article(tx, each.id, each.locale or language), each.use) for each in named
    )
    return tuple((article, use) for article, use in found if article is not None)


def _keep_used(
    articles: Iterable[tuple[Article, Use]], text: str, public_url: str
) -> tuple[tuple[Article, Use], ...]:
    return tuple(
        (article, use) for article, use in articles if is_used(article, text, public_url=public_url)
    )


def is_used(article: Article, text: str, *, public_url: str = "") -> bool:
    """Say whether a reply still holds an article's address, or most of what it answers; pure."""
    if make_path(article) in text:
        return True
    said = set(text.casefold().split())
    answer = render_answer(article, public_url=public_url)
    return any(_share(part, said) >= _LEAST_KEPT for part in (answer.text, answer.brief))


def _share(part: str, said: set[str]) -> float:
    words = set(part.casefold().split())
    return len(words & said) / len(words) if words else 0.0


def _describe(article: Article, use: Use, suggestions: Suggestions) -> UsedArticle:
    found = _find_match(article, suggestions.found)
    asked = suggestions.asked[-1].interaction_id if suggestions.asked else None
    confidence = 0.0
    if found is not None:
        match = found.match
        confidence = match.confidence if match.calibrated is None else match.calibrated
    return UsedArticle(
        article=article,
        use=use,
        interaction_id=asked if found is None else found.interaction_id,
        confidence=confidence,
        index_version=suggestions.index_version,
        suggested=any(each.article.id == article.id for each in suggestions.best),
    )


def _find_match(article: Article, found: Iterable[FoundMatch]) -> FoundMatch | None:
    return next((each for each in found if each.match.article_id == article.id), None)


def name_used(used: Sequence[UsedArticle]) -> dict[str, Any]:
    """Name the articles that a reply was made from, for whoever reads the log later."""
    if not used:
        return {}
    return {
        "articles": [
            {
                "id": each.article.id,
                "locale": each.article.locale,
                "version": each.article.version,
                "title": each.article.title,
                "use": str(each.use),
            }
            for each in used
        ]
    }


def record_used_articles(
    tx: Transaction,
    conversation: Conversation,
    used: Iterable[UsedArticle],
    *,
    by: str,
    now: datetime,
) -> None:
    """Keep that an agent took these articles for the right answers.

    What the bot had sent for that message itself is left to the verdicts on its answers.
    """
    records = list_decisions(tx, conversation.id, limit=LATEST)
    for each in used:
        asked = each.interaction_id
        if asked is None or _was_sent(records, asked, each.article.id):
            continue
        said = AnswerFeedback(
            conversation_id=conversation.id,
            interaction_id=asked,
            article_id=each.article.id,
            locale=each.article.locale,
            article_version=each.article.version,
            index_version=each.index_version,
            confidence=each.confidence,
            verdict=Verdict.RIGHT,
            source=FeedbackSource.SUGGESTION,
            at=now,
            by=by,
        )
        record_feedback(tx, said)


def _was_sent(records: Sequence[DecisionRecord], interaction_id: str, article_id: str) -> bool:
    sent = find_sent(records, interaction_id)
    return any(each.match.article_id == article_id for each in sent)
