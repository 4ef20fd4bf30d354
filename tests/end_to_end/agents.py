"""Staff of a site, made the way an operator makes them."""

from dataclasses import dataclass

from tests.end_to_end.processes import Site


@dataclass(frozen=True)
class Agent:
    """Somebody who can log in."""

    email: str
    password: str
    name: str


GRACE = Agent("grace@example.com", "correct horse battery staple", "Grace Hopper")


async def create_agent(site: Site, agent: Agent = GRACE) -> Agent:
    """Add an agent by the command line."""
    file = site.folder / "password"
    file.write_text(agent.password + "\n")
    await site.run_command(
        *("staff", "create", "--email", agent.email, "--name", agent.name),
        *("--role", "agent", "--password-file", str(file)),
    )
    return agent
