"""Gestures by the API: proposed, decided on, taken back, done, and given in batches."""

from collections.abc import Sequence
from datetime import datetime

from complaints.gesture_definition import parse_gesture
from complaints.gestures import tell_gesture
from complaints.response_edits import ResponseEdits
from console.api.operation import Call, Query
from console.api.pages import cut_page, resume_list
from console.api.redress_models import (
    BatchItem,
    BatchResult,
    GestureItem,
    GestureList,
    GesturePage,
    GestureQuery,
    NewApproval,
    NewBatch,
    NewCompletion,
    NewDecision,
    NewGesture,
    ProposedGesture,
    TriedItem,
)
from console.services import Services
from crm_store.complaint_numbers import map_numbers
from domain.redress_cases import GestureCase


async def list_of_complaint(call: Call[Query, None]) -> GestureList:
    """Answer the gestures of a complaint."""
    found = await call.services.redress.list_of(call.path["number"])
    return GestureList(items=await _show(call.services, found))


async def list_gestures(call: Call[GestureQuery, None]) -> GesturePage:
    """Answer a page of gestures."""
    wanted, after = resume_list(call)
    rows = await call.services.redress.list_gestures(
        states=() if wanted.state is None else (wanted.state,),
        after=None if after is None else read_place(str(after)),
        limit=wanted.limit + 1,
    )
    page, following = cut_page(call, wanted, rows, lambda row: write_place(row.proposed_at, row.id))
    return GesturePage(items=await _show(call.services, page), next=following)


async def propose(call: Call[Query, NewGesture]) -> ProposedGesture:
    """Propose a gesture for a complaint."""
    body = call.body
    asked = None if body.gesture is None else parse_gesture(body.gesture, "gesture")
    case = await call.services.redress.propose(
        call.path["number"], by=call.agent, gesture=asked, reason=body.reason
    )
    return ProposedGesture(gesture=None if case is None else await _show_one(call.services, case))


async def approve(call: Call[Query, NewApproval]) -> GestureItem:
    """Agree to a gesture."""
    case = await call.services.redress.approve(
        call.path["id"], by=call.agent, version=call.body.version
    )
    return await _show_one(call.services, case)


async def decline(call: Call[Query, NewDecision]) -> GestureItem:
    """Decide against a gesture."""
    case = await call.services.redress.decline(
        call.path["id"], by=call.agent, reason=call.body.reason, version=call.body.version
    )
    return await _show_one(call.services, case)


async def revoke(call: Call[Query, NewDecision]) -> GestureItem:
    """Take a gesture back."""
    case = await call.services.redress.revoke(
        call.path["id"], by=call.agent, reason=call.body.reason, version=call.body.version
    )
    return await _show_one(call.services, case)


async def finish(call: Call[Query, NewCompletion]) -> GestureItem:
    """Say that a gesture was carried out."""
    case = await call.services.redress.finish(
        call.path["id"], by=call.agent, note=call.body.note, version=call.body.version
    )
    return await _show_one(call.services, case)


async def give_batch(call: Call[Query, NewBatch]) -> BatchResult:
    """Give several complaints their gestures."""
    doing = call.body.doing
    lines = await call.services.redress.give_batch(
        call.body.complaints,
        by=call.agent,
        edits=None if doing is None else ResponseEdits(doing=doing),
    )
    return BatchResult(items=tuple(BatchItem.model_validate(each) for each in lines))


def write_place(at: datetime, name: str) -> str:
    """Write where a page ends."""
    return f"{at.isoformat()}|{name}"


def read_place(text: str) -> tuple[datetime, str]:
    """Read where the page before ended; cursors are signed."""
    at, _, name = text.partition("|")
    return datetime.fromisoformat(at), name


async def _show_one(services: Services, case: GestureCase) -> GestureItem:
    return (await _show(services, (case,)))[0]


async def _show(services: Services, cases: Sequence[GestureCase]) -> tuple[GestureItem, ...]:
    numbers = await services.store.read(map_numbers, {each.complaint_id for each in cases})
    return tuple(_make_item(each, numbers[each.complaint_id]) for each in cases)


def _make_item(case: GestureCase, number: str) -> GestureItem:
    gesture = case.gesture
    return GestureItem(
        id=case.id,
        complaint=number,
        state=case.state,
        kind=gesture.kind,
        cost=gesture.cost,
        currency=gesture.currency,
        points=gesture.points,
        what=gesture.what,
        words=tell_gesture(gesture),
        reason=case.reason,
        tried=tuple(TriedItem.model_validate(each) for each in case.tried),
        period=case.period,
        proposed_by=case.proposed_by,
        proposed_at=case.proposed_at,
        decided_by=case.decided_by,
        decided_at=case.decided_at,
        given_at=case.given_at,
        done_by=case.done_by,
        done_at=case.done_at,
        version=case.version,
    )
