"""What staff do to a complaint on its page; what is refused is shown there, with what was typed."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from aiohttp import web

from bot.complaints.desk import ComplaintDesk
from bot.complaints.file_findings import Findings
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.addresses import address_complaint
from console.pages.complaints.complaint_page import answer_complaint
from console.pages.complaints.notices import go_on
from console.pages.service_levels.refusal import Refusal
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage
from domain.errors import AccessDeniedError, ConflictError, InvalidInputError
from domain.staff import StaffMember

_MOST_DIGITS: Final = 9
Word = TypeVar("Word", bound=StrEnum)
Fields = Mapping[str, str]
Change = Callable[[web.Request, Fields], Awaitable[Any]]


async def acknowledge(request: web.Request) -> web.Response:
    """Note that the customer knows that we have it."""
    return await change(request, "acknowledge", _moving(ComplaintStage.ACKNOWLEDGED), part="next")


async def investigate(request: web.Request) -> web.Response:
    """Begin to look into it."""
    to = _moving(ComplaintStage.INVESTIGATING)
    return await change(request, "investigate", to, part="next")


async def close(request: web.Request) -> web.Response:
    """Close it, saying how it ended."""
    return await change(request, "close", _moving(ComplaintStage.CLOSED))


async def reopen(request: web.Request) -> web.Response:
    """Take it up again."""
    return await change(request, "reopen", _moving(ComplaintStage.REOPENED), part="next")


async def escalate(request: web.Request) -> web.Response:
    """Note that a body outside has it."""
    return await change(request, "escalate", _moving(ComplaintStage.ESCALATED_OUTSIDE))


async def assign(request: web.Request) -> web.Response:
    """Give it to somebody, or to nobody."""

    async def do(request: web.Request, fields: Fields) -> None:
        owner = fields.get("owner") or None
        await _desk(request).assign(_number(request), owner=owner, **seen(request, fields))

    return await change(request, "assign", do)


async def overrule(request: web.Request) -> web.Response:
    """Set how grave it is, or have the sum count again."""

    async def do(request: web.Request, fields: Fields) -> None:
        wanted = fields.get("severity", "")
        severity = None if wanted == "sum" else read_word(Severity, fields, "severity")
        reason = fields.get("reason", "")
        await _desk(request).overrule(
            _number(request), severity=severity, reason=reason, **seen(request, fields)
        )

    return await change(request, "overrule", do, part="severity")


async def file(request: web.Request) -> web.Response:
    """Write down what was found out."""

    async def do(request: web.Request, fields: Fields) -> None:
        names = ("category", "product", "root_cause", "lessons")
        found = Findings(**{name: _clean(fields[name]) for name in names if name in fields})
        await _desk(request).file(_number(request), found, **seen(request, fields))

    return await change(request, "file", do, part="findings")


async def tell(request: web.Request) -> web.Response:
    """Tell the customer that it was taken down, which acknowledges it."""

    async def do(request: web.Request, fields: Fields) -> None:
        del fields
        await _desk(request).tell(_number(request), agent=get_signed_in(request).member)

    return await change(request, "tell", do, part="next")


async def link(request: web.Request) -> web.Response:
    """Link a conversation that is about the same matter."""

    async def do(request: web.Request, fields: Fields) -> None:
        await _desk(request).link(
            _number(request),
            reference=fields.get("reference", "").strip().upper(),
            why=_clean(fields.get("why", "")),
            **seen(request, fields),
        )

    return await change(request, "link", do, part="linked")


async def unlink(request: web.Request) -> web.Response:
    """Take off a conversation that turns out to be about something else."""

    async def do(request: web.Request, fields: Fields) -> None:
        await _desk(request).unlink(
            _number(request),
            reference=fields.get("reference", ""),
            why=_clean(fields.get("why", "")),
            **seen(request, fields),
        )

    return await change(request, "unlink", do, part="linked")


async def change(request: web.Request, form: str, do: Change, *, part: str = "") -> web.Response:
    """Do what a form of a complaint's page asks for.

    Args:
        form: its name, by which its fields and what is said afterwards are called.
        part: of the page that is shown next.
    """
    fields = await read_form(request)
    try:
        await do(request, fields)
    except InvalidInputError as error:
        place = f"{form}-{error.field}" if error.field in fields else ""
        refusal = Refusal(words=error.reason, field=place)
        return await answer_complaint(
            request, failed=form, typed=fields, refusal=refusal, status=422
        )
    except ConflictError as error:
        refusal = Refusal(words=str(error), overtaken=True)
        return await answer_complaint(
            request, failed=form, typed=fields, refusal=refusal, status=409
        )
    except AccessDeniedError as error:
        refusal = Refusal(words=str(error))
        return await answer_complaint(
            request, failed=form, typed=fields, refusal=refusal, status=403
        )
    return go_on(address_complaint(_number(request)), form, part=part)


def seen(request: web.Request, fields: Fields) -> dict[str, Any]:
    """Return who changes a complaint, and the version that they have seen of it.

    Raises:
        InvalidInputError: the form says no version.
    """
    member: StaffMember = get_signed_in(request).member
    text = fields.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise InvalidInputError("the page is not whole; load it again", field="version")
    return {"agent": member, "version": int(text)}


def read_word(kind: type[Word], fields: Fields, name: str) -> Word:
    """Read one of a list's words.

    Raises:
        InvalidInputError: it is none of them.
    """
    try:
        return kind(fields.get(name, ""))
    except ValueError:
        words = ", ".join(each.value.replace("_", " ") for each in kind)
        raise InvalidInputError(f"choose one of {words}", field=name) from None


def _moving(to: ComplaintStage) -> Change:
    async def do(request: web.Request, fields: Fields) -> None:
        closes = to is ComplaintStage.CLOSED
        outcome = read_word(Outcome, fields, "outcome") if closes else None
        await _desk(request).move(
            _number(request),
            to=to,
            why=_clean(fields.get("why", "")),
            outcome=outcome,
            **seen(request, fields),
        )

    return do


def _clean(text: str) -> str:
    # Browsers send line ends as the HTML standard's form encoding has them (section 4.10.21.4).
    return text.strip().replace("\r\n", "\n")


def _desk(request: web.Request) -> ComplaintDesk:
    return get_services(request).complaints


def _number(request: web.Request) -> str:
    return request.match_info["number"]
