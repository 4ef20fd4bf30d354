"""What is done with gaps, button by button."""

from aiohttp import web

from console.article_addresses import address_article
from console.form_reading import read_form
from console.keys import get_signed_in
from console.pages.gaps import GAPS, answer_gap, get_gap_desk
from console.pages.knowledge.notices import go_on
from crm_store.gaps import QuestionKey
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.knowledge_desk import QuestionSource


async def look_again(request: web.Request) -> web.Response:
    """Have gaps looked for now."""
    await get_gap_desk(request).look_again()
    return go_on(GAPS, "gap-looking")


async def draft(request: web.Request) -> web.Response:
    """Begin an article from a gap, and go on to write it."""
    by = get_signed_in(request).member
    try:
        begun = await get_gap_desk(request).draft(request.match_info["id"], by=by)
    except (ConflictError, InvalidInputError) as error:
        return await answer_gap(request, error=str(error))
    return go_on(address_article(begun.article_id, begun.locale), "gap-drafted")


async def add_to_article(request: web.Request) -> web.Response:
    """Add the questions to an article there is, and go on to look them over."""
    desk, gap_id = get_gap_desk(request), request.match_info["id"]
    article_id = (await read_form(request)).get("article", "").strip()
    by = get_signed_in(request).member
    locale = (await desk.open(gap_id)).gap.locale
    try:
        await desk.add_to_article(gap_id, article_id, by=by)
    except (ConflictError, InvalidInputError, NotFoundError) as error:
        words = error.reason if isinstance(error, InvalidInputError) else str(error)
        return await answer_gap(request, error=words)
    return go_on(address_article(article_id, locale), "gap-added")


async def dismiss(request: web.Request) -> web.Response:
    """Say that a gap needs no article."""
    await get_gap_desk(request).dismiss(request.match_info["id"])
    return go_on(GAPS, "gap-dismissed")


async def reopen(request: web.Request) -> web.Response:
    """Put a gap among the open ones again."""
    await get_gap_desk(request).reopen(request.match_info["id"])
    return go_on(_address(request), "gap-reopened")


async def remove(request: web.Request) -> web.Response:
    """Take a question out of a gap; the list comes next where it was the only one."""
    await get_gap_desk(request).remove(request.match_info["id"], _read_key(request))
    return await _go_on_from(request, "gap-removed")


async def move(request: web.Request) -> web.Response:
    """Put a question into another gap."""
    to = (await read_form(request)).get("to", "")
    if not to:
        return await answer_gap(request, error="choose the gap that the question belongs to")
    try:
        await get_gap_desk(request).move(request.match_info["id"], _read_key(request), to=to)
    except InvalidInputError as error:
        return await answer_gap(request, error=error.reason)
    return await _go_on_from(request, "gap-moved")


async def _go_on_from(request: web.Request, said: str) -> web.Response:
    try:
        await get_gap_desk(request).open(request.match_info["id"])
    except NotFoundError:
        return go_on(GAPS, said)
    return go_on(_address(request), said)


def _address(request: web.Request) -> str:
    return f"{GAPS}/{request.match_info['id']}"


def _read_key(request: web.Request) -> QuestionKey:
    """Read which question an address names.

    Raises:
        NotFoundError: there is no such source of questions.
    """
    source = request.match_info["source"]
    if source not in set(QuestionSource):
        raise NotFoundError(f"there are no questions of the kind {source!r}")
    return QuestionSource(source), request.match_info["question"]
