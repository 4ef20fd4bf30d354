"""What is done with the gesture of a complaint, on its page or on the one of approvals."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.redress.desk import RedressDesk
from complaints.gesture_definition import parse_gesture
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.addresses import APPROVALS
from console.pages.complaints.complaint_actions import Fields, change
from console.pages.complaints.notices import go_on
from domain.errors import InvalidInputError, NotFoundError
from domain.redress import Gesture, GestureKind
from domain.staff import StaffMember

_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decides on a gesture.

    Attributes:
        version: of the gesture, as they have seen it.
    """

    gesture: str
    by: StaffMember
    reason: str
    version: int


Decide = Callable[[RedressDesk, Decision], Awaitable[Any]]


async def propose(request: web.Request) -> web.Response:
    """Put the policy's gesture forward, or another with a reason."""

    async def do(request: web.Request, fields: Fields) -> None:
        number, by = request.match_info["number"], get_signed_in(request).member
        gesture = _read_gesture(fields) if fields.get("give") else None
        await get_services(request).redress.propose(
            number, by=by, gesture=gesture, reason=fields.get("reason", "")
        )

    return await change(request, "propose", do, part="gesture")


async def approve(request: web.Request) -> web.Response:
    """Agree to a gesture as the second person."""
    return await _decide(
        request,
        "approve",
        lambda desk, asked: desk.approve(asked.gesture, by=asked.by, version=asked.version),
    )


async def decline(request: web.Request) -> web.Response:
    """Decide against a gesture."""
    return await _decide(
        request,
        "decline",
        lambda desk, asked: desk.decline(
            asked.gesture, by=asked.by, reason=asked.reason, version=asked.version
        ),
    )


async def revoke(request: web.Request) -> web.Response:
    """Take a gesture back."""
    return await _decide(
        request,
        "revoke",
        lambda desk, asked: desk.revoke(
            asked.gesture, by=asked.by, reason=asked.reason, version=asked.version
        ),
    )


async def finish(request: web.Request) -> web.Response:
    """Say that a refund was paid, an upgrade booked, or points were credited."""
    return await _decide(
        request,
        "done",
        lambda desk, asked: desk.finish(
            asked.gesture, by=asked.by, note=asked.reason, version=asked.version
        ),
    )


async def _decide(request: web.Request, form: str, decide: Decide) -> web.Response:
    """Decide on a gesture, and go back to where that was done."""
    fields = await read_form(request)

    async def do(request: web.Request, fields: Fields) -> None:
        desk, gesture = get_services(request).redress, request.match_info["id"]
        if all(each.id != gesture for each in await desk.list_of(request.match_info["number"])):
            raise NotFoundError("this complaint has no such gesture")
        asked = Decision(
            gesture=gesture,
            by=get_signed_in(request).member,
            reason=fields.get("reason", ""),
            version=_read_version(fields),
        )
        await decide(desk, asked)

    answer = await change(request, form, do, part="gesture")
    done = answer.status == web.HTTPSeeOther.status_code
    return go_on(APPROVALS, form) if done and fields.get("back") == "approvals" else answer


def _read_version(fields: Fields) -> int:
    text = fields.get("gesture_version", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise InvalidInputError("the page is not whole; load it again", field="gesture_version")
    return int(text)


def _read_gesture(fields: Fields) -> Gesture:
    """Read what is asked for; what its kind does not have is left out."""
    kind = fields.get("give", "")
    asked: dict[str, Any] = {"give": kind}
    if kind != GestureKind.NONE:
        currency = fields.get("currency", "").strip().upper()
        asked["cost"] = f"{currency} {fields.get('cost', '').strip()}"
    if kind == GestureKind.POINTS:
        points = fields.get("points", "").strip()
        asked["points"] = int(points) if points.isascii() and points.isdigit() else points
    if kind == GestureKind.UPGRADE:
        asked["what"] = fields.get("what", "").strip()
    try:
        return parse_gesture(asked, "")
    except InvalidInputError as error:
        raise InvalidInputError(error.reason, field=error.field or "give") from error
