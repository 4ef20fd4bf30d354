"""The page of one complaint: its course, its severity, its response, and what came of it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from aiohttp import web

from complaints.opening import TREATMENTS
from complaints.stage_moves import MOVES
from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.complaints.addresses import address_complaint
from console.pages.complaints.event_words import tell_events
from console.pages.complaints.notices import find_notice
from console.pages.complaints.reading import ComplaintView, read_complaint_view
from console.pages.complaints.severity_table import lay_sum
from console.pages.complaints.stage_track import lay_track
from console.pages.complaints.words import make_words
from console.pages.service_levels.refusal import Refusal
from crm_store.complaint_events import select_moves
from domain.staff import Permission, has_permission

VIEW: Final = "complaints-register"


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
    fields = typed or {}
    response = await answer_staff_page(
        request,
        "complaints/complaint.html",
        current_view=VIEW,
        **make_words(),
        **_lay_out(view),
        failed=failed,
        typed=fields,
        kept=_make_kept(failed, fields),
        refusal=refusal,
        errors=refusal.at_fields() if refusal else {},
        said=find_notice(request),
        here=address_complaint(number),
        **context,
    )
    response.set_status(status)
    return response


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


def _make_kept(failed: str, typed: Mapping[str, str]) -> Callable[..., str]:
    """Make what a form's field is filled with: what was typed where it was refused."""

    def kept(form: str, field: str, otherwise: str = "") -> str:
        return typed.get(field, otherwise) if form == failed else otherwise

    return kept
