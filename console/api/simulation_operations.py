"""Beginning and reading simulations, as lines of the table of all operations."""

from http import HTTPMethod
from typing import Any, Final

from bot.simulating.scenario_source import FILE, FoundScenario
from console.api.operation import Call, Operation, Query
from console.api.simulation_models import NewSimulation, SimulationItem
from console.pages.simulator.words import describe_changes, sum_up
from domain.errors import InvalidInputError, NotFoundError
from domain.simulations import Simulation
from domain.staff import Permission
from routing.simulation.changes import Changes
from routing.simulation.reading import check_scenario

_PATH: Final = "/routing/simulations"


async def start_simulation(call: Call[Query, NewSimulation]) -> SimulationItem:
    """Begin a simulation."""
    desk, found = call.services.simulations, await _find(call)
    return _show(await desk.start(found, call.body.changes, owner=call.agent.name))


async def get_simulation(call: Call[Query, None]) -> SimulationItem:
    """Read a simulation."""
    return _show(await call.services.simulations.get(call.path["id"]))


async def _find(call: Call[Query, NewSimulation]) -> FoundScenario:
    given = call.body.scenario
    if not isinstance(given, str):
        return FoundScenario(source=FILE, scenario=check_scenario(given))
    try:
        return await call.services.simulations.find_scenario(given)
    except NotFoundError as error:
        raise InvalidInputError(str(error), field="scenario") from None


def _show(simulation: Simulation) -> SimulationItem:
    changes, result = Changes.model_validate(simulation.changes), simulation.result
    words = describe_changes(changes, simulation.offset)
    return SimulationItem(
        id=simulation.id,
        owner=simulation.owner,
        source=simulation.source,
        state=simulation.state,
        changes=dict(simulation.changes),
        notes=simulation.notes,
        done=simulation.done,
        whole=simulation.whole,
        sentence=None if result is None else sum_up(words, result),
        result=None if result is None else dict(result),
        error=simulation.error,
        started_at=simulation.started_at,
        ended_at=simulation.ended_at,
    )


SIMULATION_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="start_simulation",
        method=HTTPMethod.POST,
        path=_PATH,
        permission=Permission.SUPERVISE,
        summary="Begin to simulate a desk as it is and with changes; one at a time on each server",
        query=Query,
        body=NewSimulation,
        response=SimulationItem,
        status=202,
        handler=start_simulation,
    ),
    Operation(
        name="get_simulation",
        method=HTTPMethod.GET,
        path=f"{_PATH}/{{id}}",
        permission=Permission.SUPERVISE,
        summary="Read how far a simulation is, or its result; what nobody asks for is ended",
        query=Query,
        response=SimulationItem,
        handler=get_simulation,
    ),
)
