"""The record, opened for the length of a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crm_store.store import Store, make_store
from frontdesk.migrating import require_latest
from frontdesk.settings import Settings


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store of the settings and close it afterwards.

    Raises:
        SchemaVersionError: the database is not at this version.
        FrontdeskError: it cannot be reached.
    """
    await require_latest(settings.database.url)
    store = make_store(settings.database.url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()
