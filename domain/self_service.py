"""What customers do by themselves: actions, the forms that gather what they need, and each run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Final

from domain.messages import QuickReply

CODE_SLOT: Final = "one_time_code"
"""What the form loop asks for by itself, whatever the action."""

MOST_FAILURES: Final = 3
"""After so many answers in a row that did not answer, a person goes on."""

RESOLVED: Final = "resolved"
"""The outcome of what a person went on with until they settled the matter."""


class Risk(StrEnum):
    """What an action may do."""

    READ = "read"
    LOW_IMPACT = "low_impact"
    NEEDS_APPROVAL = "needs_approval"


class Level(IntEnum):
    """How sure we are who asks; each one is more than those before it.

    `CLAIMED`: only said. `KNOWLEDGE`: they know a pair that others hardly do, such as a booking
    reference and the last name on it. `POSSESSION`: the channel vouches for an address that is on
    file for the matter. `CODE`: they read a one-time code that was sent to another address on file.
    """

    CLAIMED = 0
    KNOWLEDGE = 1
    POSSESSION = 2
    CODE = 3


class RunState(StrEnum):
    """Where a run of an action stands.

    `collecting`: the form still asks. `approval`: a person must allow it. `submitting`: it is being
    carried out, or was when a process died. `handed_over`: a person has the conversation; the form
    goes on when it is given back. The others are ends: `done`; `refused`, with the outcome saying
    why; `unclear`, it may have been done; `failed`, the company's system did not work; `cancelled`
    by the customer; `lapsed`, nobody went on; `left` for another action, or settled by a person.
    """

    COLLECTING = "collecting"
    APPROVAL = "approval"
    SUBMITTING = "submitting"
    HANDED_OVER = "handed_over"
    DONE = "done"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    LEFT = "left"


ENDED = frozenset(
    {
        RunState.DONE,
        RunState.REFUSED,
        RunState.UNCLEAR,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.LAPSED,
        RunState.LEFT,
    }
)


class Step(StrEnum):
    """What happened in a run, for the funnel."""

    STARTED = "started"
    ASKED = "asked"
    FILLED = "filled"
    REFUSED = "refused"
    CORRECTED = "corrected"
    DIGRESSED = "digressed"
    RESUMED = "resumed"
    REMINDED = "reminded"
    CODE_SENT = "code_sent"
    VERIFIED = "verified"
    SUBMITTED = "submitted"
    HANDED_OVER = "handed_over"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence for the customer, by its name in the words of the responder.

    Attributes:
        key: `<action>.<name>`, such as `check_in.closed`.
        facts: what stands in it: texts, numbers, lists of texts, instants as RFC 3339 in UTC.
    """

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRun:
    """One time that a customer began an action.

    Attributes:
        conversation_id: where it goes on; another one where the customer changed the channel.
        slots: what the form has gathered, by name; plain JSON values.
        requested: the slot asked for last, or None.
        asked: the question asked last, so that it can be asked again; None while there is none.
        choices: what was offered with the question, in the order shown.
        failures: answers in a row that did not answer the question.
        key: names the one submission there may be, once there is to be one.
        outcome: how it ended, as a word for programs, such as `checked_in` or `closed`.
        facts: what came of it, for staff.
        asked_at: when the customer was last asked something.
        expires_at: after that it is not gone on with.
    """

    id: str
    conversation_id: str
    customer_id: str
    action: str
    state: RunState
    channel: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    requested: str | None = None
    asked: Said | None = None
    choices: tuple[QuickReply, ...] = ()
    failures: int = 0
    level: Level = Level.CLAIMED
    key: str | None = None
    outcome: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    started_at: datetime
    updated_at: datetime
    asked_at: datetime | None = None
    expires_at: datetime
    ended_at: datetime | None = None
