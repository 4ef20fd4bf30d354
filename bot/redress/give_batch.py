"""Several complaints get their gestures at once: each all that it needs, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.complaints.lock_case import lock_case
from bot.complaints.refusals import require_respondable
from bot.complaints.respond import ResponseOrder, record_response
from bot.redress.put_forward import put_forward
from bot.tools import Tools
from complaints.gestures import tell_gesture
from complaints.response_edits import ResponseEdits
from crm_store.gestures import find_counting_gesture
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import FrontdeskError, InvalidInputError
from domain.jobs import Job
from domain.redress_cases import GestureCase, GestureState
from domain.staff import StaffMember

MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """What became of one complaint of a batch.

    Attributes:
        outcome: `answered` (given and told), `reserved` (a response is still to tell it),
            `waiting` for a second person, `refused` by a rule, `nothing` that the policy gives, or
            `failed`.
        gesture: in words, or empty.
        why: of what is not answered or reserved, in words.
        job: that delivers the response, or None.
    """

    number: str
    outcome: str
    gesture: str = ""
    why: str = ""
    job: Job | None = field(default=None, repr=False)


def check_numbers(numbers: Sequence[str]) -> tuple[str, ...]:
    """Take each number of a batch once, in its order.

    Raises:
        InvalidInputError: there are none, or too many.
    """
    wanted = tuple(dict.fromkeys(each.strip().upper() for each in numbers if each.strip()))
    if not wanted:
        raise InvalidInputError("name at least one complaint", field="complaints")
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidInputError(
            f"{len(wanted)} are too many at once; give at most {MOST_AT_ONCE}", field="complaints"
        )
    return wanted


async def give_one(
    tools: Tools, number: str, *, by: StaffMember, edits: ResponseEdits | None, now: datetime
) -> BatchLine:
    """Give one complaint of a batch its gesture, and answer it where words are given for that.

    Args:
        edits: of the response; None to have the gesture reserved alone.
    """
    try:
        return await tools.store.run(_record, tools, number, by=by, edits=edits, now=now)
    except FrontdeskError as error:
        return BatchLine(number=number, outcome="failed", why=str(error))


def _record(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    by: StaffMember,
    edits: ResponseEdits | None,
    now: datetime,
) -> BatchLine:
    _, complaint = lock_case(tx, number)
    case = _find_or_put_forward(tx, tools, complaint, by=by, now=now)
    if case is None:
        return BatchLine(number=number, outcome="nothing", why="the policy gives nothing for it")
    gesture = tell_gesture(case.gesture)
    if case.state is not GestureState.RESERVED:
        return BatchLine(
            number=number, outcome=_name(case), gesture=gesture, why=_tell_why(case, gesture)
        )
    if edits is None:
        return BatchLine(number=number, outcome="reserved", gesture=gesture)
    order = ResponseOrder(edits=edits)
    _, job = record_response(tx, tools, number, agent=by, order=order, now=now)
    return BatchLine(number=number, outcome="answered", gesture=gesture, job=job)


def _find_or_put_forward(
    tx: Transaction, tools: Tools, complaint: Complaint, *, by: StaffMember, now: datetime
) -> GestureCase | None:
    standing = find_counting_gesture(tx, complaint.id)
    if standing is not None:
        return standing
    # What no response can tell any more would be reserved for ever.
    require_respondable(complaint)
    return put_forward(tx, tools, complaint, by=by, now=now)


def _name(case: GestureCase) -> str:
    return "waiting" if case.state is GestureState.PROPOSED else "refused"


def _tell_why(case: GestureCase, gesture: str) -> str:
    match case.state:
        case GestureState.PROPOSED:
            return "a second person has to decide first"
        case GestureState.REFUSED:
            return case.reason
        case _:
            return f"the customer has {gesture} already"
