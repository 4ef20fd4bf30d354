"""The response to a complaint: composed of its three parts, looked at, and sent."""

from collections.abc import Mapping

from aiohttp import web

from bot.complaints.preview_response import ResponsePreview
from complaints.response_edits import ResponseEdits
from console.answers import answer_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.complaint_actions import Fields, change, seen
from console.pages.complaints.complaint_page import answer_complaint, find_preview
from console.pages.complaints.words import make_words

_LONGEST_KEY = 64


async def show_preview(request: web.Request) -> web.Response:
    """Show what a response would say; the part of the page alone where a script asks."""
    fields = await read_form(request)
    if "HX-Request" in request.headers:
        preview, fault = await _preview(request, fields)
        return answer_page(
            request,
            "complaints/preview.html",
            preview=preview,
            preview_fault=fault,
            **make_words(),
        )
    return await answer_complaint(
        request, failed="respond", typed=fields, edits=make_edits(fields), previewed=True
    )


async def respond(request: web.Request) -> web.Response:
    """Send the response, with what it gives, or nothing."""

    async def do(request: web.Request, fields: Fields) -> None:
        await get_services(request).complaints.respond(
            request.match_info["number"],
            edits=make_edits(fields),
            key=fields.get("key", "")[:_LONGEST_KEY] or None,
            **seen(request, fields),
        )

    return await change(request, "respond", do, part="response")


def make_edits(fields: Mapping[str, str]) -> ResponseEdits:
    """Make what an agent wrote; an apology that was left as it came is the template's."""
    apology = _clean(fields.get("apology", ""))
    own = "apology" in fields and apology != _clean(fields.get("apology_came", ""))
    return ResponseEdits(
        doing=_clean(fields.get("doing", "")),
        apology=apology if own else None,
        more=_clean(fields.get("more", "")),
    )


async def _preview(
    request: web.Request, fields: Mapping[str, str]
) -> tuple[ResponsePreview | None, str]:
    number, member = request.match_info["number"], get_signed_in(request).member
    return await find_preview(get_services(request).complaints, number, member, make_edits(fields))


def _clean(text: str) -> str:
    # Browsers send line ends as the HTML standard's form encoding has them (section 4.10.21.4).
    return text.strip().replace("\r\n", "\n")
