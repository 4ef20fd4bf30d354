"""`frontdesk complaints list`: the complaint register, a complaint a line."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime

from complaints.stage_moves import name_stage
from crm_store.complaint_list import ComplaintQuery, ListedComplaint, list_by_due, list_complaints
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_table, write_time
from frontdesk.commands.printable import show
from frontdesk.opened_store import opened_store
from frontdesk.system import SystemClock

MOST_LINES = 5_000
_USUAL_LINES = 50
_HEAD = ("NUMBER", "RECEIVED", "STAGE", "DUE", "SEVERITY", "CATEGORY", "OWNER", "IN", "CUSTOMER")


def _add_arguments(parser: ArgumentParser) -> None:
    narrowed = parser.add_mutually_exclusive_group()
    narrowed.add_argument(
        "--open", action="store_true", help="those that are not closed, what is due first on top"
    )
    narrowed.add_argument(
        "--late", action="store_true", help="those whose stage was to be left by now"
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=_USUAL_LINES,
        metavar="N",
        help=f"lines at the most; {_USUAL_LINES} otherwise, never over {MOST_LINES:,}",
    )


def _run(call: Invocation) -> int:
    now = SystemClock().now()
    found = asyncio.run(_list(call, now))
    if not found:
        say("There are none.")
        return 0
    say_table(_HEAD, [_render(each, now) for each in found])
    return 0


async def _list(call: Invocation, now: datetime) -> Sequence[ListedComplaint]:
    given = call.arguments
    if not 1 <= given.limit <= MOST_LINES:
        raise InvalidInputError(f"--limit is from 1 to {MOST_LINES:,}", field="limit")

    def read(tx: Transaction) -> Sequence[ListedComplaint]:
        if given.late:
            return list_by_due(tx, ComplaintQuery(late_at=now), limit=given.limit)
        if given.open:
            return list_by_due(tx, ComplaintQuery(open=True), limit=given.limit)
        return list_complaints(tx, ComplaintQuery(), limit=given.limit)

    async with opened_store(call.settings) as store:
        return await store.read(read)


def _render(each: ListedComplaint, now: datetime) -> tuple[str, ...]:
    complaint = each.complaint
    due_at = complaint.stage_due_at
    late = " late" if due_at is not None and due_at <= now else ""
    return tuple(
        show(cell)
        for cell in (
            complaint.number,
            write_time(complaint.received_at),
            name_stage(complaint.stage),
            "-" if due_at is None else f"{write_time(due_at)}{late}",
            complaint.severity.value,
            complaint.category,
            each.owner_name or "nobody",
            each.reference,
            each.customer_name or "unknown",
        )
    )


COMPLAINTS_LIST = Command(
    name="complaints list",
    summary="list complaints",
    description="List complaints, the newest first: since when each is on the register, its stage "
    "and when that is to be left, how grave it is, what it is about, who sees to it, and the "
    "conversation in which it is answered. Times are in UTC.",
    run=_run,
    add_arguments=_add_arguments,
)
