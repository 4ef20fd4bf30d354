"""What needs a supervisor, for scripts: the same list as in the console."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.exceptions.list_exceptions import read_exceptions
from bot.exceptions.rows import ExceptionList, ExceptionRow, ExceptionSearch
from console.api.exception_models import (
    ExceptionCustomerItem,
    ExceptionItem,
    ExceptionPage,
    ExceptionReportQuery,
    ReasonItem,
)
from console.api.operation import Call
from console.api.pages import resume_list
from domain.errors import InvalidInputError


async def report_exceptions(call: Call[ExceptionReportQuery, None]) -> ExceptionPage:
    """Answer a page of what needs a supervisor."""
    wanted, after = resume_list(call)
    zone = ZoneInfo(call.services.time_zone)
    search = ExceptionSearch(
        kind=wanted.kind,
        queue=wanted.queue,
        channel=wanted.channel,
        since=_find_instant(wanted.since, zone),
        until=_find_instant(wanted.until, zone, days=1),
        after=None if after is None else _read_place(str(after)),
        limit=wanted.limit,
    )
    listed = await call.services.store.read(
        read_exceptions, call.services.tools, search, now=call.now, counted=False
    )
    items = tuple(_make_item(row) for row in listed.rows)
    return ExceptionPage(items=items, next=_make_cursor(call, wanted, listed))


def _make_cursor(
    call: Call[ExceptionReportQuery, None], wanted: ExceptionReportQuery, listed: ExceptionList
) -> str | None:
    if listed.following is None:
        return None
    since, key = listed.following
    filters = wanted.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)
    return call.cursors.make(call.operation.path, filters, f"{since.isoformat()}/{key}")


def _read_place(place: str) -> tuple[datetime, str]:
    """Read where the page before ended.

    Raises:
        InvalidInputError: it is no such place.
    """
    since, _, key = place.partition("/")
    try:
        return datetime.fromisoformat(since), key
    except ValueError:
        raise InvalidInputError("is none of this list; start again", field="cursor") from None


def _find_instant(
    wanted: datetime | date | None, zone: ZoneInfo, *, days: int = 0
) -> datetime | None:
    """Find an instant; of a day the one at which it begins, or so many days after."""
    if wanted is None or isinstance(wanted, datetime):
        return wanted
    return datetime.combine(wanted + timedelta(days=days), time(), zone)


def _make_item(row: ExceptionRow) -> ExceptionItem:
    gravest, conversation = row.gravest, row.conversation
    told: Mapping[str, object] = {}
    if conversation is not None:
        customer = ExceptionCustomerItem(
            id=conversation.customer_id, name=conversation.customer_name
        )
        told = {"customer": customer, "created_at": conversation.created_at}
    return ExceptionItem.model_validate(
        {
            "kind": gravest.kind,
            "since": row.since,
            "why": gravest.why,
            "reasons": tuple(ReasonItem.model_validate(each) for each in row.reasons),
            "reference": gravest.reference,
            "title": gravest.title,
            "customer": None,
            "channel": row.channel,
            "queue": gravest.queue,
            "assignee": gravest.assignee,
            "created_at": None,
            "due_at": gravest.due_at,
            "complaint": row.complaint,
            "severity": row.severity,
            **told,
        }
    )
