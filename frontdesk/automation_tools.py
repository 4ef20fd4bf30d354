"""What the desk of rules, macros and triggers works with, as the settings have it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.automating.automation_tools import AutomationTools
from bot.automating.automations import Automations
from bot.automating.rule_desk import RuleDesk
from channels.registry import CHANNELS
from crm_store.store import Store
from domain.clock import Clock, Ids
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds


def make_automation_tools(
    settings: Settings,
    store: Store,
    *,
    clock: Clock,
    ids: Ids,
    automations: Automations | None = None,
) -> AutomationTools:
    """Make what the desk of rules works with, for a server or a single command."""
    named = {"api": ({"account": "api"},), **settings.channels}
    return AutomationTools(
        store=store,
        clock=clock,
        ids=ids,
        automations=automations or Automations(),
        accounts=frozenset(
            f"{kind.name}/{kind.settings.model_validate(each).account}"
            for kind in CHANNELS
            for each in named.get(kind.name, ())
        ),
        channels=frozenset(kind.name for kind in CHANNELS),
        languages=settings.company.languages,
        time_zone=settings.company.time_zone,
    )


@asynccontextmanager
async def opened_rule_desk(settings: Settings) -> AsyncIterator[RuleDesk]:
    """Open the desk of rules for the length of a command."""
    clock = SystemClock()
    async with opened_store(settings) as store:
        yield RuleDesk(make_automation_tools(settings, store, clock=clock, ids=SystemIds(clock)))
