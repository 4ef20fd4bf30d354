"""Queues are made and changed: what they are for, what they require, and who helps them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.staffing.floor_tools import QUEUE, Doing, log_change
from crm_store.agent_profiles import lock_staffing
from crm_store.agent_states import map_staffed_queues
from crm_store.skills import list_skills
from crm_store.staff import get_queue, list_queues, record_queue, remove_queue
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep, StaffedQueue
from domain.errors import ConflictError, InvalidInputError
from domain.staff import Queue
from routing.floor.floor_words import render_step
from routing.floor.queue_checks import check_staffed_queue
from routing.floor.queue_form import check_minutes, parse_label, parse_queue_name, parse_topics

FIRST_RESPONSE_MINUTES = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChange:
    """A queue as it is to be; None leaves what is there, or what is usual for a new one.

    Attributes:
        requires: the least level by skill of who serves it, all of them.
        overflow: all its steps.
        based_on: the state that it was made from, by `name_state`; None means whatever stands.
    """

    title: str | None = None
    topics: tuple[str, ...] | None = None
    first_response_minutes: int | None = None
    default: bool = False
    requires: Mapping[str, int] | None = None
    overflow: tuple[OverflowStep, ...] | None = None
    based_on: str | None = None


def save_queue(tx: Transaction, name: str, change: QueueChange, doing: Doing) -> Queue:
    """Make or change a queue; see `FloorDesk.save_queue`."""
    lock_staffing(tx)
    known = list_queues(tx)
    old = next((queue for queue in known if queue.name == name), None)
    _check_unchanged(old, change.based_on)
    position = max((queue.position for queue in known), default=-1) + 1
    queue = _check(_decide(parse_queue_name(name), change, old, position=position))
    check_staffed_queue(
        StaffedQueue(name=queue.name, requires=queue.requires, overflow=queue.overflow),
        skills={skill.name for skill in list_skills(tx)},
        queues=map_staffed_queues(tx),
    )
    if queue != old:
        record_queue(tx, queue)
        before = None if old is None else _write(old)
        log_change(tx, QUEUE, name, doing, before=before, after=_write(queue))
    return get_queue(tx, name)


def name_state(queue: Queue) -> str:
    """Name what a queue is now: another one as soon as anything of it changes."""
    return sha256(json.dumps(_write(queue), sort_keys=True).encode()).hexdigest()[:16]


def discard_queue(tx: Transaction, name: str, doing: Doing) -> None:
    """Remove a queue; see `FloorDesk.remove_queue`."""
    lock_staffing(tx)
    old = get_queue(tx, name)
    remove_queue(tx, name)
    log_change(tx, QUEUE, name, doing, before=_write(old), after=None)


def _check_unchanged(old: Queue | None, based_on: str | None) -> None:
    if old is not None and based_on is not None and name_state(old) != based_on:
        raise ConflictError(
            f"somebody else changed the queue {old.title} meanwhile; read it again, and save once "
            "more if yours is to hold"
        )


def _decide(name: str, change: QueueChange, old: Queue | None, *, position: int) -> Queue:
    if old is None and change.title is None:
        raise InvalidInputError(f"there is no queue {name!r} yet; a new one needs a title")
    old = old or Queue(
        name=name,
        title="",
        topics=(),
        is_default=False,
        first_response_minutes=FIRST_RESPONSE_MINUTES,
        position=position,
    )
    given = {
        "title": change.title,
        "topics": change.topics,
        "first_response_minutes": change.first_response_minutes,
        "requires": change.requires,
        "overflow": change.overflow,
    }
    changed = {field: value for field, value in given.items() if value is not None}
    return replace(old, is_default=old.is_default or change.default, **changed)  # type: ignore[arg-type]  # each value is of its field


def _check(queue: Queue) -> Queue:
    check_minutes(queue.first_response_minutes)
    return replace(
        queue, title=parse_label(queue.title, field="title"), topics=parse_topics(queue.topics)
    )


def _write(queue: Queue) -> dict[str, object]:
    return {
        "title": queue.title,
        "topics": list(queue.topics),
        "default": queue.is_default,
        "first_response_minutes": queue.first_response_minutes,
        "requires": dict(queue.requires),
        "overflow": [render_step(each) for each in queue.overflow],
    }
