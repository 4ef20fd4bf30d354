"""What the floor desk works with, as the settings have it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from bot.clocks.agreements import Agreements
from bot.staffing.desk import FloorDesk
from bot.staffing.floor_tools import FloorTools
from crm_store.store import Store
from domain.clock import Clock
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock

# Who changes something by a command, as the log of changes tells it.
AUTHOR: Final = "command line"


def make_floor_tools(
    settings: Settings, store: Store, *, clock: Clock, agreements: Agreements | None = None
) -> FloorTools:
    """Make what the floor desk works with, for a server or a single command."""
    return FloorTools(
        store=store,
        clock=clock,
        time_zone=settings.company.time_zone,
        # Scripts may always hand messages over, but need nobody until they do.
        channels=frozenset(kind for kind, accounts in settings.channels.items() if accounts),
        agreements=agreements or Agreements(),
    )


@asynccontextmanager
async def opened_floor(settings: Settings) -> AsyncIterator[FloorDesk]:
    """Open the floor desk for the length of a command."""
    async with opened_store(settings) as store:
        yield FloorDesk(make_floor_tools(settings, store, clock=SystemClock()))
