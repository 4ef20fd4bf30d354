"""Real questions that an article could have as variants, beside its editor."""

from dataclasses import replace
from typing import Any, Final

from aiohttp import web

from bot.knowledge_desk.workbench import Collision, Workbench
from bot.suggest_variants import suggest_variants
from console.answers import answer_long_page, answer_staff_page
from console.article_addresses import address_article
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.variant_words import describe_help, describe_origin
from domain.errors import ConflictError, InvalidInputError

_SEE_OTHER: Final = 303


async def show_variant_suggestions(request: web.Request) -> web.Response:
    """Show what customers asked: within the editor, or as a page."""
    context = await _read(request)
    if "HX-Request" in request.headers:
        return await answer_long_page(request, "suggestions/variants.html", **context)
    return await answer_staff_page(
        request, "suggestions/variants_page.html", current_view="articles", **context
    )


async def _read(request: web.Request) -> dict[str, Any]:
    services, (article_id, locale) = get_services(request), get_place(request)
    workbench = await get_knowledge_desk(request).open(article_id, locale)
    found = await suggest_variants(
        services.tools, services.index.current(), article_id, locale, _list_wording(workbench)
    )
    return {
        "title": workbench.content.title,
        "here": address_article(article_id, locale),
        "found": found,
        "origin": describe_origin,
        "help": describe_help,
    }


def _list_wording(workbench: Workbench) -> list[str]:
    return [workbench.content.title, *workbench.content.variants]


async def add_variant(request: web.Request) -> web.Response:
    """Add a question to the draft, without the page's script."""
    text = " ".join((await read_form(request)).get("variant", "").split())
    if not text:
        raise InvalidInputError("choose a question first", field="variant")
    desk, (article_id, locale) = get_knowledge_desk(request), get_place(request)
    workbench = await desk.open(article_id, locale)
    if text not in _list_wording(workbench):
        content = replace(workbench.content, variants=(*workbench.content.variants, text))
        saved = await desk.save(
            article_id,
            locale,
            content,
            revision=workbench.revision,
            by=get_signed_in(request).member,
        )
        if isinstance(saved, Collision):
            raise ConflictError("somebody saved the article just now; choose the question again")
    location = f"{address_article(article_id, locale)}/suggestions"
    return web.Response(status=_SEE_OTHER, headers={"Location": location})
