"""Everybody who works queues: whether they are there, what they have, what they take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.staffing.views import AgentView
from console.keys import get_services
from console.pages.floor.addresses import address_agent
from console.pages.floor.answering import answer_floor_page
from console.pages.floor.problem_places import select_problems
from console.wording import name_channel
from crm_store.agent_presence import StaffPresence, list_presence
from crm_store.skills import list_skills
from crm_store.staff import list_queues
from domain.assignment import LANGUAGE_SKILL, Presence
from domain.staffing import Taking

TAKING: Final[Mapping[Taking, str]] = {
    Taking.PUSH: "Is given work",
    Taking.PULL: "Asks for the next one",
    Taking.NONE: "Takes no work of queues",
}
_ORDER: Final = tuple(Presence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """How much of a channel somebody has of what they take at once."""

    channel: str
    load: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """Somebody in words.

    Attributes:
        since: when their presence became what it is; None of who was never there.
        skills: pairs of a title and a level; `languages` are those that are one.
    """

    view: AgentView
    address: str
    presence: Presence
    since: datetime | None
    gauges: tuple[Gauge, ...]
    queues: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    taking: str
    off_shift: bool


async def show_people(request: web.Request) -> web.Response:
    """Show everybody, those who are there first."""
    services = get_services(request)
    agents = [each for each in await services.floor.list_agents() if each.member.active]
    there = {each.staff_id: each for each in await services.store.read(list_presence)}
    titles = {each.name: each.title for each in await services.store.read(list_skills)}
    queues = {each.name: each.title for each in await services.store.read(list_queues)}
    cards = [_tell(each, there.get(each.member.id), titles, queues) for each in agents]
    working = [each for each in cards if each.view.profile.taking is not Taking.NONE]
    others = [each for each in cards if each.view.profile.taking is Taking.NONE]
    return await answer_floor_page(
        request,
        "floor/people.html",
        tab="people",
        working=sorted(working, key=lambda each: _ORDER.index(each.presence)),
        others=others,
        counted=[(each, sum(card.presence is each for card in working)) for each in Presence],
        problems=select_problems(await services.floor.list_problems(), ("agent", "channel")),
    )


def _tell(
    view: AgentView,
    there: StaffPresence | None,
    titles: Mapping[str, str],
    queues: Mapping[str, str],
) -> PersonCard:
    levels = sorted(view.profile.skills.items())
    return PersonCard(
        view=view,
        address=address_agent(view.member.id),
        presence=there.presence if there else Presence.OFFLINE,
        since=there.since if there else None,
        gauges=list_gauges(view.profile.capacity, there.load if there else {}),
        queues=tuple(queues.get(each, each) for each in view.queues),
        skills=tuple(
            (titles.get(name, name), level)
            for name, level in levels
            if not name.startswith(LANGUAGE_SKILL)
        ),
        languages=tuple(
            (titles.get(name, name), level)
            for name, level in levels
            if name.startswith(LANGUAGE_SKILL)
        ),
        taking=TAKING[view.profile.taking],
        off_shift=view.floor is not None and not view.floor.on_shift,
    )


def list_gauges(capacity: Mapping[str, int], load: Mapping[str, int]) -> tuple[Gauge, ...]:
    """List the channels of which somebody takes or has anything, by name."""
    channels = {name for name, number in capacity.items() if number} | set(load)
    return tuple(
        Gauge(channel=name_channel(each), load=load.get(each, 0), capacity=capacity.get(each, 0))
        for each in sorted(channels, key=name_channel)
    )
