"""What the desk of agreements works with, as the settings have it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clocks.agreements import Agreements
from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.desk_tools import DeskTools
from channels.registry import CHANNELS
from crm_store.store import Store
from domain.clock import Clock, Ids
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds


def make_service_level_tools(
    settings: Settings,
    store: Store,
    *,
    clock: Clock,
    ids: Ids,
    agreements: Agreements | None = None,
) -> DeskTools:
    """Make what the desk of agreements works with, for a server or a single command."""
    named = {"api": ({"account": "api"},), **settings.channels}
    return DeskTools(
        store=store,
        clock=clock,
        ids=ids,
        agreements=agreements or Agreements(),
        accounts=frozenset(
            f"{kind.name}/{kind.settings.model_validate(each).account}"
            for kind in CHANNELS
            for each in named.get(kind.name, ())
        ),
        channels=frozenset(kind.name for kind in CHANNELS),
        webhooks=frozenset(each.name for each in settings.webhooks),
    )


@asynccontextmanager
async def opened_desk(settings: Settings) -> AsyncIterator[ServiceLevelDesk]:
    """Open the desk of agreements for the length of a command."""
    clock = SystemClock()
    async with opened_store(settings) as store:
        tools = make_service_level_tools(settings, store, clock=clock, ids=SystemIds(clock))
        yield ServiceLevelDesk(tools)
