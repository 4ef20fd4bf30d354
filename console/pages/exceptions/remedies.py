"""The buttons of the rows: each does what a desk does, and says beside its row what came of it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import hdrs, web

from console.answers import answer_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.exceptions.page import answer_exceptions
from console.pages.exceptions.query import ExceptionQuery, read_query
from console.pages.exceptions.reading import RowNote, read_list
from console.pages.exceptions.words import say_done
from console.services import Services
from domain.errors import AccessDeniedError, ConflictError, InvalidInputError, NotFoundError
from domain.exceptions import Remedy
from domain.staff import Permission, StaffMember, has_permission

_AGENT: Final = "agent:"
_QUEUE: Final = "queue:"
# What is said beside the row instead of on a page of its own; all else is somebody's mistake.
_REFUSALS: Final = (ConflictError, InvalidInputError, NotFoundError, AccessDeniedError)


async def apply_remedy(request: web.Request) -> web.Response:
    """Do what a row's button says, and show the list as it is then."""
    form = await read_form(request)
    name, key = form.get("remedy", ""), form.get("row", "")
    if name not in _ACTIONS:
        raise InvalidInputError(f"is none of {', '.join(_ACTIONS)}", field="remedy")
    remedy, query = Remedy(name), read_query(request)
    services, member = get_services(request), get_signed_in(request).member
    try:
        await _ACTIONS[remedy](services, member, form)
    except _REFUSALS as error:
        return await _answer_refusal(request, query, key, str(error))
    return await _answer_done(request, query, key, remedy)


async def _answer_done(
    request: web.Request, query: ExceptionQuery, key: str, remedy: Remedy
) -> web.Response:
    if "HX-Request" not in request.headers:
        location = query.make_address(done=remedy, row=key)
        return web.Response(status=303, headers={hdrs.LOCATION: location})
    listed = await read_list(request, query)
    row = next((each for each in listed["rows"] if each.key == key), None)
    said = say_done(remedy, None if row is None else row.gravest.kind)
    if row is not None:
        listed["notes"] = {key: RowNote(words=said, done=True)}
    response = answer_page(request, "exceptions/list.html", **listed)
    response.headers["HX-Trigger"] = json.dumps({"tell": said})
    return response


async def _answer_refusal(
    request: web.Request, query: ExceptionQuery, key: str, reason: str
) -> web.Response:
    listed = await read_list(request, query)
    known = any(each.key == key for each in listed["rows"])
    listed["notes"] = {key if known else "": RowNote(words=_finish(reason), done=False)}
    if "HX-Request" not in request.headers:
        return await answer_exceptions(request, listed, status=409)
    return answer_page(request, "exceptions/list.html", **listed)


async def _take(services: Services, member: StaffMember, form: Mapping[str, str]) -> None:
    await services.desk.take(form.get("subject", ""), agent=member)


async def _assign(services: Services, member: StaffMember, form: Mapping[str, str]) -> None:
    to = form.get("to", "")
    agent = to.removeprefix(_AGENT) if to.startswith(_AGENT) else None
    queue = to.removeprefix(_QUEUE) if to.startswith(_QUEUE) else None
    if agent is None and queue is None:
        raise InvalidInputError("Choose first whom to give it to")
    await services.desk.assign(form.get("subject", ""), agent=member, assignee=agent, queue=queue)


async def _widen(services: Services, member: StaffMember, form: Mapping[str, str]) -> None:
    queue = form.get("to", "").removeprefix(_QUEUE)
    if not queue:
        raise InvalidInputError("Choose first whose people may take it as well")
    await services.desk.widen(form.get("subject", ""), agent=member, queue=queue)


async def _release(services: Services, member: StaffMember, form: Mapping[str, str]) -> None:
    await services.desk.release(form.get("subject", ""), agent=member)


async def _replay(services: Services, member: StaffMember, form: Mapping[str, str]) -> None:
    if not has_permission(member.role, Permission.OPERATE):
        raise AccessDeniedError("Administrators alone give work that was put aside another turn")
    await services.operations.replay(form.get("subject", ""))


async def _approve(services: Services, member: StaffMember, form: Mapping[str, str]) -> None:
    await services.self_service.approve(form.get("subject", ""), agent=member)


def _finish(reason: str) -> str:
    """Make a sentence of why something was refused."""
    sentence = reason[:1].upper() + reason[1:]
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


_ACTIONS: Final[
    Mapping[str, Callable[[Services, StaffMember, Mapping[str, str]], Awaitable[Any]]]
] = {
    Remedy.TAKE: _take,
    Remedy.ASSIGN: _assign,
    Remedy.WIDEN: _widen,
    Remedy.RETURN: _release,
    Remedy.REPLAY: _replay,
    Remedy.APPROVE_RUN: _approve,
}
