"""Articles of one import set against each other: each id once, shared wording told.

Two articles with one variant are both taken. A customer who asks in these very words is asked back
which is meant, and who keeps the articles is told to tell them apart.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from domain.knowledge import Article
from knowledge_base.import_reading import Caution, Read, ReadArticle
from knowledge_base.wording import normalise_text

MOST_ARTICLES: Final = 250_000
"""Of one import, so that its memory is bounded."""

MOST_COMPARED: Final = 1_000_000
"""Wordings of one import that later ones are compared with."""

MOST_TOLD: Final = 5
"""Shared wordings of one article that are named."""

_LONGEST_QUOTE: Final = 80


def settle_articles(read: Iterable[Read]) -> Iterator[Read]:
    """Pass on what was read with what there is to say of it: the first of each id, and remarks.

    An id may stand once in each locale.
    """
    places: dict[bytes, str] = {}
    owners: dict[bytes, tuple[str, str]] = {}
    for item in read:
        if not isinstance(item, ReadArticle):
            yield item
            continue
        name = _digest(item.article.locale, item.article.id)
        if name in places:
            called = f"{item.article.id} ({item.article.locale})"
            yield item.refuse(f"id: {called} is already at {places[name]}")
        elif len(places) >= MOST_ARTICLES:
            yield item.refuse(f"an import takes {MOST_ARTICLES:,} articles at most; split the file")
            return
        else:
            places[name] = f"{item.source}:{item.line}"
            yield item
            yield from item.remarks
            yield from _tell_shared(item, places[name], owners)


def _tell_shared(
    item: ReadArticle, place: str, owners: dict[bytes, tuple[str, str]]
) -> Iterator[Caution]:
    told = 0
    for wording in list_wordings(item.article):
        key = _digest(item.article.locale, normalise_text(wording))
        owner = owners.get(key)
        if owner is None:
            if len(owners) < MOST_COMPARED:
                owners[key] = (item.article.id, place)
        elif owner[0] != item.article.id:
            told += 1
            if told <= MOST_TOLD:
                yield item.caution(_describe_shared(wording, owner))
    if told > MOST_TOLD:
        rest = told - MOST_TOLD
        yield item.caution(f"variants: {rest:,} more are those of other articles as well")


def find_shared_wordings(articles: Iterable[Article]) -> list[tuple[str, tuple[str, ...]]]:
    """Find what several articles of one language are found by, with the articles' ids."""
    owners: dict[tuple[str, str], dict[str, str]] = {}
    for article in articles:
        for wording in list_wordings(article):
            key = (article.locale, normalise_text(wording))
            owners.setdefault(key, {}).setdefault(article.id, wording)
    return [
        (next(iter(found.values())), tuple(found)) for found in owners.values() if len(found) > 1
    ]


def list_wordings(article: Article) -> tuple[str, ...]:
    """List what an article is found by: its variants and its title."""
    return (*article.variants, article.title)


def _describe_shared(wording: str, owner: tuple[str, str]) -> str:
    quoted = wording if len(wording) <= _LONGEST_QUOTE else f"{wording[:_LONGEST_QUOTE]}…"
    return (
        f"variants: {quoted!r} is a variant or the title of {owner[0]} ({owner[1]}) too; "
        "who asks this is asked back which is meant"
    )


def _digest(*words: str) -> bytes:
    return blake2b("\0".join(words).encode(), digest_size=12).digest()
