"""Merging a conversation into another, splitting messages off, and undoing either."""

from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from console.answers import answer_change, answer_staff_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from crm_store.conversations import get_conversation
from crm_store.customers import get_customer
from crm_store.inbox import InboxFilter, list_work
from crm_store.joined_log import list_customer_words, read_joined_log
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.errors import ConflictError, InvalidInputError, NotFoundError

# A form takes no more fields than that, with room for its others.
MOST_MESSAGES: Final = 50
_CHOSEN: Final = "message-"
_STATUSES: Final[dict[type[Exception], HTTPStatus]] = {
    InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
}
_REFUSALS: Final = (InvalidInputError, NotFoundError, ConflictError)


async def show_merge(request: web.Request) -> web.Response:
    """Show what a conversation can be merged into."""
    return await _answer_merge(request, request.query.get("into", ""))


async def merge(request: web.Request) -> web.Response:
    """Merge a conversation into the one that was chosen."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    form = await read_form(request)
    into = form.get("reference", "").strip().upper() or form.get("into", "")
    confirmed = form.get("confirmed") == "1"
    try:
        if not into:
            raise InvalidInputError("choose a conversation, or name one", field="into")
        merged = await desk.merge(_reference(request), agent=agent, into=into, confirmed=confirmed)
    except _REFUSALS as error:
        return await _answer_merge(request, into, error=error)
    return _go_to(request, merged.reference, f"Merged into {merged.reference}.")


async def unmerge(request: web.Request) -> web.Response:
    """Have a merged conversation stand by itself again."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    freed = await desk.unmerge(_reference(request), agent=agent)
    return _go_to(request, freed.reference, "It stands by itself again.")


async def show_split(request: web.Request) -> web.Response:
    """Show which messages can be split off."""
    return await _answer_split(request, {request.query.get("message", "")}, subject="")


async def split(request: web.Request) -> web.Response:
    """Begin a conversation with the chosen messages."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    form = await read_form(request)
    chosen = [name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN)]
    subject = form.get("subject", "").strip()
    try:
        begun = await desk.split(
            _reference(request), agent=agent, interactions=chosen, subject=subject or None
        )
    except _REFUSALS as error:
        return await _answer_split(request, chosen, subject=subject, error=error)
    return _go_to(request, begun.reference, f"Split off as {begun.reference}.")


async def unsplit(request: web.Request) -> web.Response:
    """Join a conversation back to the one it was split off from."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    rest = await desk.unsplit(_reference(request), agent=agent)
    return _go_to(request, rest.reference, f"Joined back to {rest.reference}.")


async def _answer_merge(
    request: web.Request,
    into: str,
    *,
    error: Exception | None = None,
) -> web.Response:
    shown = await get_services(request).store.read(_read_merge, _reference(request))
    page = await answer_staff_page(
        request,
        "merging/merge.html",
        into=into,
        unconfirmed=isinstance(error, InvalidInputError) and error.field == "confirmed",
        error=_say(error),
        **shown,
    )
    page.set_status(_find_status(error))
    return page


def _read_merge(tx: Transaction, reference: str) -> dict[str, Any]:
    """Read a conversation and the customer's others that wait for it to be merged into them."""
    it = get_conversation(tx, reference)
    wanted = InboxFilter(customer_id=it.customer_id, unresolved=True, in_queue=True)
    rows = [row for row in list_work(tx, wanted) if row.conversation.id != it.id]
    return {"it": it, "customer": get_customer(tx, it.customer_id), "others": rows}


async def _answer_split(
    request: web.Request,
    chosen: Any,
    *,
    subject: str,
    error: Exception | None = None,
) -> web.Response:
    shown = await get_services(request).store.read(_read_split, _reference(request))
    page = await answer_staff_page(
        request,
        "merging/split.html",
        chosen=chosen,
        subject=subject,
        error=_say(error),
        **shown,
    )
    page.set_status(_find_status(error))
    return page


def _read_split(tx: Transaction, reference: str) -> dict[str, Any]:
    it = get_conversation(tx, reference)
    joined = read_joined_log(tx, it)
    words = [each for each in list_customer_words(tx, joined) if each.conversation_id in joined.ids]
    return {
        "it": it,
        "joined": joined,
        "messages": words[-MOST_MESSAGES:],
        "possible": len(words) > 1 and it.status is not ConversationStatus.RESOLVED,
    }


def _find_status(error: Exception | None) -> HTTPStatus:
    return HTTPStatus.OK if error is None else _STATUSES[type(error)]


def _say(error: Exception | None) -> str:
    if isinstance(error, InvalidInputError):
        return error.reason
    return "" if error is None else str(error)


def _reference(request: web.Request) -> str:
    return request.match_info["reference"]


def _go_to(request: web.Request, reference: str, said: str) -> web.Response:
    return answer_change(request, location=f"/console/conversations/{reference}", said=said)
