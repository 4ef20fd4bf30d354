"""Staff of a site, made as the command makes them, which `test_without_demo` runs."""

import asyncio
from dataclasses import dataclass

from console.passwords import hash_password
from domain.staff import Role, StaffMember
from frontdesk.commands.staff_create import record_new_member
from frontdesk.opened_store import opened_store
from frontdesk.settings import load_settings
from frontdesk.system import SystemClock, SystemIds
from tests.end_to_end.processes import Site


@dataclass(frozen=True)
class Agent:
    """Somebody who can log in."""

    email: str
    password: str
    name: str


GRACE = Agent("grace@example.com", "correct horse battery staple", "Grace Hopper")
IDA = Agent("ida@example.com", "another long pass phrase", "Ida Rhodes")


async def create_agent(site: Site, agent: Agent = GRACE, *, role: str = "agent") -> Agent:
    """Add an agent, or somebody of another role."""
    clock = SystemClock()
    member = StaffMember(
        id=SystemIds(clock).new(),
        email=agent.email,
        name=agent.name,
        role=Role(role),
        password_hash=await asyncio.to_thread(hash_password, agent.password),
        active=True,
        created_at=clock.now(),
    )
    async with opened_store(load_settings(site.config, (), {}).settings) as store:
        await store.run(record_new_member, member)
    return agent
