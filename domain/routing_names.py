"""What staff call the agents, queues, skills and conversations that the log of routing names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

# Between the names of a queue and of the second one whose people may take from it as well.
AND: Final = " + "
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingNames:
    """Names by id; what has none is called by its id.

    Attributes:
        agents: name by staff id.
        queues: title by name.
        skills: title by name.
        references: by the id of a conversation.
    """

    agents: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    queues: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    skills: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    references: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def name_agent(self, staff_id: str | None) -> str:
        """Name an agent; Frontdesk itself where it is nobody's doing."""
        return "Frontdesk" if staff_id is None else self.agents.get(staff_id, staff_id)

    def name_queue(self, queue: str | None) -> str:
        """Give a queue's title; those of both where its work was widened to a second one."""
        if queue is None:
            return "no queue"
        return " and ".join(self.queues.get(each, each) for each in queue.split(AND))

    def name_skill(self, skill: str) -> str:
        """Give a skill's title; that of a language such as `lang:de` is the language."""
        return self.skills.get(skill, skill)

    def name_any(self, name: str) -> str:
        """Name an agent or a conversation, whichever it is."""
        return self.agents.get(name) or self.references.get(name, name)


def helps_out(queue: str, via: str) -> bool:
    """Say whether the people of another queue than a conversation's own took it."""
    return via not in {queue, queue.split(AND, maxsplit=1)[0]}
