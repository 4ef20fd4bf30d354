"""What operators do: look at the work that was put aside, and have it done again."""

from bot.tools import Tools
from crm_store.jobs import list_shunted, replay_job
from domain.jobs import Job


class Operations:
    """The use cases of operators."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def list_shunted(self) -> tuple[Job, ...]:
        """List the jobs whose attempts are spent, oldest first."""
        return await self._tools.store.read(list_shunted)

    async def replay(self, job_id: str) -> Job:
        """Give a shunted job its turn again.

        Raises:
            NotFoundError: there is no such shunted job.
        """
        now = self._tools.clock.now()
        return await self._tools.store.run(replay_job, job_id, now=now)
