"""What needs a supervisor, so that it is seen before all that goes well."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ExceptionKind(StrEnum):
    """Why something is on the supervisor's first page; see docs/metrics.md for each definition.

    `outside`: a promise is broken and still not kept. `leaving`: one is about to be broken.
    `unowned`: it waits in a queue and nobody has it. `stuck`: somebody has it and nothing happens.
    `bouncing`: it went from queue to queue. `shunted`: work that was given up after its last try,
    or a message that did not arrive. `complaint`: a complaint that is open, late or grave. `asked`:
    an agent has not said whether a message is a complaint. `approval`: a gesture or an action
    waits for a second person.
    """

    OUTSIDE = "outside"
    LEAVING = "leaving"
    UNOWNED = "unowned"
    STUCK = "stuck"
    BOUNCING = "bouncing"
    SHUNTED = "shunted"
    COMPLAINT = "complaint"
    ASKED = "asked"
    APPROVAL = "approval"


class Remedy(StrEnum):
    """The button that helps, most of all."""

    OPEN = "open"
    TAKE = "take"
    ASSIGN = "assign"
    WIDEN = "widen"
    RETURN = "return"
    REPLAY = "replay"
    SEE_COMPLAINT = "see_complaint"
    SEE_GESTURE = "see_gesture"
    ANSWER_QUESTION = "answer_question"
    APPROVE_RUN = "approve_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionPolicy:
    """From when on something is an exception.

    Attributes:
        unowned_after: how long a customer waits in a queue before somebody should have taken it.
        stuck_after: how long nothing happens to what somebody has.
        bouncing_moves: how often it went from one queue to another within `bouncing_within`.
        leaving_share: a promise is about to be broken once this share of its target is left.
        undelivered_for: for how long after it was written a message that did not arrive is shown.
        service_level_target: the share of promises that the company wants to keep.
    """

    unowned_after: timedelta = timedelta(minutes=15)
    stuck_after: timedelta = timedelta(hours=24)
    bouncing_moves: int = 3
    bouncing_within: timedelta = timedelta(days=7)
    leaving_share: float = 0.2
    undelivered_for: timedelta = timedelta(days=14)
    service_level_target: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """One thing that needs a supervisor.

    Attributes:
        since: from when on it has been so; the oldest is shown first.
        why: in a sentence.
        subject: what the remedy is for: the reference of a conversation, the number of a complaint,
            the id of a job.
        reference: of the conversation, or None where it is about none.
        queue: that has it, or None.
        assignee: id of the agent who has it, or None.
        due_at: by when something was, or is, to be done.
    """

    kind: ExceptionKind
    since: datetime
    why: str
    remedy: Remedy
    subject: str
    reference: str | None = None
    customer_name: str | None = None
    title: str | None = None
    channel: str | None = None
    queue: str | None = None
    assignee: str | None = None
    due_at: datetime | None = None
