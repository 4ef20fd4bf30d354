"""A story's staff: whom the company hires and trains, who is there, and what they are given."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.assigning.claim_next import Next
from bot.assigning.dispatch import dispatch
from bot.assigning.unserved import note_all
from bot.presence.choose import record_choice
from bot.presence.keep_presence import see_to_presence
from bot.presence.sign import record_activity
from bot.staffing.change_queue import QueueChange
from bot.staffing.desk import FloorDesk
from bot.staffing.floor_tools import FloorTools
from crm_store.agent_profiles import get_agent_profile
from crm_store.routings import list_routings
from crm_store.staff import record_staff_member
from crm_store.waiting import WaitingRow, list_waiting
from domain.assignment import OverflowStep, Presence
from domain.routings import Routing, RoutingKind
from domain.staff import Role, StaffMember
from tests.stories.story_desk import StoryDesk


class StaffedFloor:
    """What supervisors and agents do with a desk's staffing, in the words of a story."""

    def __init__(self, desk: StoryDesk) -> None:
        self.desk = desk
        tools = desk.system.tools
        self.supervisors = FloorDesk(
            FloorTools(
                store=tools.store,
                clock=tools.clock,
                time_zone=tools.settings.time_zone,
                agreements=tools.agreements,
            )
        )

    # What supervisors do

    async def hire(self, name: str, *, role: Role = Role.AGENT, **profile: Any) -> StaffMember:
        """Take somebody on and train them."""
        member = StaffMember(
            id=f"staff-{name.lower()}",
            email=f"{name.lower()}@example.com",
            name=name,
            role=role,
            password_hash="not used: nobody logs in here",
            active=True,
            created_at=self.desk.clock.now(),
        )
        await self.desk.system.store.run(record_staff_member, member)
        await self.train(member, **profile)
        return member

    async def train(self, agent: StaffMember, **profile: Any) -> None:
        """Change skills, capacity, shifts or how somebody comes by work."""
        known = await self.desk.system.store.read(get_agent_profile, agent.id)
        await self.supervisors.save_profile(replace(known, **profile), by="Sue")

    async def register(self, *skills: str) -> None:
        """Put skills on the register."""
        for name in skills:
            await self.supervisors.create_skill(name, title=name.capitalize(), by="Sue")

    async def require(
        self, queue: str, overflow: Mapping[str, float] | None = None, **skills: int
    ) -> None:
        """Say what a queue asks of those who serve it, and who helps after which share."""
        steps = tuple(OverflowStep(after=share, to=to) for to, share in (overflow or {}).items())
        change = QueueChange(requires=skills, overflow=steps)
        await self.supervisors.save_queue(queue, change, by="Sue")

    # What agents do

    async def comes(self, *agents: StaffMember) -> None:
        """Have somebody do something in the console."""
        for agent in agents:
            await self._run(record_activity, agent)

    async def is_now(self, agent: StaffMember, presence: Presence) -> None:
        """Have somebody choose to be available, away or offline, and see what comes of it."""
        await self._run(record_choice, agent, presence)
        await self.look()

    async def asks(self, agent: StaffMember) -> Next:
        """Have somebody press "Give me the next one"."""
        return await self.desk.system.desk.take_next(agent=agent)

    async def asks_until_nothing_is_left(self, agent: StaffMember) -> list[str]:
        """Have somebody ask again and again; the threads of what they got, in order."""
        got = []
        while (taken := (await self.asks(agent)).conversation) is not None:
            got.append(taken.thread)
        return got

    # What happens by itself

    async def look(self) -> None:
        """Hand on what those have who are not there."""
        while await see_to_presence(self.desk.system.tools):
            pass

    async def gives_out(self) -> int:
        """Give work to all who want to be given some."""
        return await dispatch(self.desk.system.tools)

    async def notes(self) -> int:
        """Note who can be served by nobody, or by more people than before."""
        return await note_all(self.desk.system.tools)

    # What the record says

    async def has(self, thread: str) -> str | None:
        """Say who has the latest conversation of a thread: the staff id, or None."""
        return (await self.desk.conversation(thread)).assignee

    async def waiting(self) -> dict[str, WaitingRow]:
        """All who wait, by their threads."""
        rows = await self.desk.system.store.read(list_waiting)
        threads = {each.id: each.thread for each in await self.desk.conversations()}
        return {threads[row.conversation_id]: row for row in rows}

    async def routings(self, thread: str, *kinds: RoutingKind) -> list[Routing]:
        """The log of routing of the latest conversation of a thread, oldest first."""
        conversation = await self.desk.conversation(thread)
        lines = await self.desk.system.store.read(list_routings, conversation.id)
        return [each for each in lines if not kinds or each.kind in kinds]

    async def _run(self, record: Any, *given: Any, **by: Any) -> Any:
        tools, now = self.desk.system.tools, self.desk.clock.now()
        return await self.desk.system.store.run(record, tools, *given, **by, now=now)
