"""What readers of the help centre said of the articles."""

from datetime import timedelta
from typing import Final

from aiohttp import hdrs, web

from console.answers import answer_staff_page
from console.form_reading import read_form
from console.keys import get_services
from crm_store.article_ratings import (
    MOST_COMMENTS,
    MOST_RATED,
    list_comments,
    list_rated,
    record_comment_handled,
)

# What was said longer ago is mostly of what an article no longer says.
RATED_WITHIN: Final = timedelta(days=90)
_PAGE: Final = "/console/knowledge/readers"


async def show_readers(request: web.Request) -> web.Response:
    """Show comments, newest first, and the ratings of each article, the worst first."""
    services = get_services(request)
    store = services.store
    handled = request.query.get("show") == "seen"
    rated = await store.read(list_rated, services.clock.now() - RATED_WITHIN)
    return await answer_staff_page(
        request,
        "readers.html",
        current_view="articles",
        comments=await store.read(list_comments, handled=handled),
        handled=handled,
        rated=rated,
        helpful=sum(each.helpful for each in rated),
        not_helpful=sum(each.not_helpful for each in rated),
        most_rated=MOST_RATED,
        days=RATED_WITHIN.days,
        most_comments=MOST_COMMENTS,
    )


async def see_to_comment(request: web.Request) -> web.Response:
    """Put a comment among those that were seen to."""
    services, form = get_services(request), await read_form(request)
    await services.store.run(
        record_comment_handled,
        form.get("article", ""),
        form.get("locale", ""),
        form.get("visitor", ""),
        now=services.clock.now(),
    )
    return web.Response(status=303, headers={hdrs.LOCATION: _PAGE})
