"""Taking an article away: who links to it, where its readers are led, and when."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.knowledge_desk.refusals import LinkedArticlesError
from console.answers import answer_staff_page
from console.article_addresses import address_article
from console.form_reading import read_form, read_line
from console.keys import get_services, get_signed_in
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.find_page import MOST, list_found
from console.pages.knowledge.local_times import parse_local_time, write_local_time
from console.pages.knowledge.notices import go_on
from crm_store.article_mentions import MOST_MENTIONS
from domain.errors import InvalidInputError

_LONGEST_SEARCH = 200


async def show_retiring(request: web.Request) -> web.Response:
    """Show what retiring an article would mean, before it is done."""
    chosen = {"redirect_to": read_line(request, "redirect_to")}
    return await _answer(request, chosen)


async def retire(request: web.Request) -> web.Response:
    """Retire an article now, or plan it for a time; with `when=never`, plan it no longer."""
    fields = await read_form(request)
    try:
        said = await _retire(request, fields)
    except InvalidInputError as error:
        return await _answer(request, fields, {error.field or "redirect_to": error.reason})
    except LinkedArticlesError as error:
        return await _answer(request, fields, {"anyway": str(error)}, status=409)
    return go_on(address_article(*get_place(request)), said)


async def _retire(request: web.Request, fields: Mapping[str, str]) -> str:
    desk, place, by = get_knowledge_desk(request), get_place(request), get_signed_in(request).member
    redirect = fields.get("redirect_to", "").strip() or None
    anyway = bool(fields.get("anyway"))
    match fields.get("when"):
        case "later":
            zone = get_services(request).time_zone
            at = parse_local_time(fields.get("at", ""), zone, field="at")
            await desk.plan_retirement(*place, at, by=by, redirect_to=redirect, anyway=anyway)
            return "retirement-planned"
        case "never":
            await desk.plan_retirement(*place, None, by=by)
            return "retirement-unplanned"
        case _:
            await desk.retire(*place, by=by, redirect_to=redirect, anyway=anyway)
            return "retired"


async def _answer(
    request: web.Request,
    chosen: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    status: int = 422,
) -> web.Response:
    services, (article_id, locale) = get_services(request), get_place(request)
    bench = await get_knowledge_desk(request).open(article_id, locale)
    if bench.article is None:
        return go_on(address_article(article_id, locale))
    planned = bench.article.retire_at
    context: dict[str, Any] = {
        "bench": bench,
        "id": article_id,
        "locale": locale,
        "here": address_article(article_id, locale),
        "most_links": MOST_MENTIONS,
        "redirect_to": chosen.get("redirect_to") or bench.article.redirect_to or "",
        "anyway": bool(chosen.get("anyway")),
        "at": chosen.get("at")
        or ("" if planned is None else write_local_time(planned, services.time_zone)),
        "time_zone": services.time_zone,
        "errors": errors or {},
        **await _find_replacements(request, article_id),
    }
    page = "knowledge/retire.html"
    response = await answer_staff_page(request, page, current_view="articles", **context)
    response.set_status(status if errors else 200)
    return response


async def _find_replacements(request: web.Request, article_id: str) -> dict[str, Any]:
    """Find the articles whose title was asked for, to be chosen without a script."""
    words = read_line(request, "q", max_length=_LONGEST_SEARCH)
    rows = await list_found(request) if words else ()
    return {
        "q": words,
        "found": [row for row in rows if row.id != article_id][:MOST],
        "more": len(rows) > MOST,
    }
