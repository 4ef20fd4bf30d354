"""People, queues and skills, and the rules, macros and triggers by which work is routed."""

from typing import Final

from console.pages.floor import agent_page, people_page, queue_page, queues_page, skills_page
from console.pages.floor.addresses import AGENTS, NEW_QUEUE, PEOPLE, QUEUES, SKILLS
from console.route import Route
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
