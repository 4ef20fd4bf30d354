"""Matchers that know one draft beside what is published, kept for a short while."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.knowledge_index import KnowledgeIndex
from bot.trainer import Trainer
from domain.clock import Clock
from domain.knowledge import Article, ArticleState, Matcher
from domain.knowledge_desk import ArticleContent

MOST_KEPT: Final = 4
KEPT_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Kept:
    published: Matcher
    matcher: Matcher
    at: datetime


class DraftMatchers:
    """Joins drafts to the matcher in use, in memory alone; the same one is joined once.

    Args:
        index: the matcher in use, and what it knows.
    """

    def __init__(self, index: KnowledgeIndex, trainer: Trainer, clock: Clock) -> None:
        self._index = index
        self._trainer = trainer
        self._clock = clock
        self._joining = asyncio.Lock()
        self._kept: OrderedDict[Article, _Kept] = OrderedDict()

    async def join(self, draft: Article) -> Matcher:
        """Return a matcher that knows a draft instead of what is published of it.

        Raises:
            Exception: it could not be joined.
        """
        async with self._joining:
            published, now = self._index.current(), self._clock.now()
            self._forget(published, now)
            kept = self._kept.get(draft)
            if kept is None:
                kept = _Kept(published, await self._join(draft, published), now)
            self._kept[draft] = kept
            self._kept.move_to_end(draft)
            return kept.matcher

    async def _join(self, draft: Article, published: Matcher) -> Matcher:
        known = self._index.known()
        place = (draft.id, draft.locale)
        others = tuple(each for each in known.articles if (each.id, each.locale) != place)
        return await self._trainer.join(replace(known, articles=(*others, draft)), published)

    def _forget(self, published: Matcher, now: datetime) -> None:
        """Forget what is old, what was joined to an earlier matcher, and all but the latest."""
        for draft, kept in list(self._kept.items()):
            if kept.published is not published or now - kept.at > KEPT_FOR:
                del self._kept[draft]
        while len(self._kept) >= MOST_KEPT:
            self._kept.popitem(last=False)


def make_draft_article(
    article_id: str, locale: str, content: ArticleContent, *, version: int
) -> Article:
    """Make the article that a draft would become.

    Args:
        version: of what is published of it, or 0.
    """
    return Article(
        id=article_id,
        locale=locale,
        title=content.title,
        variants=content.variants,
        answer=content.answer,
        tags=content.tags,
        state=ArticleState.PUBLISHED,
        version=version + 1,
        sensitive=content.sensitive,
        precision=content.precision,
        category=content.category,
    )
