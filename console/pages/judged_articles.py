"""How often the bot's answers were judged right and wrong, article by article."""

from aiohttp import web

from console.answers import answer_staff_page
from console.keys import get_services
from crm_store.judged_articles import MOST_ARTICLES, list_judged_articles


async def show_judged_articles(request: web.Request) -> web.Response:
    """Show the articles that something was said of, those most often wrong first."""
    judged = await get_services(request).store.read(list_judged_articles)
    return await answer_staff_page(
        request,
        "judged_articles.html",
        current_view="answers",
        judged=judged,
        right=sum(each.right for each in judged),
        wrong=sum(each.wrong for each in judged),
        most=MOST_ARTICLES,
    )
