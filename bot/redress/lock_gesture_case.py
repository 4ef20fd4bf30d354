"""A gesture is locked to be decided on: its conversation first, then its complaint, then itself."""

from bot.complaints.lock_case import lock_case
from crm_store.complaints import get_complaint_by_id
from crm_store.gestures import get_gesture, lock_gesture
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import ConflictError, InvalidInputError
from domain.redress_cases import GestureCase, GestureState

MOST_WORDS = 500


def lock_gesture_case(
    tx: Transaction, gesture_id: str, *, version: int | None = None
) -> tuple[Complaint, GestureCase]:
    """Lock a gesture and all that is locked before it.

    Args:
        version: the one that whoever decides has seen; None for whatever stands.

    Raises:
        NotFoundError: there is no such gesture.
        ConflictError: somebody else decided since that version.
    """
    seen = get_gesture(tx, gesture_id)
    _, complaint = lock_case(tx, get_complaint_by_id(tx, seen.complaint_id).number)
    case = lock_gesture(tx, gesture_id)
    if version is not None and version != case.version:
        raise ConflictError("somebody else decided on this gesture meanwhile; look again")
    return complaint, case


def require_state(case: GestureCase, *states: GestureState) -> None:
    """Refuse to decide on a gesture that is past deciding.

    Raises:
        ConflictError: it is in none of the states.
    """
    if case.state not in states:
        wanted = " or ".join(each.value for each in states)
        raise ConflictError(f"the gesture is {case.state.value}, and not {wanted}; look again")


def require_reason(reason: str, what: str) -> str:
    """Refuse to go on without a reason.

    Raises:
        InvalidInputError: there is none, or it is too long.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInputError(f"say why it is {what}", field="reason")
    if len(reason) > MOST_WORDS:
        raise InvalidInputError(f"give the reason in {MOST_WORDS} characters", field="reason")
    return reason
