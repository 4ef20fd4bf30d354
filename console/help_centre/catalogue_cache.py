"""Keeps the catalogue, and makes a new one when what is published has changed."""

import asyncio
from collections.abc import Sequence

from console.help_centre.catalogue import Catalogue
from crm_store.articles import get_index_version
from crm_store.categories import list_categories
from crm_store.published_articles import list_published
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge_desk import Category


class CatalogueCache:
    """Asks before every page whether anything changed, so that nothing retired is ever listed.

    Args:
        languages: of the company, its own first.
    """

    def __init__(self, store: Store, languages: Sequence[str]) -> None:
        self._store = store
        self._languages = tuple(languages)
        self._current: Catalogue | None = None
        self._making = asyncio.Lock()

    async def get(self) -> Catalogue:
        """Return the catalogue of what is published now."""
        found = self._find_current(*await self._store.read(_read_state))
        if found is not None:
            return found
        async with self._making:
            # Somebody else may have made it while this one waited.
            version, categories = await self._store.read(_read_state)
            found = self._find_current(version, categories)
            if found is None:
                found = self._current = await self._make(version, categories)
            return found

    async def _make(self, version: int, categories: Sequence[Category]) -> Catalogue:
        articles = await self._store.read(list_published)
        return await asyncio.to_thread(Catalogue, version, articles, categories, self._languages)

    def _find_current(self, version: int, categories: Sequence[Category]) -> Catalogue | None:
        kept = self._current
        if kept is None or kept.version != version:
            return None
        return kept if tuple(kept.categories.values()) == tuple(categories) else None


def _read_state(tx: Transaction) -> tuple[int, tuple[Category, ...]]:
    return get_index_version(tx), tuple(list_categories(tx))
