"""The page of one complaint: its course, its severity, its response, and what came of it."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from complaints.opening import TREATMENTS
from complaints.stage_moves import MOVES
from console.keys import get_services
from console.pages.complaints.addresses import address_complaint
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.event_words import tell_events
from console.pages.complaints.reading import ComplaintView, read_complaint_view
from console.pages.complaints.severity_table import lay_sum
from console.pages.complaints.stage_track import lay_track
from console.pages.service_levels.refusal import Refusal
from crm_store.complaint_events import select_moves
from domain.staff import Permission, has_permission


async def show_complaint(request: web.Request) -> web.Response:
    """Show a complaint as it stands."""
    return await answer_complaint(request)


async def answer_complaint(
    request: web.Request,
    *,
    failed: str = "",
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    **context: Any,
) -> web.Response:
    """Answer with the page of the complaint that the address names.

    Args:
        failed: the form that was refused, or is shown once more.
        typed: what was typed into it.
        refusal: why it was refused.
    """
    services = get_services(request)
    number = request.match_info["number"]
    view = await services.store.read(
        read_complaint_view, services.tools, number, now=services.clock.now()
    )
    return await answer_complaints_page(
        request,
        "complaints/complaint.html",
        failed=failed,
        typed=typed,
        refusal=refusal,
        status=status,
        here=address_complaint(number),
        **(_lay_out(view) | context),
    )


def _lay_out(view: ComplaintView) -> dict[str, Any]:
    case, complaint = view.case, view.case.complaint
    names = {each.id: each.name for each in view.staff}
    return {
        "it": complaint,
        "customer": view.customer,
        "conversation": case.conversations[0].conversation,
        "conversations": case.conversations,
        "opening": view.opening,
        "opening_text": view.opening.text if view.opening else "",
        "track": lay_track(select_moves(case.events), case.times),
        "sentence": case.course,
        "history": tell_events(case.events, names),
        "others": view.others,
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
        "ballots": (),
    }
