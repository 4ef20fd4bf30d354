"""Finding a published article by its title, to link to it or to lead readers there."""

from typing import Final

from aiohttp import web

from console.answers import answer_page
from console.form_reading import read_line
from console.pages.knowledge.desk import get_knowledge_desk
from crm_store.article_list import ArticleFilter, ArticleRow

MOST: Final = 12
_LONGEST_SEARCH: Final = 200


async def find_articles(request: web.Request) -> web.Response:
    """Answer with the published articles of a title, those in the wanted language first."""
    rows = await list_found(request)
    return answer_page(request, "knowledge/found.html", rows=rows[:MOST], more=len(rows) > MOST)


async def list_found(request: web.Request) -> tuple[ArticleRow, ...]:
    """List the published articles that `q` names, each id once, up to one more than are shown."""
    words = read_line(request, "q", max_length=_LONGEST_SEARCH)
    locale = read_line(request, "locale") or request.match_info.get("locale", "")
    page = await get_knowledge_desk(request).list_articles(
        ArticleFilter(text=words, state="published", locale=locale or None), limit=MOST + 1
    )
    return page.rows
