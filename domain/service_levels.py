"""What the customer may expect: policies, in the order in which they are tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.conversations import Priority

# The key of a target that holds for every priority which has none of its own.
DEFAULT: Final = "default"


class ClockKind(StrEnum):
    """Which promise a clock keeps."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class PauseReason(StrEnum):
    """What a clock may be held for.

    `customer`: we wait for the customer's answer. `snooze`: put off until an instant.
    `third_party`: somebody outside has to act first. `bot`: a person gave it back to the bot, which
    holds every clock whatever the policy says.
    """

    CUSTOMER = "customer"
    SNOOZE = "snooze"
    THIRD_PARTY = "third_party"
    BOT = "bot"


class Retarget(StrEnum):
    """What becomes of a running clock's target where queue or priority changes.

    `always`: it becomes the new one. `stricter`: only where that falls due earlier. `never`: what
    was promised stays.
    """

    ALWAYS = "always"
    STRICTER = "stricter"
    NEVER = "never"


class StepAction(StrEnum):
    """What an escalation step does."""

    NOTIFY = "notify"
    RAISE_PRIORITY = "raise_priority"
    WIDEN_QUEUE = "widen_queue"
    REASSIGN = "reassign"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """What happens by itself when a promise is about to be broken, or is.

    Attributes:
        kinds: the clocks that it is for.
        percent: of the target, 1 to 99: the step is taken as that much has counted; None for one
            that is taken at the breach or after it.
        after_minutes: counted minutes after the breach; 0 at the breach itself.
        to: `notify`: `assignee`, `queue` (everybody who may work) or `supervisors`;
            `raise_priority`: the priority; `widen_queue`: the queue whose people see it as well;
            `reassign`: an agent's email address, or `queue` to take it from who has it; `webhook`:
            its name in the settings.
        email: for `notify`, whether those who are told get an email as well.
    """

    do: StepAction
    to: str
    kinds: tuple[ClockKind, ...] = tuple(ClockKind)
    percent: int | None = None
    after_minutes: int = 0
    email: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyConditions:
    """What a policy is for; all that is named must fit, and what is empty fits everything.

    Attributes:
        accounts: as `sms/main`.
        topics: case-folded; those of conversations are compared in any case.
    """

    tiers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """What a policy is chosen by.

    Attributes:
        account: as `sms/main`.
        queue: None while the bot has the conversation.
    """

    tier: str
    channel: str
    account: str
    topic: str | None
    queue: str | None


def _hold_resolution() -> Mapping[ClockKind, frozenset[PauseReason]]:
    return {ClockKind.RESOLUTION: frozenset(PauseReason) - {PauseReason.BOT}}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """One version of an agreement; an edit makes the next one, and running clocks keep theirs.

    Attributes:
        version: id of this version.
        position: policies are tried in ascending order, and the first that fits holds.
        calendar: name of the calendar whose hours count.
        targets: counted minutes by kind of clock and priority (or `default`); a kind that is not
            there is not promised.
        pauses: what holds the clocks of a kind.
        warnings: percentages of the target, ascending, 1 to 99.
        retarget: what a change of queue or priority does to clocks of this policy.
        tell_customer: whether the customer is told by when, and when that will not be kept.
    """

    name: str
    title: str
    version: str
    position: int
    enabled: bool = True
    conditions: PolicyConditions = field(default_factory=PolicyConditions)
    calendar: str = "always"
    targets: Mapping[ClockKind, Mapping[str, int]]
    pauses: Mapping[ClockKind, frozenset[PauseReason]] = field(default_factory=_hold_resolution)
    warnings: tuple[int, ...] = (80,)
    steps: tuple[EscalationStep, ...] = ()
    retarget: Retarget = Retarget.ALWAYS
    tell_customer: bool = True

    def find_target(self, kind: ClockKind, priority: Priority) -> int | None:
        """Find the target in minutes; None where nothing is promised."""
        targets = self.targets.get(kind, {})
        return targets.get(priority.value, targets.get(DEFAULT))
