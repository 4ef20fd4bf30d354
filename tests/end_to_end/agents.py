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
IDA = Agent("ida@example.com", "another long pass phrase", "Ida Rhodes")


async def create_agent(site: Site, agent: Agent = GRACE, *, role: str = "agent") -> Agent:
    """Add an agent, or somebody of another role, by the command line."""
    file = site.folder / "password"
    file.write_text(agent.password + "\n")
    await site.run_command(
        *("staff", "create", "--email", agent.email, "--name", agent.name),
        *("--role", role, "--password-file", str(file)),
    )
    return agent
