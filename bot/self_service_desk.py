"""What staff do about self-service: allow it, refuse it, and let the bot go on."""

from collections.abc import Callable

from bot.approve_run import record_approval
from bot.give_to_bot import record_giving_to_bot
from bot.tools import Tools
from domain.conversations import Conversation
from domain.jobs import Job
from domain.self_service import ActionRun
from domain.staff import StaffMember


class SelfServiceDesk:
    """The use cases of staff about self-service; each method is one transaction.

    Args:
        tools: what all use cases work with.
        start: takes a job that is this process's to work on at once.
    """

    def __init__(self, tools: Tools, start: Callable[[Job], None]) -> None:
        self._tools = tools
        self._start = start

    async def approve(self, run_id: str, *, agent: StaffMember) -> ActionRun:
        """Allow what waits for approval, so that it is carried out now.

        Raises:
            NotFoundError: there is no such run.
            ConflictError: it does not wait for approval any more.
        """
        return await self._decide(run_id, agent, allowed=True)

    async def refuse(self, run_id: str, *, agent: StaffMember) -> ActionRun:
        """Refuse what waits for approval; the customer is told.

        Raises:
            NotFoundError: there is no such run.
            ConflictError: it does not wait for approval any more.
        """
        return await self._decide(run_id, agent, allowed=False)

    async def give_back(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Give a conversation back to the bot, which asks again what it had asked.

        Raises:
            NotFoundError: there is no such conversation.
            ConflictError: the bot has it already, it is resolved, or something in it waits for
                approval.
        """
        now = self._tools.clock.now()
        conversation, jobs = await self._tools.store.run(
            record_giving_to_bot, self._tools, reference, agent, now=now
        )
        self._begin(jobs)
        return conversation

    async def _decide(self, run_id: str, agent: StaffMember, *, allowed: bool) -> ActionRun:
        now = self._tools.clock.now()
        run, jobs = await self._tools.store.run(
            record_approval, self._tools, run_id, agent, allowed=allowed, now=now
        )
        self._begin(jobs)
        return run

    def _begin(self, jobs: tuple[Job, ...]) -> None:
        for job in jobs:
            if job.lease_until is not None:
                self._start(job)
