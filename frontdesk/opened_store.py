"""The record, opened for the length of a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from crm_store.store import Store, make_store
from domain.errors import FrontdeskError
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
    except DBAPIError as error:
        words = str(error.orig).partition("\n")[0]
        raise FrontdeskError(f"the database cannot be used: {words}{_advise(words)}") from error
    finally:
        await store.close()


def _advise(words: str) -> str:
    """Say what to do about the commonest fault: another command or server in a long write."""
    return "; another process is writing to it, try again" if "locked" in words else ""
