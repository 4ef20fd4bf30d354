"""What supervisors do with skills, agents and queues."""

from bot.staffing.change_profile import save_profile
from bot.staffing.change_queue import QueueChange, discard_queue, save_queue
from bot.staffing.change_skills import create_skill, discard_skill, rename_skill
from bot.staffing.floor_tools import Doing, FloorTools
from bot.staffing.read_views import (
    get_agent_view,
    get_queue_view,
    list_agent_views,
    list_queue_views,
    list_skill_views,
    list_staffing_problems,
)
from bot.staffing.views import AgentView, QueueView, SkillView
from crm_store.staffing_changes import StaffingChange, list_staffing_changes
from domain.staff import Queue
from domain.staffing import AgentProfile, Skill
from routing.floor.staffing_problems import StaffingProblem


class FloorDesk:
    """The use cases of whoever staffs the queues; each method is one transaction.

    Every change is kept with who made it (`by`, a name), and wakes whoever gives out work.

    Args:
        tools: store, time, and what the settings name.
    """

    def __init__(self, tools: FloorTools) -> None:
        self._tools = tools

    async def list_skills(self) -> tuple[SkillView, ...]:
        """List the skills by name, with who has them and what requires them."""
        return await self._tools.store.read(list_skill_views)

    async def create_skill(self, name: str, *, title: str, by: str | None) -> Skill:
        """Put a skill in the register.

        Args:
            name: a to z, 0 to 9 and hyphens, or `lang:de` for a language. Once a language is
                registered, only who speaks it is given what customers write in it.

        Raises:
            InvalidInputError: it is no such name, or no title.
            ConflictError: there is one of this name already.
        """
        return await self._tools.store.run(create_skill, name, title, self._do(by))

    async def rename_skill(
        self, name: str, *, to: str | None = None, title: str | None = None, by: str | None
    ) -> Skill:
        """Give a skill another name or title, in all profiles and queues at once.

        Work that runs goes on: nobody gains or loses a skill by it.

        Raises:
            InvalidInputError: the new name is none, or makes a language of what is none.
            NotFoundError: there is no such skill.
            ConflictError: there is one of the new name already.
        """
        return await self._tools.store.run(
            rename_skill, name, to=to, title=title, doing=self._do(by)
        )

    async def remove_skill(self, name: str, *, by: str | None) -> None:
        """Take a skill out of the register, and off whoever has it.

        Raises:
            NotFoundError: there is no such skill.
            ConflictError: a queue requires it.
        """
        await self._tools.store.run(discard_skill, name, self._do(by))

    async def list_agents(self) -> tuple[AgentView, ...]:
        """List all people on the staff by name, with what they do and how they stand."""
        tools = self._tools
        return await tools.store.read(list_agent_views, tools, now=tools.clock.now())

    async def get_agent(self, staff_id: str) -> AgentView:
        """Show one of them.

        Raises:
            NotFoundError: nobody has this id.
        """
        tools = self._tools
        return await tools.store.read(get_agent_view, tools, staff_id, now=tools.clock.now())

    async def save_profile(self, profile: AgentProfile, *, by: str | None) -> AgentProfile:
        """Write what an agent is trained for, how much they take and when they work.

        Args:
            profile: as a whole; its `version` is the one it was made from.

        Raises:
            InvalidInputError: something in it cannot be; `field` is its path.
            NotFoundError: there is no such agent.
            ConflictError: somebody else changed it.
        """
        return await self._tools.store.run(save_profile, self._tools, profile, self._do(by))

    async def list_queues(self) -> tuple[QueueView, ...]:
        """List the queues in their order, with who serves them."""
        tools = self._tools
        return await tools.store.read(list_queue_views, tools, now=tools.clock.now())

    async def get_queue(self, name: str) -> QueueView:
        """Show a queue.

        Raises:
            NotFoundError: there is no such queue.
        """
        tools = self._tools
        return await tools.store.read(get_queue_view, tools, name, now=tools.clock.now())

    async def save_queue(self, name: str, change: QueueChange, *, by: str | None) -> Queue:
        """Make a queue behind all others, or change the one of that name.

        Raises:
            InvalidInputError: something in it cannot be; `field` is its path.
        """
        return await self._tools.store.run(save_queue, name, change, self._do(by))

    async def remove_queue(self, name: str, *, by: str | None) -> None:
        """Remove a queue; what is resolved in it goes to the default one.

        Raises:
            NotFoundError: there is no such queue.
            ConflictError: something still stands in it or names it.
        """
        await self._tools.store.run(discard_queue, name, self._do(by))

    async def list_problems(self) -> tuple[StaffingProblem, ...]:
        """List what in the staffing of queues needs a person."""
        tools = self._tools
        return await tools.store.read(list_staffing_problems, tools, now=tools.clock.now())

    async def list_changes(
        self, what: str | None = None, name: str | None = None
    ) -> tuple[StaffingChange, ...]:
        """List who changed what, the latest first.

        Args:
            what: `skill`, `agent` or `queue`; None for all.
            name: of one of them; an agent's is their email address.
        """
        return await self._tools.store.read(list_staffing_changes, what, name)

    def _do(self, by: str | None) -> Doing:
        return Doing(by=by, now=self._tools.clock.now())
