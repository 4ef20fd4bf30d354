"""The simulator: choose a scenario, change something of it, and see what that would do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aiohttp import hdrs, web

from bot.simulating.desk import MOST_BYTES, SimulationDesk
from bot.simulating.scenario_source import FILE, KEPT, OWN, FoundScenario
from console.answers import answer_staff_page
from console.form_reading import read_files, read_form, read_line
from console.keys import get_services, get_signed_in
from console.pages.simulator.charts import list_sides, make_bar_cards, make_staffing_cards
from console.pages.simulator.form import (
    REMOVED,
    SPEAKS,
    TRAINED,
    fill_form,
    list_choices,
    parse_form,
)
from console.pages.simulator.words import (
    POLICY_NAMES,
    describe_changes,
    name_language,
    name_source,
    say_minutes,
    say_share,
    sum_up,
)
from crm_store.skills import list_skills
from crm_store.staff import list_queues
from domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from domain.simulations import Simulation, SimulationState
from routing.simulation.bounds import count_daily
from routing.simulation.changes import Changes
from routing.simulation.own_desk import WEEKDAYS
from routing.simulation.reading import ScenarioError
from routing.simulation.shipped import SHIPPED

PAGE: Final = "/console/routing/simulator"
_MOST_TOLD: Final = 20


async def show_simulator(request: web.Request) -> web.Response:
    """Show what can be simulated, and the form of what can be changed."""
    name = read_line(request, "scenario", max_length=200) or OWN
    return await _answer(request, name)


async def send_file(request: web.Request) -> web.Response:
    """Take a scenario that somebody sent."""
    # The form is read first: it carries the token.
    await read_form(request)
    files = await read_files(request)
    if not files:
        return await _answer(request, FILE, errors=("choose a file first",))
    try:
        kept = await _desk(request).keep_file(files[0].content, owner=_owner(request))
    except ScenarioError as error:
        return await _answer(request, FILE, errors=error.problems)
    return _go(f"{PAGE}?scenario={KEPT}:{kept.id}")


async def start(request: web.Request) -> web.Response:
    """Begin a simulation, and go on to where its result will be."""
    fields = await read_form(request)
    name = fields.get("scenario", "")
    try:
        found = await _desk(request).find_scenario(name)
        changes = parse_form(fields, found.offset)
        begun = await _desk(request).start(found, changes, owner=_owner(request))
    except ScenarioError as error:
        return await _answer(request, name, fields=fields, errors=error.problems)
    except InvalidInputError as error:
        return await _answer(request, name, fields=fields, errors=(str(error),))
    except TooManyRequestsError as error:
        return await _answer(request, name, fields=fields, errors=(str(error),))
    return _go(f"{PAGE}/{begun.id}")


async def show_simulation(request: web.Request) -> web.Response:
    """Show how far a simulation is, or what came of it, with the form to go on from there."""
    simulation = await _desk(request).get(request.match_info["id"])
    if simulation.state is SimulationState.DRAFT:
        return _go(f"{PAGE}?scenario={KEPT}:{simulation.id}")
    changes = Changes.model_validate(simulation.changes)
    fields = fill_form(changes, simulation.offset)
    return await _answer(request, f"{KEPT}:{simulation.id}", fields=fields, simulation=simulation)


async def stop(request: web.Request) -> web.Response:
    """End a simulation."""
    simulation_id = request.match_info["id"]
    await _desk(request).stop(simulation_id)
    return _go(f"{PAGE}/{simulation_id}")


async def save_scenario(request: web.Request) -> web.Response:
    """Save the scenario of a simulation, for the command or to be changed by hand."""
    simulation = await _desk(request).get(request.match_info["id"])
    headers = {
        hdrs.CONTENT_DISPOSITION: 'attachment; filename="scenario.json"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    return web.json_response(dict(simulation.scenario), headers=headers)


async def _answer(
    request: web.Request,
    name: str,
    *,
    fields: Mapping[str, str] | None = None,
    errors: Sequence[str] = (),
    simulation: Simulation | None = None,
) -> web.Response:
    desk, found = _desk(request), None
    given = fields or {"number": "2", "arrivals": "100"}
    try:
        found = None if name == FILE else await desk.find_scenario(name)
    except ScenarioError as error:
        errors = errors or error.problems
    except NotFoundError as error:
        errors = errors or (str(error),)
    return await answer_staff_page(
        request,
        "simulator/page.html",
        current_view="simulator",
        tab="simulator",
        here=PAGE,
        name=name,
        chosen=_find_chosen(name, found),
        found=found,
        daily=0 if found is None else count_daily(found.scenario),
        choices=None if found is None else list_choices(found.scenario),
        titles=await _name_all(request) if name.startswith(OWN) else {},
        fields=given,
        leaving=any(each.startswith(REMOVED) for each in given),
        errors=tuple(errors)[:_MOST_TOLD],
        simulation=simulation,
        shown=_show_result(simulation),
        recent=await desk.list_recent(),
        say=_SAY,
        **_CHOICES,
    )


async def _name_all(request: web.Request) -> dict[str, dict[str, str]]:
    """Name the skills and queues of the own desk as other pages do."""
    store = get_services(request).store
    return {
        "skills": {each.name: each.title for each in await store.read(list_skills)},
        "queues": {each.name: each.title for each in await store.read(list_queues)},
    }


_SAY: Final[Mapping[str, Any]] = {
    "source": name_source,
    "language": name_language,
    "share": say_share,
    "minutes": say_minutes,
    "changes": lambda each: describe_changes(Changes.model_validate(each.changes), each.offset),
}
_CHOICES: Final[Mapping[str, Any]] = {
    "shipped": SHIPPED,
    "weekdays": WEEKDAYS,
    "policy_names": POLICY_NAMES,
    "most_bytes": MOST_BYTES,
    "speaks": SPEAKS,
    "trained": TRAINED,
    "removed": REMOVED,
}


def _find_chosen(name: str, found: FoundScenario | None) -> str:
    """Find which of the choices is the current one: `own`, `file` or the key of a shipped one."""
    source = name if found is None else found.source
    return source.partition(":")[0]


def _show_result(simulation: Simulation | None) -> dict[str, Any] | None:
    if simulation is None or simulation.result is None:
        return None
    result = simulation.result
    words = describe_changes(Changes.model_validate(simulation.changes), simulation.offset)
    return {
        "sentence": sum_up(words, result),
        "sides": list_sides(result),
        "bars": make_bar_cards(result),
        "staffing": make_staffing_cards(result, simulation.offset),
        "seeds": result["seeds"],
        "days": result["days"],
        "notes": (*simulation.notes, *result["notes"]),
        "warnings": (result["after"] or result["before"])["warnings"],
        "utc": simulation.offset % 60 != 0 or not simulation.source.startswith(OWN),
    }


def _desk(request: web.Request) -> SimulationDesk:
    return get_services(request).simulations


def _owner(request: web.Request) -> str:
    return get_signed_in(request).member.name


def _go(location: str) -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: location})
