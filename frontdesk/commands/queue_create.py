"""`frontdesk queue create`: where conversations wait for people, made or changed."""

import asyncio
import re
from argparse import ArgumentParser
from dataclasses import dataclass, replace

from crm_store.staff import get_queue, list_queues, record_queue
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.staff import Queue
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.queue_list import render_queues
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings

FIRST_RESPONSE_MINUTES = 240
MOST_MINUTES = 30 * 24 * 60
MOST_CHARACTERS = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRequest:
    """A queue as it was asked for; None leaves what is there, or what is usual for a new one."""

    name: str
    title: str | None
    topics: tuple[str, ...] | None
    first_response_minutes: int | None
    default: bool


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name", metavar="NAME", help="what scripts and settings call it: a to z, 0 to 9 and hyphens"
    )
    parser.add_argument("--title", help="what staff and customers see; a new queue needs it")
    parser.add_argument(
        "--topics",
        metavar="A,B",
        help="the articles' topics (their first tags) that its people are trained for; '' for none",
    )
    parser.add_argument(
        "--first-response-minutes",
        type=int,
        metavar="N",
        help=f"within how long a person answers; {FIRST_RESPONSE_MINUTES} for a new queue",
    )
    parser.add_argument(
        "--default",
        action="store_true",
        help="make it the one that takes what fits no other, instead of the one that does now",
    )


def _run(call: Invocation) -> int:
    arguments = call.arguments
    request = QueueRequest(
        name=parse_queue_name(arguments.name),
        title=None if arguments.title is None else parse_label(arguments.title, "--title"),
        topics=None if arguments.topics is None else parse_topics(arguments.topics),
        first_response_minutes=check_minutes(arguments.first_response_minutes),
        default=arguments.default,
    )
    (line,) = render_queues([asyncio.run(_record(call.settings, request))])
    say(line)
    return 0


async def _record(settings: Settings, request: QueueRequest) -> Queue:
    async with opened_store(settings) as store:
        return await store.run(record_requested_queue, request)


def record_requested_queue(tx: Transaction, request: QueueRequest) -> Queue:
    """Add the queue after all others, or change the one of that name; return how it is now.

    Raises:
        InvalidInputError: it is new and has no title.
    """
    known = list_queues(tx)
    old = next((queue for queue in known if queue.name == request.name), None)
    position = max((queue.position for queue in known), default=-1) + 1
    record_queue(tx, decide_queue(request, old, position=position))
    return get_queue(tx, request.name)


def decide_queue(request: QueueRequest, old: Queue | None, *, position: int) -> Queue:
    """Decide how the queue is to be.

    Args:
        position: its place among the others where it is new.

    Raises:
        InvalidInputError: it is new and has no title.
    """
    if old is None and request.title is None:
        raise InvalidInputError(f"there is no queue {request.name!r} yet; a new one needs --title")
    old = old or Queue(
        name=request.name,
        title="",
        topics=(),
        is_default=False,
        first_response_minutes=FIRST_RESPONSE_MINUTES,
        position=position,
    )
    return replace(
        old,
        title=old.title if request.title is None else request.title,
        topics=old.topics if request.topics is None else request.topics,
        is_default=old.is_default or request.default,
        first_response_minutes=request.first_response_minutes or old.first_response_minutes,
    )


def parse_queue_name(text: str) -> str:
    """Read a queue's name, which stands in addresses and scripts.

    Raises:
        InvalidInputError: it has other characters than a to z, 0 to 9 and hyphens.
    """
    if not _NAME.fullmatch(text) or len(text) > MOST_CHARACTERS:
        raise InvalidInputError(
            f"{text!r} is no name of a queue; use up to {MOST_CHARACTERS} of a to z, 0 to 9 and "
            "hyphens, such as lost-baggage; --title is what people see"
        )
    return text


def parse_label(text: str, what: str) -> str:
    """Read a short text for people, without blanks around it.

    Args:
        what: what it is for, in the refusal.

    Raises:
        InvalidInputError: it is empty, long, or more than one line of characters that show.
    """
    label = text.strip()
    if not label or len(label) > MOST_CHARACTERS or not label.isprintable():
        raise InvalidInputError(
            f"{what}: {text!r} cannot be used; give one line of 1 to {MOST_CHARACTERS} characters"
        )
    return label


def parse_topics(text: str) -> tuple[str, ...]:
    """Read topics between commas, each once, in lower case as they are compared; '' is none.

    Raises:
        InvalidInputError: one of them is no topic.
    """
    if not text.strip():
        return ()
    return tuple(dict.fromkeys(parse_label(each, "--topics").lower() for each in text.split(",")))


def check_minutes(minutes: int | None) -> int | None:
    """Refuse a time that nobody can keep to, or that promises nothing.

    Raises:
        InvalidInputError: saying what is allowed.
    """
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise InvalidInputError(
            f"--first-response-minutes: {minutes} cannot be used; give 1 to {MOST_MINUTES}"
        )
    return minutes


QUEUE_CREATE = Command(
    name="queue create",
    summary="add a queue, or change the one of that name",
    description="Add a queue in which conversations wait for people, or change the one of that "
    "name: what is not given stays as it is. What is about one of its topics goes there, what fits "
    "no queue to the default one. A running server goes by it at once.",
    run=_run,
    add_arguments=_add_arguments,
)
