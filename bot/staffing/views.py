"""What supervisors see of skills, agents and queues."""

from dataclasses import dataclass

from crm_store.agent_states import FloorAgent
from domain.staff import Queue, StaffMember
from domain.staffing import AgentProfile, Skill
from routing.floor.staffing_problems import StaffingProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """A skill and who has to do with it.

    Attributes:
        agents: names of the active staff who have it.
        queues: names of the queues that require it.
    """

    skill: Skill
    agents: tuple[str, ...]
    queues: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentView:
    """A member of staff as somebody who works queues.

    Attributes:
        floor: how they stand now; None where they cannot log in.
        queues: names of the queues for which they are trained.
        problems: what is wrong with how they are staffed.
    """

    member: StaffMember
    profile: AgentProfile
    floor: FloorAgent | None
    queues: tuple[str, ...]
    problems: tuple[StaffingProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """A queue and who serves it.

    Attributes:
        agents: names of those who can serve it: trained, taking work, with room for something.
        problems: what is wrong with how it is staffed.
    """

    queue: Queue
    agents: tuple[str, ...]
    problems: tuple[StaffingProblem, ...]
