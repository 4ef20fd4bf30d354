"""The demo airline's shop and desks, over the wire, and talks that ask them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.actions.contract import SelfService
from crm_store.store import Store, make_store
from domain.messages import Address
from tests.airline import OpenAirline, open_airline
from tests.bot.actions.fake_business import ASTRID, STRANGER, FormTalk
from tests.fakes import FakeClock

__all__ = ["ASTRID", "STRANGER", "Shop", "shop"]


class Shop:
    """The airline, and whoever asks it for something."""

    def __init__(self, airline: OpenAirline, store: Store) -> None:
        self.airline, self.store = airline, store

    def talk(self, action: SelfService, address: Address = STRANGER, **how: Any) -> FormTalk:
        """Begin to talk."""
        return FormTalk(action, self.airline.business, self.store, address=address, **how)

    @property
    def calls(self) -> list[tuple[str, str]]:
        """What was asked of the airline: the method and the path."""
        return list(self.airline.faults.calls)

    @property
    def looked_up(self) -> list[str]:
        """What was looked up by its number."""
        return [path for method, path in self.calls if method == "GET" and path.count("/") > 1]

    @property
    def changes(self) -> list[str]:
        """What was asked to be changed."""
        return [path for method, path in self.calls if method == "POST"]

    async def change(self, sql: str, *values: Any) -> None:
        """Have the airline's own people change something."""
        await self.airline.database.run(lambda tx: tx.change(sql, *values))


@pytest.fixture
async def shop(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    """A shop, and where wrong answers are counted."""
    store = make_store(sqlite_url)
    await store.open()
    async with open_airline(tmp_path, clock=FakeClock(), retries=0) as airline:
        yield Shop(airline, store)
    await store.close()
