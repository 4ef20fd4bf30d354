"""A queue as a form holds it, back and forth; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.staffing.change_queue import QueueChange, name_state
from domain.assignment import OverflowStep
from domain.errors import InvalidInputError
from domain.staff import Queue
from routing.floor.queue_checks import MOST_STEPS

_REQUIRES: Final = "requires."
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of overflow as its row holds it; `after` is in per cent."""

    after: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueForm:
    """A queue as the form holds it; `requires` has least levels by skill.

    `based_on` names the state that the form was filled from; it is empty for a new queue.
    """

    title: str = ""
    topics: str = ""
    minutes: str = "240"
    default: bool = False
    requires: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[StepRow, ...] = ()
    based_on: str = ""


def fill_queue_form(queue: Queue) -> QueueForm:
    """Fill the form with a queue."""
    return QueueForm(
        title=queue.title,
        topics=", ".join(queue.topics),
        minutes=str(queue.first_response_minutes),
        default=queue.is_default,
        requires={name: str(level) for name, level in queue.requires.items()},
        steps=tuple(StepRow(after=f"{step.after * 100:g}", to=step.to) for step in queue.overflow),
        based_on=name_state(queue),
    )


def read_queue_form(fields: Mapping[str, str]) -> QueueForm:
    """Read what was filled in; rows that are empty or to be removed are left out."""
    text = {name: value.strip() for name, value in fields.items()}
    requires = {
        name.removeprefix(_REQUIRES): value
        for name, value in text.items()
        if name.startswith(_REQUIRES) and value
    }
    return QueueForm(
        title=text.get("title", ""),
        topics=text.get("topics", ""),
        minutes=text.get("first_response_minutes", ""),
        default="default" in text,
        requires=requires,
        steps=tuple(_read_steps(text)),
        based_on=text.get("based_on", ""),
    )


def make_change(form: QueueForm) -> QueueChange:
    """Make the change that a form stands for.

    Raises:
        InvalidInputError: something in it is no number; `field` is the form's.
    """
    return QueueChange(
        title=form.title,
        topics=tuple(each.strip() for each in form.topics.split(",") if each.strip()),
        first_response_minutes=_read_whole(form.minutes, "first_response_minutes"),
        default=form.default,
        requires={
            name: _read_whole(level, f"{_REQUIRES}{name}") for name, level in form.requires.items()
        },
        overflow=tuple(_make_step(each, at) for at, each in enumerate(form.steps)),
        based_on=form.based_on or None,
    )


def _read_steps(text: Mapping[str, str]) -> Iterator[StepRow]:
    for at in range(MOST_STEPS + 5):
        prefix = f"overflow[{at}]"
        row = StepRow(after=text.get(f"{prefix}.after", ""), to=text.get(f"{prefix}.to", ""))
        if (row.after or row.to) and f"{prefix}.remove" not in text:
            yield row


def _make_step(row: StepRow, at: int) -> OverflowStep:
    after = row.after.removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", after, re.ASCII):
        raise InvalidInputError(
            "write after how many per cent of the promised time they may help, such as 80",
            field=f"overflow[{at}].after",
        )
    if not row.to:
        raise InvalidInputError("choose whose people may help", field=f"overflow[{at}].to")
    return OverflowStep(after=float(after) / 100, to=row.to)


def _read_whole(text: str, field: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise InvalidInputError(f"{text!r} is no whole number; write one", field=field)
    return int(text)
