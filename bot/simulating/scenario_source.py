"""Where a scenario comes from, and what is known of it."""

from dataclasses import dataclass
from typing import Final

from bot.simulating.read_own_desk import read_own_desk
from crm_store.simulations import get_simulation
from crm_store.store import Store
from domain.clock import Clock
from domain.errors import NotFoundError
from routing.simulation.own_desk import describe_desk
from routing.simulation.reading import check_scenario
from routing.simulation.scenario import Scenario
from routing.simulation.shipped import SHIPPED, read_shipped

OWN: Final = "own"
FILE: Final = "file"
# A scenario of a simulation on record, by its id: `kept:<id>`.
KEPT: Final = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundScenario:
    """A scenario to be tried out.

    Attributes:
        source: as `domain.simulations.Simulation.source` has it.
        offset: minutes by which its people's clocks are ahead of UTC.
    """

    source: str
    scenario: Scenario
    offset: int = 0
    notes: tuple[str, ...] = ()


async def find_scenario(store: Store, clock: Clock, time_zone: str, name: str) -> FoundScenario:
    """Find a scenario: `own`, `own:<weekday>`, the key of a shipped one, or `kept:<id>`.

    Raises:
        NotFoundError: there is none of that name.
        ScenarioError: the desk cannot be simulated.
    """
    kind, _, rest = name.partition(":")
    if kind == OWN:
        return await _describe_own(store, clock, time_zone, rest)
    if kind == KEPT:
        kept = await store.read(get_simulation, rest)
        scenario = check_scenario(kept.scenario)
        return FoundScenario(
            source=kept.source, scenario=scenario, offset=kept.offset, notes=kept.notes
        )
    if name in SHIPPED:
        return FoundScenario(source=name, scenario=read_shipped(name))
    known = ", ".join((OWN, *SHIPPED))
    raise NotFoundError(f"there is no scenario {name!r}; there are {known}")


async def _describe_own(store: Store, clock: Clock, time_zone: str, weekday: str) -> FoundScenario:
    if weekday and weekday not in set("0123456"):
        raise NotFoundError("weekdays are 0, for Monday, to 6")
    record = await store.read(read_own_desk, time_zone=time_zone, now=clock.now())
    own = describe_desk(record, int(weekday) if weekday else None)
    return FoundScenario(
        source=f"{OWN}:{own.weekday}",
        scenario=check_scenario(own.scenario),
        offset=own.offset,
        notes=own.notes,
    )
