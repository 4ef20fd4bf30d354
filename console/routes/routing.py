"""People, queues and skills, and the rules, macros and triggers by which work is routed."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from console.pages import conversation_tags
from console.pages.floor import agent_page, people_page, queue_page, queues_page, skills_page
from console.pages.floor.addresses import AGENTS, NEW_QUEUE, PEOPLE, QUEUES, SKILLS
from console.pages.rules import edit_page, list_page, remove_page
from console.pages.rules.addresses import NEW, PLACES
from console.route import Route
from domain.automations import AutomationKind
from domain.staff import Permission

SUPERVISE: Final = Permission.SUPERVISE

_AGENT: Final = f"{AGENTS}/{{agent}}"
_QUEUE: Final = f"{QUEUES}/{{name}}"
_SKILL: Final = f"{SKILLS}/{{name}}"
# There is a field for every skill.
_FLOOR_FIELDS: Final = 700

FLOOR_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", PEOPLE, people_page.show_people, SUPERVISE),
    Route("GET", AGENTS, people_page.show_people, SUPERVISE),
    Route("GET", _AGENT, agent_page.show_agent, SUPERVISE),
    Route("POST", _AGENT, agent_page.save_agent, SUPERVISE, most_fields=_FLOOR_FIELDS),
    Route("GET", QUEUES, queues_page.show_queues, SUPERVISE),
    Route("GET", NEW_QUEUE, queue_page.show_new_queue, SUPERVISE),
    Route("POST", NEW_QUEUE, queue_page.make_queue, SUPERVISE, most_fields=_FLOOR_FIELDS),
    Route("GET", _QUEUE, queue_page.show_queue, SUPERVISE),
    Route("POST", _QUEUE, queue_page.save_queue, SUPERVISE, most_fields=_FLOOR_FIELDS),
    Route("GET", f"{_QUEUE}/remove", queue_page.show_removing_queue, SUPERVISE),
    Route("POST", f"{_QUEUE}/remove", queue_page.remove_queue, SUPERVISE),
    Route("GET", SKILLS, skills_page.show_skills, SUPERVISE),
    Route("POST", SKILLS, skills_page.make_skill, SUPERVISE),
    Route("POST", f"{_SKILL}", skills_page.change_skill, SUPERVISE),
    Route("GET", f"{_SKILL}/remove", skills_page.show_removing_skill, SUPERVISE),
    Route("POST", f"{_SKILL}/remove", skills_page.remove_skill, SUPERVISE),
)

# Conditions and actions are rows of several fields each.
_RULE_FIELDS: Final = 1_000


def _of(
    kind: AutomationKind, handler: Callable[[web.Request, AutomationKind], Awaitable[web.Response]]
) -> Handler:
    """Have a handler work on one kind of automation."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return await handler(request, kind)

    return answer


def _list_routes(kind: AutomationKind) -> tuple[Route, ...]:
    place, new = PLACES[kind], NEW[kind]
    one = f"{place}/{{name}}"
    make, save = _of(kind, edit_page.make_automation), _of(kind, edit_page.save_automation)
    return (
        Route("GET", place, _of(kind, list_page.show_automations), SUPERVISE),
        Route("GET", new, _of(kind, edit_page.show_new_automation), SUPERVISE),
        Route("POST", new, make, SUPERVISE, most_fields=_RULE_FIELDS),
        Route("GET", one, _of(kind, edit_page.show_automation), SUPERVISE),
        Route("POST", one, save, SUPERVISE, most_fields=_RULE_FIELDS),
        Route("POST", f"{one}/move", _of(kind, list_page.move), SUPERVISE),
        Route("POST", f"{one}/switch", _of(kind, list_page.switch), SUPERVISE),
        Route("POST", f"{one}/roll-back", _of(kind, edit_page.roll_back), SUPERVISE),
        Route("GET", f"{one}/remove", _of(kind, remove_page.show_removing), SUPERVISE),
        Route("POST", f"{one}/remove", _of(kind, remove_page.remove), SUPERVISE),
    )


_ONE: Final = "/console/conversations/{reference}"

RULE_ROUTES: Final[tuple[Route, ...]] = (
    *(route for kind in AutomationKind for route in _list_routes(kind)),
    Route("POST", f"{_ONE}/tags", conversation_tags.tag, Permission.WORK),
    Route("POST", f"{_ONE}/macros", conversation_tags.run_macro, Permission.WORK),
)
