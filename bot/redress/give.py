"""A gesture is given with the response that tells it, in the same transaction."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.complaints.policy_at_work import get_complaint_policy
from bot.redress.issue_voucher import issue_voucher
from bot.redress.periods import find_last_day
from bot.redress.put_forward import put_forward
from bot.redress.tell import ITSELF, record_gesture_event
from bot.redress.weigh import weigh_gesture
from bot.tools import Tools
from complaints.gestures import tell_gesture
from complaints.money import tell_money
from crm_store.gestures import change_gesture, find_counting_gesture, lock_gesture
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import ConflictError
from domain.redress import Gesture, GestureKind, RuleTried
from domain.redress_cases import GestureCase, GestureState
from domain.staff import StaffMember
from responders.gesture_words import render_gesture


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureToTell:
    """What a response written now would tell of a gesture.

    Attributes:
        gesture: of the kind `none` where none is given.
        told: as the customer would read it, with dots in place of a voucher's code and as long as
            with one; empty where nothing is told.
        why_nothing: why nothing is given, in words for staff, or empty.
        waits: why the response cannot go out yet: a second person has to decide; or empty.
        case: as it is on record; None where nothing was put forward as yet.
        tried: every rule, with its words.
    """

    gesture: Gesture
    told: str = ""
    why_nothing: str = ""
    waits: str = ""
    case: GestureCase | None = None
    tried: tuple[RuleTried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenWords:
    """What was given.

    Attributes:
        words: for the response, in the complaint's language and with a voucher's code; empty where
            nothing is given. They are for the customer alone.
        why_nothing: why nothing is given, or empty.
        gesture_id: of what was given, or None.
    """

    words: str = field(repr=False)
    why_nothing: str = ""
    gesture_id: str | None = None


def find_gesture_to_tell(
    tx: Transaction, tools: Tools, complaint: Complaint, *, now: datetime
) -> GestureToTell:
    """Find what a response written now would tell of a gesture; nothing is written.

    Where nothing was put forward as yet, it is what the policy gives on the figures of this moment.
    """
    standing = find_counting_gesture(tx, complaint.id)
    if standing is not None:
        return _tell_standing(tx, tools, complaint, standing, now=now)
    decision = weigh_gesture(tx, tools, complaint, now=now)
    if decision.gesture is None or decision.gesture.kind is GestureKind.NONE:
        why = decision.refused or decision.tried[0].words
        return GestureToTell(
            gesture=Gesture(kind=GestureKind.NONE), why_nothing=why, tried=decision.tried
        )
    waits = _tell_needed(decision.gesture) if decision.needs_approval else ""
    told = _render(tx, tools, complaint, decision.gesture, now=now)
    return GestureToTell(gesture=decision.gesture, told=told, waits=waits, tried=decision.tried)


def prepare_gesture(
    tx: Transaction, tools: Tools, complaint: Complaint, *, by: StaffMember, now: datetime
) -> GestureToTell:
    """Put the policy's gesture on record, as somebody prepares a response; the complaint is locked.

    What needs a second person waits for one from then on, and supervisors are told. Where one is on
    record already it is left as it is.
    """
    if find_counting_gesture(tx, complaint.id) is None:
        put_forward(tx, tools, complaint, by=by, now=now)
    return find_gesture_to_tell(tx, tools, complaint, now=now)


def give_gesture(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    *,
    now: datetime,
    by: StaffMember | None = None,
) -> GivenWords:
    """Give what a response is to tell; the complaint is locked, and the response is written next.

    What a rule refuses is put on record with its reason, and nothing is given.

    Args:
        by: who responds; None for Frontdesk itself.

    Raises:
        ConflictError: a second person has to decide first.
    """
    standing = find_counting_gesture(tx, complaint.id)
    if standing is None:
        standing = put_forward(tx, tools, complaint, by=by, now=now)
    if standing is None or standing.state is GestureState.REFUSED:
        found = find_gesture_to_tell(tx, tools, complaint, now=now)
        return GivenWords(words="", why_nothing=found.why_nothing)
    case = lock_gesture(tx, standing.id)
    if case.state is GestureState.PROPOSED:
        raise ConflictError(_tell_needed(case.gesture))
    if case.state is not GestureState.RESERVED:
        return GivenWords(words="", why_nothing=_tell_given(case))
    return _give(tx, tools, complaint, case, by=by, now=now)


def _give(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    case: GestureCase,
    *,
    by: StaffMember | None,
    now: datetime,
) -> GivenWords:
    name, by_id = (by.name, by.id) if by else (ITSELF, None)
    changes: dict[str, object] = {"state": GestureState.GIVEN, "given_at": now}
    if case.gesture.kind is GestureKind.VOUCHER:
        issued = issue_voucher(tx, tools, case, by=name, now=now)
        changes["voucher_id"] = issued.voucher.id
        words = render_gesture(
            case.gesture,
            complaint.language,
            tell_money=tell_money,
            code=issued.code,
            last_day=issued.last_day,
        )
    else:
        words = render_gesture(case.gesture, complaint.language, tell_money=tell_money)
    given = change_gesture(tx, case, **changes)
    record_gesture_event(tx, complaint, given, by=name, by_id=by_id, now=now)
    nothing = "two persons agreed on nothing" if case.gesture.kind is GestureKind.NONE else ""
    return GivenWords(words=words, why_nothing=nothing, gesture_id=case.id)


def _tell_standing(
    tx: Transaction, tools: Tools, complaint: Complaint, case: GestureCase, *, now: datetime
) -> GestureToTell:
    if case.state in {GestureState.GIVEN, GestureState.DONE}:
        return GestureToTell(
            gesture=Gesture(kind=GestureKind.NONE),
            why_nothing=_tell_given(case),
            case=case,
            tried=case.tried,
        )
    nothing = case.gesture.kind is GestureKind.NONE
    return GestureToTell(
        gesture=case.gesture,
        told=_render(tx, tools, complaint, case.gesture, now=now),
        why_nothing="two persons agreed on nothing" if nothing else "",
        waits=_tell_needed(case.gesture) if case.state is GestureState.PROPOSED else "",
        case=case,
        tried=case.tried,
    )


def _render(
    tx: Transaction, tools: Tools, complaint: Complaint, gesture: Gesture, *, now: datetime
) -> str:
    days = get_complaint_policy(tx).voucher_days
    last_day = find_last_day(tools, now, days)
    return render_gesture(gesture, complaint.language, tell_money=tell_money, last_day=last_day)


def _tell_needed(gesture: Gesture) -> str:
    return (
        f"{tell_gesture(gesture)} needs a second person, who has not decided yet; ask a supervisor"
    )


def _tell_given(case: GestureCase) -> str:
    day = f" on {case.given_at:%Y-%m-%d}" if case.given_at else ""
    return f"the customer was given {tell_gesture(case.gesture)}{day}"
