"""`frontdesk routing log`: who got which conversation, and why."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm_store.codecs import to_json
from crm_store.routing_names import read_routing_names
from crm_store.routings import FoundRouting, RoutingSearch, search_routings
from crm_store.staff import get_queue, get_staff_by_email
from crm_store.transaction import Transaction
from domain.assignment import Explanation
from domain.errors import InvalidInputError
from domain.routing_names import RoutingNames
from domain.routings import RoutingKind
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_json, write_time
from frontdesk.commands.printable import show
from frontdesk.opened_store import opened_store
from frontdesk.system import SystemClock

MOST_LINES = 5_000
_USUAL_LINES = 50
_DAYS: dict[str, Callable[[datetime], datetime]] = {
    "today": lambda midnight: midnight,
    "yesterday": lambda midnight: midnight - timedelta(days=1),
}


def _add_arguments(parser: ArgumentParser) -> None:
    times = "2026-03-02, 2026-03-02T09:00+01:00, today or yesterday; of the company's days"
    parser.add_argument("--since", metavar="TIME", help=f"from then on: {times}")
    parser.add_argument("--until", metavar="TIME", help="before then, written alike")
    parser.add_argument("--kind", choices=[kind.value for kind in RoutingKind])
    parser.add_argument("--queue", metavar="NAME", help="those that stood in it")
    parser.add_argument("--agent", metavar="EMAIL", help="who got it or had it before")
    parser.add_argument(
        "--overflowed", action="store_true", help="those that people of another queue took"
    )
    parser.add_argument("--words", metavar="TEXT", help="of the reason, or a reference")
    parser.add_argument(
        "--limit",
        type=int,
        default=_USUAL_LINES,
        metavar="N",
        help=f"lines at the most, the latest ones; {_USUAL_LINES} otherwise, never over "
        f"{MOST_LINES:,}",
    )
    parser.add_argument(
        "--json", action="store_true", help="with the sentence for customers and all weighed"
    )


def _run(call: Invocation) -> int:
    found, names = asyncio.run(_read(call))
    if call.arguments.json:
        say_json([_to_json(each, names) for each in found])
        return 0
    for each in found:
        say(show(_render(each)))
    return 0


async def _read(call: Invocation) -> tuple[tuple[FoundRouting, ...], RoutingNames]:
    given, zone = call.arguments, ZoneInfo(call.settings.company.time_zone)
    if not 1 <= given.limit <= MOST_LINES:
        raise InvalidInputError(f"--limit is from 1 to {MOST_LINES:,}", field="limit")
    now = SystemClock().now()
    since, until = (parse_time(each, zone, now=now) for each in (given.since, given.until))

    def search(tx: Transaction) -> tuple[tuple[FoundRouting, ...], RoutingNames]:
        wanted = RoutingSearch(
            kind=None if given.kind is None else RoutingKind(given.kind),
            queue=None if given.queue is None else get_queue(tx, given.queue).name,
            agent=None if given.agent is None else get_staff_by_email(tx, given.agent).id,
            overflowed=True if given.overflowed else None,
            since=since,
            until=until,
            text=given.words,
        )
        found = search_routings(tx, wanted, limit=given.limit)
        return found, read_routing_names(tx, [each.routing.explanation for each in found])

    async with opened_store(call.settings) as store:
        return await store.read(search)


def parse_time(text: str | None, zone: ZoneInfo, *, now: datetime) -> datetime | None:
    """Read a time as it is given to the command; None where none is.

    Raises:
        InvalidInputError: it is none.
    """
    if text is None:
        return None
    if text in _DAYS:
        midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
        return _DAYS[text](midnight)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is no time; write 2026-03-02, 2026-03-02T09:00+01:00, today or yesterday"
        ) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)


def _render(found: FoundRouting) -> str:
    routing = found.routing
    marks = f"{routing.kind}, overflowed" if routing.overflowed else routing.kind.value
    return f"{write_time(routing.at)}  {found.reference}  {marks}  {routing.reason}"


def _to_json(found: FoundRouting, names: RoutingNames) -> dict[str, Any]:
    routing = found.routing
    explanation, waited = routing.explanation, routing.waited
    return {
        "at": routing.at.isoformat(),
        "reference": found.reference,
        "kind": routing.kind.value,
        "agent": None if routing.agent is None else names.name_agent(routing.agent),
        "before": None if routing.before is None else names.name_agent(routing.before),
        "by": names.name_agent(routing.by),
        "queue": routing.queue,
        "via": routing.via,
        "overflowed": routing.overflowed,
        "waited_seconds": None if waited is None else int(waited.total_seconds()),
        "known": routing.known,
        "reason": routing.reason,
        "told": routing.told,
        "explanation": None if explanation is None else to_json(explanation, Explanation),
    }


ROUTING_LOG = Command(
    name="routing log",
    summary="list who got which conversation, and why",
    description="List lines of the log of routing, the latest first: when, which conversation, "
    "what happened and why. `--since yesterday --until today --overflowed` lists all that "
    "overflowed yesterday.",
    run=_run,
    add_arguments=_add_arguments,
)
