"""Several complaints get their gestures at once: looked at first, then each whole or not at all."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.complaints.preview_response import ResponsePreview
from bot.redress.give_batch import BatchLine
from complaints.response_edits import ResponseEdits
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.complaint_page import UNWRITTEN, find_preview
from console.pages.service_levels.refusal import Refusal
from crm_store.complaints import get_complaint
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import InvalidInputError, NotFoundError

PICKED: Final = "pick."
_ANSWER: Final = "answer"
# What became of a complaint, and how that looks.
OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    "answered": ("Answered", "fine"),
    "reserved": ("Reserved", "told"),
    "waiting": ("Waits for approval", "soon"),
    "refused": ("Refused", "late"),
    "nothing": ("Nothing to give", "quiet"),
    "failed": ("Not done", "late"),
}


async def show_batch(request: web.Request) -> web.Response:
    """Show what the chosen complaints would get, before anything is given."""
    return await _answer(request, await read_form(request))


async def give_batch(request: web.Request) -> web.Response:
    """Give the chosen complaints their gestures, and show what became of each."""
    fields = await read_form(request)
    edits = None
    if fields.get("then") == _ANSWER:
        edits = ResponseEdits(doing=fields.get("doing", "").strip().replace("\r\n", "\n"))
        if not edits.doing:
            refusal = Refusal(words="say what is being done about them", field="batch-doing")
            return await _answer(request, fields, refusal=refusal, status=422)
    desk, by = get_services(request).redress, get_signed_in(request).member
    try:
        lines = await desk.give_batch(_list_picked(fields), by=by, edits=edits)
    except InvalidInputError as error:
        return await _answer(request, fields, refusal=Refusal(words=error.reason), status=422)
    return await answer_complaints_page(
        request,
        "complaints/batch_done.html",
        tab="register",
        lines=lines,
        outcomes=OUTCOMES,
        tally=_count(lines),
    )


async def _answer(
    request: web.Request,
    fields: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> web.Response:
    services, member = get_services(request), get_signed_in(request).member
    found = await services.store.read(_read, _list_picked(fields))
    rows: list[tuple[Complaint, str | None, ResponsePreview | None, str]] = []
    for complaint, name in found:
        preview, fault = await find_preview(
            services.complaints, complaint.number, member, UNWRITTEN
        )
        rows.append((complaint, name, preview, fault))
    return await answer_complaints_page(
        request,
        "complaints/batch.html",
        tab="register",
        failed="batch" if refusal else "",
        typed=fields,
        refusal=refusal,
        status=status,
        rows=rows,
        budgets=await services.redress.list_budgets(),
        then=fields.get("then", ""),
    )


def _list_picked(fields: Mapping[str, str]) -> list[str]:
    # A form's fields are read from the last to the first.
    names = [name for name in fields if name.startswith(PICKED)]
    return [name.removeprefix(PICKED) for name in reversed(names)]


def _read(tx: Transaction, numbers: list[str]) -> list[tuple[Complaint, str | None]]:
    """Read the chosen ones; what is gone is left out."""
    found: list[tuple[Complaint, str | None]] = []
    for number in numbers:
        try:
            complaint = get_complaint(tx, number)
        except NotFoundError:
            continue
        found.append((complaint, get_customer(tx, complaint.customer_id).name))
    return found


def _count(lines: tuple[BatchLine, ...]) -> list[tuple[str, int]]:
    counts = [
        (words, sum(each.outcome == outcome for each in lines))
        for outcome, (words, _) in OUTCOMES.items()
    ]
    return [(words, count) for words, count in counts if count]
