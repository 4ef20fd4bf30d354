"""All skills, people and queues together, as checks of how they are staffed look at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.assignment import StaffedQueue
from domain.calendars import Hours
from domain.staff import Queue
from domain.staffing import AgentProfile, Skill, Taking
from routing.assignment.eligibility import find_lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A member of staff and what they are trained for.

    Attributes:
        active: whether they can log in.
    """

    name: str
    email: str
    active: bool
    profile: AgentProfile

    @property
    def takes_part(self) -> bool:
        """Whether they take part in the queues' work."""
        return self.active and self.profile.taking is not Taking.NONE

    @property
    def has_capacity(self) -> bool:
        """Whether they take anything of any channel."""
        return any(number > 0 for number in self.profile.capacity.values())

    def is_trained_for(self, queue: Queue) -> bool:
        """Whether they have all that a queue requires."""
        return not find_lacks(self.profile.skills, queue.requires, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Skills, people and queues.

    Attributes:
        hours: those in which the queue's promises count, by its name.
        channels: kinds of channel on which customers can write.
        time_zone: by whose clocks shifts are.
    """

    skills: tuple[Skill, ...]
    workers: tuple[Worker, ...]
    queues: tuple[Queue, ...]
    hours: Mapping[str, tuple[Hours, ...]] = field(default_factory=dict)
    channels: frozenset[str] = frozenset()
    time_zone: str = "UTC"

    def list_serving(self, queue: Queue) -> tuple[Worker, ...]:
        """List who can serve a queue: trained, taking part, with capacity for something."""
        return tuple(
            each
            for each in self.workers
            if each.takes_part and each.has_capacity and each.is_trained_for(queue)
        )

    def map_staffed_queues(self) -> Mapping[str, StaffedQueue]:
        """Map by name what the queues ask of those who serve them."""
        return {
            each.name: StaffedQueue(name=each.name, requires=each.requires, overflow=each.overflow)
            for each in self.queues
        }
