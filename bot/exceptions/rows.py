"""What the supervisor's first page lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crm_store.exceptional.conversation_facts import ConversationFacts
from domain.exceptions import Exceptional, ExceptionKind

# The gravest first: under it a conversation stands that is an exception for several reasons.
GRAVITY: Final[tuple[ExceptionKind, ...]] = (
    ExceptionKind.COMPLAINT,
    ExceptionKind.OUTSIDE,
    ExceptionKind.SHUNTED,
    ExceptionKind.LEAVING,
    ExceptionKind.UNOWNED,
    ExceptionKind.STUCK,
    ExceptionKind.BOUNCING,
    ExceptionKind.APPROVAL,
    ExceptionKind.ASKED,
)
MOST_COUNTED: Final = 500
"""What is more is not counted; it would cost more than it tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionSearch:
    """What is wanted; what is None does not matter.

    Attributes:
        since: only what began from then on; `until` is the first instant that is too late.
        after: where the page before ended: when its last one began, and its key.
    """

    kind: ExceptionKind | None = None
    queue: str | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRow:
    """A conversation, or what is about none, with all that makes it an exception.

    Attributes:
        key: unique, and the same in every look.
        conversation: None where it is about none.
        reasons: the gravest first.
        since: when the first of its reasons began to hold, of the wanted kind where one is wanted;
            by it rows are ordered.
        channel: by which it came, or None.
        complaint: the number of the open complaint that it has a part in, or None.
        severity: of that complaint, or None.
        unserved: whether nobody can take it.
        holder_gone: whether its agent is not there.
    """

    key: str
    conversation: ConversationFacts | None
    reasons: tuple[Exceptional, ...]
    since: datetime
    channel: str | None
    complaint: str | None = None
    severity: str | None = None
    unserved: bool = False
    holder_gone: bool = False

    @property
    def gravest(self) -> Exceptional:
        """The reason that it stands under."""
        return self.reasons[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionList:
    """A page of what needs a supervisor.

    Attributes:
        rows: the oldest first.
        following: where the next page begins, as `ExceptionSearch.after` takes it; None where
            there is none. A page may have fewer rows than wanted and yet be followed by one.
        counts: of each kind, with the same filters but for the kind; at most `MOST_COUNTED` + 1,
            which says that there are more than that.
        whole: how many of all kinds, each conversation once; as `counts`.
    """

    rows: tuple[ExceptionRow, ...]
    following: tuple[datetime, str] | None = None
    counts: Mapping[ExceptionKind, int] = field(default_factory=dict)
    whole: int = 0
