"""Work to be done after a commit, exactly once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobKind(StrEnum):
    """What is to be done."""

    PROCESS = "process"
    ACT = "act"
    RELAY = "relay"
    DELIVER = "deliver"
    CODE = "code"
    NOTICE = "notice"
    FETCH = "fetch"
    ARTICLE = "article"
    GAPS = "gaps"
    RECOUNT = "recount"
    STAFF_MAIL = "staff_mail"
    WEBHOOK = "webhook"
    CORRECT = "correct"


class JobState(StrEnum):
    """Whether a job still has its turn; a finished job is no more."""

    READY = "ready"
    SHUNTED = "shunted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work.

    Attributes:
        position: order of birth; of two jobs with one ordering key the earlier goes first.
        ordering_key: jobs that share it run one after the other.
        subject: the id of what it is about.
        attempts: how many times it was taken up, this time included; it fences a lost lease.
        failures: how many of these ended in an error, rather than with their process.
        lease_until: who holds it may work until then.
    """

    id: str
    position: int
    kind: JobKind
    ordering_key: str
    subject: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    available_at: datetime
    attempts: int
    failures: int = 0
    lease_until: datetime | None
    state: JobState = JobState.READY
    last_error: str | None = None
    created_at: datetime
