"""What is looked for among what needs a supervisor."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.exceptions import ExceptionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look; what is None does not matter.

    Attributes:
        now: as of when.
        queue: that has the conversation; what is about none is left out then, as with `channel`.
        since: the first instant at which it may have begun; `until` is the first one that is late.
        after: where the page before ended: when its last one began, and its key.
    """

    now: datetime
    policy: ExceptionPolicy = field(default_factory=ExceptionPolicy)
    queue: str | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
