"""What a supervisor should see to in staffing, rules, macros and triggers, a sentence each."""

from collections.abc import Iterator

from bot.automating.rule_desk import RuleDesk
from bot.automating.views import AutomationView
from bot.staffing.desk import FloorDesk
from crm_store.store import Store
from domain.automations import AutomationKind
from domain.staffing import Taking
from frontdesk.automation_tools import make_automation_tools
from frontdesk.floor_tools import make_floor_tools
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds


async def list_staffing_warnings(store: Store, settings: Settings) -> tuple[str, ...]:
    """List what is wrong with who serves which queue, and what to do.

    Where nobody at all takes work, as at a small desk, supervisors answer by hand: nothing is.
    """
    desk = FloorDesk(make_floor_tools(settings, store, clock=SystemClock()))
    agents = await desk.list_agents()
    if all(each.profile.taking is Taking.NONE for each in agents if each.member.active):
        return ()
    return tuple(each.sentence for each in await desk.list_problems())


async def list_automation_warnings(store: Store, settings: Settings) -> tuple[str, ...]:
    """List what is switched on and cannot do what it says, and what cannot be read."""
    clock = SystemClock()
    desk = RuleDesk(make_automation_tools(settings, store, clock=clock, ids=SystemIds(clock)))
    views = [view for kind in AutomationKind for view in await desk.list(kind)]
    return tuple(words for view in views for words in _tell(view))


def _tell(view: AutomationView) -> Iterator[str]:
    automation = view.automation
    named = f"{automation.kind.value} {automation.name}"
    if not view.readable:
        yield f"{named}: it cannot be read, and is left out; write it anew or remove it"
        return
    if automation.enabled:
        yield from (f"{named}: {each.field}: {each.reason}" for each in view.problems)
    if view.shadowed is not None:
        yield f"{named}: {view.shadowed.sentence}"
