"""Training as a site does it: small knowledge bases in a thread, large ones in a process."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.trainer import KeptIndex, teach_the_same
from crm_store.store import Store
from domain.knowledge import Knowledge, Matcher
from frontdesk.training.background_thread import compute
from frontdesk.training.index_file import IndexFile
from frontdesk.training.process import train_apart
from frontdesk.training.stored_vectors import forget_vectors, keep_vectors, load_vectors
from knowledge_base.training import (
    RememberedVectors,
    Trained,
    TrainingTask,
    pickle_index,
    train,
    unpickle_index,
)

if TYPE_CHECKING:
    from knowledge_base.encoders.cache import CachedEncoder
    from knowledge_base.encoders.contract import Encoder

# So few wordings are trained in about the time that a process takes to start.
SMALL = 300
T = TypeVar("T")
log = structlog.get_logger()


class SiteTrainer:
    """Makes matchers for one site; implements `bot.trainer.Trainer`.

    Args:
        store: where the vectors of the wording are kept.
        file: where the index that was trained last is kept, for all processes of this machine.
        open_encoder: returns the encoder, or None where there is none; a function of a module.
        small: up to how many wordings are trained in this process.
    """

    def __init__(
        self,
        store: Store,
        file: IndexFile,
        open_encoder: "Callable[[], Encoder | None]",
        *,
        small: int = SMALL,
    ) -> None:
        self._store = store
        self._file = file
        self._open_encoder = open_encoder
        self._small = small
        self._opening = asyncio.Lock()
        self._computing = asyncio.Lock()
        self._opened: tuple[CachedEncoder | None] | None = None

    async def find_kept(self) -> KeptIndex | None:
        """Find what the last training left; see `Trainer.find_kept`."""
        return await compute(self._file.read, await self._encoder())

    async def join(self, knowledge: Knowledge, previous: Matcher) -> Matcher:
        """Join what has changed to an earlier matcher; see `Trainer.join`."""
        encoder = await self._encoder()
        trained = await compute(train, knowledge, encoder, previous=previous)
        return trained.matcher

    async def train(self, knowledge: Knowledge) -> Matcher:
        """Train in full, unless another process of this machine has done so; see `Trainer.train`.

        Raises:
            ProgramError: the process that trains failed.
        """
        async with self._file.alone():
            kept = await self.find_kept()
            if kept is None or not teach_the_same(kept.knowledge, knowledge):
                return await self._train_and_keep(knowledge)
        if kept.matcher.version == knowledge.version:
            return kept.matcher
        return await self.join(knowledge, kept.matcher)

    async def compute(self, work: Callable[[], T]) -> T:
        """Do what takes seconds of a core; see `Trainer.compute`."""
        async with self._computing:
            return await compute(work)

    async def _train_and_keep(self, knowledge: Knowledge) -> Matcher:
        encoder = await self._encoder()
        if encoder is not None:
            await load_vectors(self._store, encoder)
        trained, index = await self._train(knowledge, encoder)
        if encoder is not None:
            await keep_vectors(self._store, encoder, trained.fresh)
            await forget_vectors(self._store, encoder, trained.used)
        await compute(self._file.write, index, encoder)
        return trained.matcher

    async def _train(
        self, knowledge: Knowledge, encoder: "CachedEncoder | None"
    ) -> tuple[Trained, bytes]:
        if sum(len(article.variants) + 1 for article in knowledge.articles) > self._small:
            try:
                return await self._train_apart(knowledge, encoder)
            except OSError as error:
                log.warning("training_in_a_thread", error=error.strerror)
        trained = await compute(train, knowledge, encoder)
        return trained, await compute(pickle_index, knowledge, trained.matcher)

    async def _train_apart(
        self, knowledge: Knowledge, encoder: "CachedEncoder | None"
    ) -> tuple[Trained, bytes]:
        """Train in a process.

        Raises:
            ProgramError: it failed.
            OSError: none can be had.
        """
        vectors = None if encoder is None else _remember(encoder)
        done = await train_apart(
            TrainingTask(knowledge=knowledge, vectors=vectors, open_encoder=self._open_encoder)
        )
        _, matcher = await compute(unpickle_index, done.index, encoder=encoder)
        return Trained(matcher=matcher, fresh=done.fresh, used=done.used), done.index

    async def _encoder(self) -> "CachedEncoder | None":
        """Return the encoder, opened once for all of this process."""
        async with self._opening:
            if self._opened is None:
                self._opened = (await compute(_open_cached, self._open_encoder),)
        return self._opened[0]


def _remember(encoder: "CachedEncoder") -> RememberedVectors:
    return RememberedVectors(
        encoder=encoder.name, dimension=encoder.dimension, vectors=encoder.known()
    )


def _open_cached(open_encoder: "Callable[[], Encoder | None]") -> "CachedEncoder | None":
    encoder = open_encoder()
    if encoder is None:
        return None
    # Whoever trains nothing starts without numpy.
    from knowledge_base.encoders.cache import CachedEncoder  # noqa: PLC0415 - see above

    return CachedEncoder(encoder)
