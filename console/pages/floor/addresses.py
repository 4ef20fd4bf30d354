"""Where the pages about people, queues and skills are."""

from typing import Final
from urllib.parse import quote

PEOPLE: Final = "/console/routing"
AGENTS: Final = f"{PEOPLE}/agents"
QUEUES: Final = f"{PEOPLE}/queues"
NEW_QUEUE: Final = f"{PEOPLE}/new-queue"
SKILLS: Final = f"{PEOPLE}/skills"


def address_agent(staff_id: str) -> str:
    """Return the address of an agent's page, which takes an email address as well."""
    return f"{AGENTS}/{quote(staff_id, safe='')}"


def address_queue(name: str) -> str:
    """Return the address of a queue's page."""
    return f"{QUEUES}/{quote(name, safe='')}"


def address_skill(name: str) -> str:
    """Return the address of a skill."""
    return f"{SKILLS}/{quote(name, safe='')}"
