"""The answers that go out: articles that were found, as far as they are still published."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.compose import render_answer
from crm_store.articles import find_published_article
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.knowledge import Article, ArticleMatch
from domain.replies import ArticleAnswer


class FindArticle(Protocol):
    """Finds an article that customers may see, in a language or else in any other."""

    def __call__(self, tx: Transaction, article_id: str, locale: str) -> Article | None:
        """Return the article, or None."""
        ...


def find_answers(
    tx: Transaction,
    conversation: Conversation,
    matches: Sequence[ArticleMatch],
    *,
    public_url: str,
    find: FindArticle = find_published_article,
) -> tuple[ArticleAnswer, ...]:
    """Find the articles of some matches, in the customer's language where they exist in it.

    What was withdrawn after the index was made, or marked sensitive, is left out: its words must
    not go out.

    Args:
        public_url: what links begin with.
        find: finds an article; another one where it is tried what is not published.
    """
    found = (find(tx, match.article_id, conversation.language or match.locale) for match in matches)
    published = (article for article in found if article is not None)
    return tuple(_render(article, public_url) for article in published if not article.sensitive)


def name_sources(answers: Sequence[ArticleAnswer]) -> dict[str, Any]:
    """Name the articles that a reply is made of, for whoever reads the log later."""
    named = [
        {"article": answer.article.id, "version": answer.article.version} for answer in answers
    ]
    return {**named[0], "more": named[1:]} if len(named) > 1 else dict(*named)


def _render(article: Article, public_url: str) -> ArticleAnswer:
    rendered = render_answer(article, public_url=public_url)
    return ArticleAnswer(
        article=article, text=rendered.text, html=rendered.html, brief=rendered.brief
    )
