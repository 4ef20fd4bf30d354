"""Which language of an article the others are translations of, and which of them are behind."""

from collections.abc import Sequence

from domain.knowledge import Article, ArticleState


def choose_original(written: Sequence[Article], languages: Sequence[str]) -> Article | None:
    """Choose the published one in the language that comes first, or else a retired one.

    Args:
        written: one article in all its languages.
        languages: the company's, its own first; any others follow by their codes.
    """
    rank = {locale: place for place, locale in enumerate(languages)}
    return min(
        written,
        key=lambda one: (
            one.state is not ArticleState.PUBLISHED,
            rank.get(one.locale, len(rank)),
            one.locale,
        ),
        default=None,
    )


def is_behind(article: Article, original: Article | None) -> bool:
    """Say whether a published translation is of an earlier version of the original.

    Where nobody said which version it is of, the one changed last counts as being ahead.
    """
    if original is None or original.locale == article.locale:
        return False
    if ArticleState.RETIRED in {article.state, original.state}:
        return False
    if article.source_version is not None:
        return article.source_version < original.version
    if article.updated_at is None or original.updated_at is None:
        return False
    return article.updated_at < original.updated_at
