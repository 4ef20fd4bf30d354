"""A reader says whether an article helped, and perhaps what was missing."""

from dataclasses import replace

from bot.tools import Tools
from crm_store.article_ratings import find_rating, record_rating
from crm_store.articles import find_article
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.knowledge import ArticleState
from domain.knowledge_desk import ArticleRating

LONGEST_COMMENT = 1_000  # characters


async def rate_article(
    tools: Tools,
    article_id: str,
    locale: str,
    *,
    visitor: str,
    helpful: bool,
    comment: str | None = None,
) -> ArticleRating:
    """Record what a reader says of an article; their latest word counts.

    Args:
        visitor: a digest that tells readers apart and names nobody.
        comment: cleaned; what is beyond `LONGEST_COMMENT` is cut.

    Raises:
        NotFoundError: no such article is published.
    """
    rating = ArticleRating(
        article_id=article_id,
        locale=locale,
        visitor=visitor,
        version=0,
        helpful=helpful,
        comment=comment[:LONGEST_COMMENT] if comment and not helpful else None,
        at=tools.clock.now(),
    )
    return await tools.store.run(_record, rating)


def _record(tx: Transaction, said: ArticleRating) -> ArticleRating:
    article = find_article(tx, said.article_id, said.locale)
    if article is None or article.state is not ArticleState.PUBLISHED:
        raise NotFoundError("there is no such article in the help centre")
    rating = replace(said, version=article.version)
    before = find_rating(tx, said.article_id, said.locale, said.visitor)
    if before is not None and not said.helpful and said.comment is None:
        # Pressing "no" once more takes no words back.
        rating = replace(rating, comment=before.comment, handled_at=before.handled_at)
    record_rating(tx, rating)
    return rating
