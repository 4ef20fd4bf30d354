"""The people who work here, what they may do, and the queues they work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.assignment import OverflowStep


class Role(StrEnum):
    """What somebody is here for."""

    AGENT = "agent"
    KNOWLEDGE = "knowledge"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing a route may demand."""

    PUBLIC = "public"
    WORK = "work"
    KNOWLEDGE = "knowledge"
    SUPERVISE = "supervise"
    OPERATE = "operate"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset({Permission.WORK}),
    Role.KNOWLEDGE: frozenset({Permission.WORK, Permission.KNOWLEDGE}),
    Role.SUPERVISOR: frozenset({Permission.WORK, Permission.KNOWLEDGE, Permission.SUPERVISE}),
    Role.ADMIN: frozenset(Permission) - {Permission.PUBLIC},
}


def has_permission(role: Role, permission: Permission) -> bool:
    """Say whether a role may do a thing; what is public anybody may do."""
    return permission is Permission.PUBLIC or permission in ROLE_PERMISSIONS[role]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """An agent, knowledge manager, supervisor or operator who can log in."""

    id: str
    email: str
    name: str
    role: Role
    password_hash: str
    active: bool
    created_at: datetime

    @property
    def can_log_in(self) -> bool:
        """Whether it is a person; a script's key acts as one but never has a conversation."""
        return bool(self.password_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Where conversations wait for people trained for them.

    Attributes:
        requires: the least level by skill of who serves it.
        overflow: who else may help, and when.
    """

    name: str
    title: str
    topics: tuple[str, ...]
    is_default: bool
    first_response_minutes: int
    position: int
    requires: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    overflow: tuple[OverflowStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A key to the API; only its digest is kept."""

    id: str
    name: str
    role: Role
    digest: str
    created_at: datetime
    last_used_at: datetime | None
