"""`frontdesk queue create`: where conversations wait for people, made or changed."""

import asyncio
from argparse import ArgumentParser, Namespace

from bot.staffing.change_queue import FIRST_RESPONSE_MINUTES, QueueChange
from domain.staff import Queue
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.queue_list import render_queues
from frontdesk.floor_tools import AUTHOR, opened_floor
from frontdesk.settings import Settings
from routing.floor.floor_words import parse_levels, parse_overflow
from routing.floor.queue_form import check_minutes, parse_label, parse_queue_name, parse_topics


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
    parser.add_argument(
        "--requires",
        metavar="SKILL=LEVEL,…",
        help="all skills that its people need, with the least level, 1 to 5, such as "
        "baggage=2,lang:en=1; '' for none, so that anybody may serve it",
    )
    parser.add_argument(
        "--overflow",
        action="append",
        metavar="SHARE:QUEUE",
        help="once this share of the first-response target is gone, the people of that queue may "
        "help, such as 0.8:general; may be given several times and replaces what there was; '' "
        "for none",
    )


def _run(call: Invocation) -> int:
    arguments = call.arguments
    name = parse_queue_name(arguments.name)
    (line,) = render_queues([asyncio.run(_save(call.settings, name, _read_change(arguments)))])
    say(line)
    return 0


def _read_change(arguments: Namespace) -> QueueChange:
    given, minutes = arguments, arguments.first_response_minutes
    return QueueChange(
        title=None if given.title is None else parse_label(given.title, field="--title"),
        topics=None if given.topics is None else _read_topics(given.topics),
        first_response_minutes=None
        if minutes is None
        else check_minutes(minutes, field="--first-response-minutes"),
        default=given.default,
        requires=None
        if given.requires is None
        else parse_levels(given.requires, field="--requires"),
        overflow=None
        if given.overflow is None
        else parse_overflow(given.overflow, field="--overflow"),
    )


def _read_topics(text: str) -> tuple[str, ...]:
    return parse_topics(text.split(","), field="--topics") if text.strip() else ()


async def _save(settings: Settings, name: str, change: QueueChange) -> Queue:
    async with opened_floor(settings) as desk:
        return await desk.save_queue(name, change, by=AUTHOR)


QUEUE_CREATE = Command(
    name="queue create",
    summary="add a queue, or change the one of that name",
    description="Add a queue in which conversations wait for people, or change the one of that "
    "name: what is not given stays as it is. What is about one of its topics goes there, what fits "
    "no queue to the default one. A running server goes by it at once.",
    run=_run,
    add_arguments=_add_arguments,
)
