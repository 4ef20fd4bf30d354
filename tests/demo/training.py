"""The matcher, trained once for all tests of this process: the same articles give the same one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from domain.knowledge import Article, Knowledge, Matcher
from frontdesk.encoder import open_chosen
from frontdesk.settings.model import BUNDLED_ENCODER
from knowledge_base.encoders.cache import CachedEncoder
from knowledge_base.matcher import KnowledgeMatcher
from knowledge_base.training import train

T = TypeVar("T")
_trained: dict[tuple[object, ...], KnowledgeMatcher] = {}


def train_once(articles: Sequence[Article], version: int) -> KnowledgeMatcher:
    """Train as the server does, or remember what came of it."""
    key = tuple(
        (each.id, each.locale, each.title, each.variants, each.answer, each.tags, each.version)
        for each in articles
    )
    if key not in _trained:
        trained = train(Knowledge(version=version, articles=tuple(articles)), _encoder())
        assert isinstance(trained.matcher, KnowledgeMatcher)
        _trained[key] = trained.matcher
    return replace(_trained[key], version=version)


@cache
def _encoder() -> CachedEncoder:
    """Remembers all wording it was ever given, which most sets of articles have in common."""
    encoder = open_chosen(BUNDLED_ENCODER)
    assert encoder is not None
    return CachedEncoder(encoder)


class TrainingOnce:
    """Trains as `train_once` does; implements `bot.trainer.Trainer`."""

    async def find_kept(self) -> None:
        """Nothing was kept."""

    async def join(self, knowledge: Knowledge, previous: Matcher) -> Matcher:
        return await self.train(knowledge)

    async def train(self, knowledge: Knowledge) -> Matcher:
        return await asyncio.to_thread(train_once, knowledge.articles, knowledge.version)

    async def compute(self, work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)
