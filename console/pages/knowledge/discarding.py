"""Throwing a draft away, after a look at what would be lost."""

from aiohttp import web

from console.answers import answer_staff_page
from console.article_addresses import ARTICLES, address_article
from console.keys import get_signed_in
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.differences import list_changes
from console.pages.knowledge.editor import FIELD_NAMES
from console.pages.knowledge.notices import go_on
from domain.knowledge_desk import take_content


async def show_discarding(request: web.Request) -> web.Response:
    """Show what would be lost."""
    article_id, locale = get_place(request)
    bench = await get_knowledge_desk(request).open(article_id, locale)
    here = address_article(article_id, locale)
    if bench.draft is None:
        return go_on(here)
    before = None if bench.article is None else take_content(bench.article)
    return await answer_staff_page(
        request,
        "knowledge/discard.html",
        current_view="articles",
        bench=bench,
        id=article_id,
        here=here,
        changes=() if before is None else list_changes(before, bench.content),
        field_names=FIELD_NAMES,
    )


async def discard(request: web.Request) -> web.Response:
    """Throw a draft away; where it was all that there is, the list comes next."""
    desk, place = get_knowledge_desk(request), get_place(request)
    bench = await desk.open(*place)
    await desk.discard(*place, by=get_signed_in(request).member)
    if bench.article is None:
        return go_on(ARTICLES, "deleted")
    return go_on(address_article(*place), "discarded")
