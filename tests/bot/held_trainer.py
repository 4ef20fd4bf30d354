"""A trainer whose trainings take as long as a test wants, and matchers that tell how they came."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.trainer import KeptIndex
from domain.knowledge import Article, ArticleMatch, Candidate, Knowledge, Matcher, MatchExplanation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Learnt:
    """Knows the variants of its articles word for word; implements `Matcher`."""

    version: int
    articles: tuple[Article, ...]
    stage: str
    encoder: str | None = None

    @property
    def locales(self) -> tuple[str, ...]:
        return tuple(sorted({article.locale for article in self.articles}))

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        found = [each for each in self.articles if text in each.variants]
        return MatchExplanation(candidates=tuple(map(_as_candidate, found[:limit])))


def _as_candidate(article: Article) -> Candidate:
    match = ArticleMatch(
        article_id=article.id,
        locale=article.locale,
        version=article.version,
        title=article.title,
        confidence=1.0,
        topic=article.topic,
    )
    return Candidate(match=match, exact=True)


class HeldTrainer:
    """Joins and trains in full when it is let; implements `Trainer`.

    Attributes:
        let_join: is set while what changed may be joined.
        joining: is set once a change was to be joined.
        failed: is set once a full training has failed.
        let: is set while full trainings may end.
        begun: the versions whose full training was begun, in order.
        joined: the versions that were joined, in order.
        faults: raised by the next full trainings, one each.
        kept: what an earlier process has left.
    """

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.let.set()
        self.let_join = asyncio.Event()
        self.let_join.set()
        self.joining = asyncio.Event()
        self.failed = asyncio.Event()
        self.begun: list[int] = []
        self.joined: list[int] = []
        self.faults: list[Exception] = []
        self.kept: KeptIndex | None = None
        self._begin = asyncio.Condition()

    async def find_kept(self) -> KeptIndex | None:
        return self.kept

    async def join(self, knowledge: Knowledge, previous: Matcher) -> Matcher:
        self.joining.set()
        await self.let_join.wait()
        self.joined.append(knowledge.version)
        return Learnt(knowledge.version, knowledge.articles, "quick")

    async def train(self, knowledge: Knowledge) -> Matcher:
        async with self._begin:
            self.begun.append(knowledge.version)
            self._begin.notify_all()
        await self.let.wait()
        if self.faults:
            self.failed.set()
            raise self.faults.pop(0)
        return Learnt(knowledge.version, knowledge.articles, "full")

    async def compute(self, work: Callable[[], T]) -> T:
        return work()

    async def until_begun(self, number: int) -> None:
        """Wait until so many full trainings were begun in all."""
        async with self._begin:
            await self._begin.wait_for(lambda: len(self.begun) >= number)
