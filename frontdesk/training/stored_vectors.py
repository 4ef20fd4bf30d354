"""The vectors of the articles' wording: computed once, kept in the store for all processes."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from crm_store.embeddings import forget_embeddings, list_embeddings, record_embeddings
from crm_store.store import Store
from frontdesk.training.background_thread import compute

if TYPE_CHECKING:
    from knowledge_base.encoders.cache import CachedEncoder

# Some milliseconds of whoever else reads and writes.
PORTION = 250


async def load_vectors(store: Store, encoder: "CachedEncoder") -> None:
    """Have the encoder remember all that any process has stored."""
    after = ""
    while True:
        page = await store.read(list_embeddings, encoder.name, after=after, limit=PORTION)
        encoder.load(page)
        if len(page) < PORTION:
            return
        after = max(page)


async def keep_vectors(store: Store, encoder: "CachedEncoder", fresh: Mapping[str, bytes]) -> None:
    """Store vectors, and remember them."""
    encoder.load(fresh)
    digests = sorted(fresh)
    for start in range(0, len(digests), PORTION):
        portion = digests[start : start + PORTION]
        await store.run(record_embeddings, encoder.name, {each: fresh[each] for each in portion})
        encoder.mark_stored(portion)


async def forget_vectors(store: Store, encoder: "CachedEncoder", used: Collection[str]) -> None:
    """Forget all vectors but some, in the store as well."""
    await store.run(forget_embeddings, encoder.name, used)
    await compute(encoder.keep_only, used)
