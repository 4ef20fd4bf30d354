"""What becomes of an article by one button: begun, reviewed, unscheduled, revived, restored."""

from aiohttp import web

from console.article_addresses import address_article
from console.form_reading import read_form
from console.keys import get_signed_in
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.editor import answer_editor
from console.pages.knowledge.notices import go_on
from console.pages.knowledge.saving import parse_revision, show_not_submitted
from domain.errors import InvalidInputError


async def begin_translation(request: web.Request) -> web.Response:
    """Begin the article in one more language, and write it beside the original."""
    article_id, locale = get_place(request)
    desk, by = get_knowledge_desk(request), get_signed_in(request).member
    await desk.begin_translation(article_id, locale, by=by)
    bench = await desk.open(article_id, locale)
    source = next((each.locale for each in bench.locales if each.source), locale)
    here = address_article(article_id, locale)
    return go_on(here if source == locale else f"{here}/beside/{source}", "translation")


async def submit(request: web.Request) -> web.Response:
    """Ask for a draft to be reviewed."""
    by = get_signed_in(request).member
    try:
        await get_knowledge_desk(request).submit(*get_place(request), by=by)
    except InvalidInputError as error:
        return await show_not_submitted(request, error)
    return _done(request, "submitted")


async def send_back(request: web.Request) -> web.Response:
    """Say what is still wrong with a draft."""
    note = (await read_form(request)).get("note", "")
    by = get_signed_in(request).member
    try:
        await get_knowledge_desk(request).send_back(*get_place(request), note=note, by=by)
    except InvalidInputError as error:
        response = await answer_editor(request, note_error=error.reason)
        response.set_status(422)
        return response
    return _done(request, "sent-back")


async def unschedule(request: web.Request) -> web.Response:
    """Have a draft wait for somebody to publish it."""
    by = get_signed_in(request).member
    await get_knowledge_desk(request).unschedule(*get_place(request), by=by)
    return _done(request, "unscheduled-now")


async def revive(request: web.Request) -> web.Response:
    """Publish a retired article again."""
    await get_knowledge_desk(request).revive(*get_place(request), by=get_signed_in(request).member)
    return _done(request, "revived")


async def restore(request: web.Request) -> web.Response:
    """Make a draft of what an earlier version said."""
    version = parse_revision(request.match_info["version"])
    by = get_signed_in(request).member
    await get_knowledge_desk(request).restore(*get_place(request), version, by=by)
    return _done(request, "restored")


def _done(request: web.Request, said: str) -> web.Response:
    return go_on(address_article(*get_place(request)), said)
