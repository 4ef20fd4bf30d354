"""What is to be noted of those who wait, by line: pure, and nothing where nothing changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.assigning.floor import FloorView
from bot.assigning.why_unserved import explain_absent, explain_untrained
from crm_store.waiting_notes import NotedGroup
from routing.assignment.eligibility import order_steps

# Where nobody is there it is told once half of the time that was promised is gone.
_PATIENCE: Final = 0.5
# The same of what is promised nothing.
_UNPROMISED: Final = timedelta(hours=1)
# Who comes and goes is one reason, whoever of them is away or offline just now.
ABSENT: Final = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """An overflow step whose time has come for some of a line.

    Attributes:
        steps: how many have come with it.
        via: the queue whose people may take them as well.
        since: of whom it holds: they have waited at least since then.
    """

    line_id: int
    queue: str
    steps: int
    via: str
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """Nobody can take some of a line.

    Attributes:
        number: of all who wait in the queue for the same reason.
        why: what tells this reason from others; `ABSENT`, or the reason itself.
        due_before: as in `lock_unmarked`, like `since`.
    """

    line_id: int
    queue: str
    number: int
    why: str
    reason: str
    due_before: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Somebody can take what waits in a line and is marked as if nobody could."""

    line_id: int


Note = Widening | Unserved | Served


def decide_notes(view: FloorView, groups: Sequence[NotedGroup], now: datetime) -> tuple[Note, ...]:
    """Decide what is to be noted; of a line of which all is noted already, nothing."""
    ordered = sorted(groups, key=lambda group: group.line_id)
    by_line = {
        line_id: tuple(each)
        for line_id, each in groupby(ordered, key=lambda group: group.line_id)
        if line_id in view.lines
    }
    unserved = _explain_all(view, by_line)
    numbers = _count_alike(view, by_line, unserved)
    notes: list[Note] = []
    for line_id, of_line in by_line.items():
        notes += _decide_widening(view, line_id, of_line, now)
        why = unserved.get(line_id)
        if why is not None:
            number = numbers[view.lines[line_id].queue, why[0]]
            notes += _decide_unserved(view, line_id, of_line, why, number, now)
        elif any(group.marked for group in of_line):
            notes.append(Served(line_id=line_id))
    return tuple(notes)


def _explain_all(view: FloorView, line_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Say of each line that nobody can take why; lines that ask the same of agents are as one."""
    found: dict[tuple[object, ...], tuple[str, str] | None] = {}
    explained = {}
    for line_id in line_ids:
        asked = view.lines[line_id].name_asked()
        if asked not in found:
            found[asked] = _explain(view, line_id)
        if (why := found[asked]) is not None:
            explained[line_id] = why
    return explained


def _explain(view: FloorView, line_id: int) -> tuple[str, str] | None:
    """Say why nobody can take what waits in a line, after what tells this reason from others."""
    never = explain_untrained(view, line_id)
    if never is not None:
        return never, never
    absent = explain_absent(view, line_id)
    return None if absent is None else (ABSENT, absent)


def _count_alike(
    view: FloorView,
    by_line: dict[int, tuple[NotedGroup, ...]],
    unserved: dict[int, tuple[str, str]],
) -> dict[tuple[str, str], int]:
    """Count by queue and reason who waits."""
    numbers: dict[tuple[str, str], int] = {}
    for line_id, (why, _) in unserved.items():
        key = view.lines[line_id].queue, why
        numbers[key] = numbers.get(key, 0) + sum(each.number for each in by_line[line_id])
    return numbers


def _decide_widening(
    view: FloorView, line_id: int, groups: Iterable[NotedGroup], now: datetime
) -> Iterator[Widening]:
    line = view.lines[line_id]
    queue = view.crew.queues.get(line.queue)
    if queue is None or line.target is None:
        return
    for steps, step in enumerate(order_steps(queue), start=1):
        since = now - line.target * step.after
        if any(group.widened < steps and group.first_since <= since for group in groups):
            gone = f"{step.after:.0%} of the time for a response is gone"
            others = view.names.name_queue(step.to)
            yield Widening(
                line_id=line_id,
                queue=line.queue,
                steps=steps,
                via=step.to,
                since=since,
                reason=f"{gone}: the people of {others} may take it as well",
            )


def _decide_unserved(  # noqa: PLR0917 - a line, what is known of it, and the time
    view: FloorView,
    line_id: int,
    groups: Iterable[NotedGroup],
    explained: tuple[str, str],
    number: int,
    now: datetime,
) -> Iterator[Unserved]:
    line, (why, reason) = view.lines[line_id], explained
    patience = (line.target or timedelta()) * _PATIENCE
    note = Unserved(
        line_id=line_id,
        queue=line.queue,
        number=number,
        why=why,
        reason=reason,
        due_before=now + patience if why == ABSENT else None,
        since=now - _UNPROMISED,
    )
    if any(_is_new(group, note) for group in groups):
        yield note


def _is_new(group: NotedGroup, note: Unserved) -> bool:
    """Say whether any of a group is to be marked."""
    if group.marked and group.unserved_why == note.why:
        return False
    if note.due_before is None:
        return True
    due = group.first_due is not None and group.first_due <= note.due_before
    unpromised = group.first_unpromised
    return due or (unpromised is not None and unpromised <= note.since)
