"""The page of one complaint: its course, its severity, its response, and what came of it."""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from bot.complaints.desk import ComplaintDesk
from bot.complaints.preview_response import ResponsePreview
from complaints.opening import TREATMENTS
from complaints.response_edits import ResponseEdits
from complaints.stage_moves import MOVES
from complaints.voucher_codes import mask_codes
from console.keys import get_services, get_signed_in
from console.pages.complaints.addresses import address_complaint
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.event_words import tell_events
from console.pages.complaints.reading import ComplaintView, read_complaint_view
from console.pages.complaints.severity_table import lay_sum
from console.pages.complaints.stage_track import lay_track
from console.pages.service_levels.refusal import Refusal
from console.services import Services
from crm_store.complaint_events import select_moves
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.complaints import ComplaintStage
from domain.errors import FrontdeskError, InvalidInputError
from domain.staff import Permission, StaffMember, has_permission

# A response of which nothing is written yet.
UNWRITTEN: Final = ResponseEdits(doing="")


async def show_complaint(request: web.Request) -> web.Response:
    """Show a complaint as it stands."""
    return await answer_complaint(request)


async def answer_complaint(
    request: web.Request,
    *,
    failed: str = "",
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    edits: ResponseEdits = UNWRITTEN,
    status: int = 200,
    **context: Any,
) -> web.Response:
    """Answer with the page of the complaint that the address names.

    Args:
        failed: the form that was refused, or is shown once more.
        typed: what was typed into it.
        refusal: why it was refused.
        edits: what is written of the response.
    """
    services, member = get_services(request), get_signed_in(request).member
    number = request.match_info["number"]
    view = await services.store.read(
        read_complaint_view, services.tools, number, now=services.clock.now()
    )
    responding = await _read_response(services, view.case.complaint, member, edits)
    return await answer_complaints_page(
        request,
        "complaints/complaint.html",
        failed=failed,
        typed=typed,
        refusal=refusal,
        status=status,
        here=address_complaint(number),
        new_key=services.ids.new(),
        **(_lay_out(view) | responding | context),
    )


async def find_preview(
    desk: ComplaintDesk, number: str, member: StaffMember, edits: ResponseEdits
) -> tuple[ResponsePreview | None, str]:
    """Find what a response would say, or why nothing can be said of it."""
    try:
        return await desk.preview_response(number, agent=member, edits=edits), ""
    except InvalidInputError as error:
        return None, error.reason
    except FrontdeskError as error:
        return None, str(error)


async def _read_response(
    services: Services, complaint: Complaint, member: StaffMember, edits: ResponseEdits
) -> dict[str, Any]:
    """Read what the composer shows, where a response can be composed at all."""
    stage = complaint.stage
    if stage is not ComplaintStage.RECEIVED and ComplaintStage.RESPONDED not in MOVES[stage]:
        return {"can_respond": False, "preview": None, "preview_fault": "", "apology_came": ""}
    desk, number = services.complaints, complaint.number
    preview, fault = await find_preview(desk, number, member, edits)
    came = preview
    if edits.apology is not None:
        came, _ = await find_preview(desk, number, member, UNWRITTEN)
    return {
        "can_respond": True,
        "preview": preview,
        "preview_fault": fault,
        "apology_came": came.parts[0] if came else "",
    }


def _lay_out(view: ComplaintView) -> dict[str, Any]:
    case, complaint = view.case, view.case.complaint
    names = {each.id: each.name for each in view.staff}
    history = tell_events(case.events, names)
    return {
        "it": complaint,
        "customer": view.customer,
        "conversation": case.conversations[0].conversation,
        "conversations": case.conversations,
        "opening": view.opening,
        "opening_text": mask_codes(view.opening.text) if view.opening else "",
        "track": lay_track(select_moves(case.events), case.times),
        "sentence": case.course,
        "history": history,
        "answers": [each for each in history if each.event.kind is ComplaintEventKind.ANSWERED],
        "others": view.others,
        "gestures": view.gestures,
        "vouchers": view.vouchers,
        "currency": next(iter(view.policy.budgets), ""),
        "policy": view.policy,
        "staff_names": names,
        "colleagues": [
            each
            for each in view.staff
            if each.active and each.can_log_in and has_permission(each.role, Permission.WORK)
        ],
        "sum": lay_sum(complaint.grade, view.policy.severity.thresholds),
        "special": [(each, TREATMENTS[each].words) for each in complaint.special],
        "ways": frozenset(each.value for each in MOVES[complaint.stage]),
        "outcomes": case.outcomes,
        "ballots": [each for each in view.ballots if not each.dropped],
    }
