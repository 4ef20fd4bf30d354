"""What the list of exceptions shows, read for one look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.exceptions.list_exceptions import list_exceptions
from bot.exceptions.rows import ExceptionList, ExceptionRow
from console.keys import get_services, get_signed_in
from console.pages.exceptions import words
from console.pages.exceptions.buttons import choose_buttons
from console.pages.exceptions.query import ExceptionQuery, write_place
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.complaint_register import Severity
from domain.exceptions import ExceptionKind
from domain.staff import Permission, Queue, StaffMember, has_permission

MOST_ROWS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """What is said beside a row after its button was pressed.

    Attributes:
        done: whether it did what it says; else the words are why not.
    """

    words: str
    done: bool


async def read_list(
    request: web.Request, query: ExceptionQuery, notes: Mapping[str, RowNote] | None = None
) -> dict[str, Any]:
    """Read what the list shows.

    Args:
        notes: by the key of a row, or by an empty text what is said above all of them.
    """
    services, member = get_services(request), get_signed_in(request).member
    listed = await list_exceptions(services.tools, query.make_search(limit=MOST_ROWS))
    queues, staff = await services.store.read(_read_people)
    return {
        "query": query,
        "listed": listed,
        "rows": order_rows(listed, query.kind),
        "following": None
        if listed.following is None
        else query.make_address(after=write_place(listed.following)),
        "notes": notes or {},
        "queues_there": queues,
        "queue_titles": {queue.name: queue.title for queue in queues},
        "staff_names": {each.id: each.name for each in staff},
        "colleagues": [
            each for each in staff if each.active and has_permission(each.role, Permission.WORK)
        ],
        "may_replay": has_permission(member.role, Permission.OPERATE),
        "channels_there": sorted({kind for kind, _account in services.tools.channels}),
        "say": words,
        "choose_buttons": choose_buttons,
    }


def order_rows(listed: ExceptionList, kind: ExceptionKind | None) -> tuple[ExceptionRow, ...]:
    """Order rows as they are shown: complaints by how grave they are, all else by age."""
    if kind is not ExceptionKind.COMPLAINT:
        return listed.rows
    return tuple(sorted(listed.rows, key=_rank_complaint))


def _rank_complaint(row: ExceptionRow) -> tuple[int, Any]:
    grave = 0 if row.severity is None else Severity(row.severity).rank
    return -grave, row.since


def _read_people(tx: Transaction) -> tuple[tuple[Queue, ...], tuple[StaffMember, ...]]:
    return list_queues(tx), list_staff(tx)
