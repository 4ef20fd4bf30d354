"""The last look before an article goes out: what changes, whom it steals from, and when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.knowledge_desk.refusals import OutdatedDraftError
from console.answers import answer_staff_page
from console.article_addresses import address_article
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.knowledge.article_form import fill_form
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.differences import list_changes
from console.pages.knowledge.editor import (
    FIELD_NAMES,
    Attempt,
    answer_editor,
    describe_errors,
)
from console.pages.knowledge.local_times import parse_local_time, write_local_time
from console.pages.knowledge.notices import find_notice, go_on
from console.pages.knowledge.saving import parse_revision
from domain.errors import InvalidInputError
from domain.knowledge_desk import take_content

# What the field for the time offers: tomorrow at nine.
_OFFERED_DAYS: Final = timedelta(days=1)
_OFFERED_HOUR: Final = "09:00"


async def show_publishing(request: web.Request) -> web.Response:
    """Show what publishing would change, before it does."""
    return await _answer(request)


async def publish(request: web.Request) -> web.Response:
    """Publish the draft that was looked at."""
    revision = parse_revision((await read_form(request)).get("revision", ""))
    by = get_signed_in(request).member
    try:
        await get_knowledge_desk(request).publish(*get_place(request), by=by, revision=revision)
    except InvalidInputError as error:
        return await _answer(request, errors=describe_errors(error))
    except OutdatedDraftError as error:
        return await _show_outdated(request, error)
    return go_on(address_article(*get_place(request)), "published")


async def schedule(request: web.Request) -> web.Response:
    """Have the draft published by itself at a time."""
    words = (await read_form(request)).get("at", "")
    by = get_signed_in(request).member
    try:
        at = parse_local_time(words, get_services(request).time_zone, field="at")
        await get_knowledge_desk(request).schedule(*get_place(request), at, by=by)
    except OutdatedDraftError as error:
        return await _show_outdated(request, error)
    except InvalidInputError as error:
        return await _answer(request, errors=describe_errors(error), at=words)
    return go_on(address_article(*get_place(request)), "scheduled")


async def _answer(
    request: web.Request, *, errors: Mapping[str, str] | None = None, at: str = ""
) -> web.Response:
    services, (article_id, locale) = get_services(request), get_place(request)
    bench = await get_knowledge_desk(request).open(article_id, locale)
    here = address_article(article_id, locale)
    if bench.draft is None:
        return go_on(here)
    before = None if bench.article is None else take_content(bench.article)
    me = get_signed_in(request).member
    tomorrow = write_local_time(services.clock.now() + _OFFERED_DAYS, services.time_zone)
    response = await answer_staff_page(
        request,
        "knowledge/publish.html",
        current_view="articles",
        bench=bench,
        id=article_id,
        locale=locale,
        here=here,
        form=fill_form(bench.content),
        changes=() if before is None else list_changes(before, bench.content),
        errors=errors or {},
        field_names=FIELD_NAMES,
        own=services.review_required and bench.draft.updated_by == me.name,
        at=at or f"{tomorrow[:10]}T{_OFFERED_HOUR}",
        time_zone=services.time_zone,
        said=find_notice(request),
    )
    response.set_status(422 if errors else 200)
    return response


async def _show_outdated(request: web.Request, error: OutdatedDraftError) -> web.Response:
    """Show what was published meanwhile, together with the draft, to be saved anew."""
    bench = await get_knowledge_desk(request).open(*get_place(request))
    collision = error.collision
    attempt = Attempt(
        form=fill_form(collision.merged),
        refused="This was not published.",
        collision=collision,
        mine=bench.content,
        revision=str(collision.revision),
        base_version=str(collision.base_version),
        status=409,
    )
    return await answer_editor(request, attempt)
