"""Figures of what customers did by themselves, and of where they dropped out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from domain.knowledge_figures import Share
from domain.self_service import RunState

KeyT = TypeVar("KeyT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days in the company's time zone, from `first` to `last`, and the instants they span."""

    first: date
    last: date
    start: datetime
    end: datetime


class Drop(StrEnum):
    """How a run ended that was waiting for the answer to a question.

    `not_understood`: a person took over after several answers that were none. `handed_over`: a
    person took over for any other reason. `refused`: what was known already made it impossible.
    `other`: the company's system did not work.
    """

    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    NOT_UNDERSTOOD = "not_understood"
    HANDED_OVER = "handed_over"
    LEFT = "left"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFigures:
    """One question of a form.

    Attributes:
        slot: what it asks for.
        asked: how many runs asked it.
        answered: how many of those got an answer that would do.
        told: runs in which it was known without a question.
        dropped: runs that were over before it was answered, by how.
        tries: how often it was asked until it was answered, and in how many runs.
    """

    slot: str
    asked: int = 0
    answered: int = 0
    told: int = 0
    dropped: Mapping[Drop, int] = field(default_factory=dict)
    tries: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "SlotFigures") -> "SlotFigures":
        """Add another channel up."""
        return SlotFigures(
            slot=self.slot,
            asked=self.asked + other.asked,
            answered=self.answered + other.answered,
            told=self.told + other.told,
            dropped=add_counts(self.dropped, other.dropped),
            tries=add_counts(self.tries, other.tries),
        )

    @property
    def dropped_number(self) -> int:
        """How many runs were over before it was answered."""
        return sum(self.dropped.values())

    @property
    def open(self) -> int:
        """How many still wait for the answer."""
        return max(0, self.asked - self.answered - self.dropped_number)

    @property
    def median_tries(self) -> float | None:
        """How many times it takes to get an answer, half of the time; None of nothing."""
        return find_median(self.tries)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFigures:
    """What became of the runs of one action.

    Attributes:
        states: how many runs stand where.
        refused: those refused, by outcome.
        conversations: in which it was begun and is over.
        contained: those of them that no person took over.
        messages: what customers had to send until it was done, and in how many runs.
        seconds: from the beginning until it was done, of the latest runs.
        slots: the questions of its form.
    """

    action: str
    states: Mapping[RunState, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    conversations: int = 0
    contained: int = 0
    messages: Mapping[int, int] = field(default_factory=dict)
    seconds: tuple[float, ...] = ()
    slots: Mapping[str, SlotFigures] = field(default_factory=dict)

    def count(self, *states: RunState) -> int:
        """Tell how many runs stand there."""
        return sum(self.states.get(state, 0) for state in states)

    @property
    def begun(self) -> int:
        """How many there were."""
        return sum(self.states.values())

    @property
    def going_on(self) -> int:
        """How many are not over."""
        return self.count(RunState.COLLECTING, RunState.APPROVAL, RunState.SUBMITTING)

    @property
    def completion(self) -> Share:
        """Runs that were done, of those that are over."""
        return Share(self.count(RunState.DONE), self.begun - self.going_on)

    @property
    def containment(self) -> Share:
        """Conversations that no person took over, of those in which it was begun and is over."""
        return Share(self.contained, self.conversations)

    @property
    def median_messages(self) -> float | None:
        """How many messages it took, half of the time; None of nothing."""
        return find_median(self.messages)

    @property
    def median_seconds(self) -> float | None:
        """How long it took, half of the time; None of nothing."""
        ranked = sorted(self.seconds)
        middle = len(ranked) // 2
        if not ranked:
            return None
        return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2

    def __add__(self, other: "ActionFigures") -> "ActionFigures":
        """Add another channel, or further figures of the same one, up."""
        slots = dict(self.slots)
        for name, figures in other.slots.items():
            slots[name] = slots[name] + figures if name in slots else figures
        return ActionFigures(
            action=self.action,
            states=add_counts(self.states, other.states),
            refused=add_counts(self.refused, other.refused),
            conversations=self.conversations + other.conversations,
            contained=self.contained + other.contained,
            messages=add_counts(self.messages, other.messages),
            seconds=self.seconds + other.seconds,
            slots=slots,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedRun:
    """A run that was over before the customer had answered a question.

    Attributes:
        reference: of its conversation.
    """

    id: str
    reference: str
    customer_id: str
    customer_name: str | None
    channel: str
    how: Drop
    asked_at: datetime
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfServiceReport:
    """What customers did by themselves in some days.

    Attributes:
        containment: by channel, of conversations that ended answered or solved.
        actions: by name.
    """

    period: Period
    containment: Mapping[str, Share]
    actions: Mapping[str, ActionFigures]

    @property
    def contained(self) -> Share:
        """The containment of all channels."""
        shares = self.containment.values()
        return Share(sum(one.part for one in shares), sum(one.whole for one in shares))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell of."""
        return not self.actions and not self.contained.whole


def add_counts(one: Mapping[KeyT, int], other: Mapping[KeyT, int]) -> dict[KeyT, int]:
    """Add two counts up by their keys."""
    return {key: one.get(key, 0) + other.get(key, 0) for key in (*one, *other)}


def find_median(counts: Mapping[int, int]) -> float | None:
    """Find the median of values counted; None of nothing."""
    number = sum(counts.values())
    if not number:
        return None
    return (_find_value(counts, (number - 1) // 2) + _find_value(counts, number // 2)) / 2


def _find_value(counts: Mapping[int, int], place: int) -> int:
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise AssertionError("a place beyond all values")
