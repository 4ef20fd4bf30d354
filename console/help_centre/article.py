"""An article's page, or what became of it."""

import re
from typing import Any, Final

from aiohttp import hdrs, web

from bot.find_help_article import Gone, Moved, find_help_article
from console.form_reading import read_line
from console.help_centre.addresses import article_path, contact_path
from console.help_centre.opening import answer_message
from console.help_centre.structured_data import (
    describe_article,
    describe_trail,
    render_structured_data,
)
from console.help_centre.visit import Place, Visit, answer_help
from domain.errors import NotFoundError
from domain.knowledge import Article

LONGEST_SEARCH: Final = 200  # characters
_RELATED: Final = 4
_ROBOT: Final = re.compile(r"bot\b|crawl|spider|slurp|preview", re.IGNORECASE)
# A retired article may be published again; nobody is to be led away from it for ever.
_MOVED_FOR: Final = "public, max-age=300"


async def show_article(visit: Visit) -> web.Response:
    """Show an article, lead on from a retired one, or say that it is gone.

    Raises:
        NotFoundError: there never was one at this address.
    """
    article_id, locale = visit.request.match_info["id"], visit.request.match_info["locale"]
    found = await visit.services.store.read(find_help_article, article_id, locale)
    match found:
        case Moved():
            return _lead_on(visit, found, locale)
        case Gone():
            return answer_message(visit, 410, visit.words("gone_title"), visit.words("gone"))
        case Article():
            return await _show(visit, found)
        case _:
            return _answer_other_languages(visit, article_id)


async def _show(visit: Visit, article: Article) -> web.Response:
    services, request = visit.services, visit.request
    rated = request.query.get("rated", "")
    searched = read_line(request, "q", max_length=LONGEST_SEARCH)
    if request.method == hdrs.METH_GET and not rated and not _is_robot(request):
        services.help_search.count_read(article.id, article.locale)
        await _count_opened(visit, article)
    return answer_help(
        visit,
        "article.html",
        path=article_path(article.locale, article.id),
        places=_list_places(visit, article.id),
        related=visit.keep_published(
            await services.help_search.related(article.id, article.locale, _RELATED)
        ),
        rated=rated if rated in {"yes", "no", "comment"} else "",
        searched=searched,
        contact=contact_path(
            article.locale,
            article=article.id,
            searched=searched,
            rated={"comment": "no"}.get(rated, rated),
        ),
        **_describe(visit, article),
    )


def _is_robot(request: web.Request) -> bool:
    """Say whether a search engine or the like reads it, as those call themselves."""
    return _ROBOT.search(request.headers.get(hdrs.USER_AGENT, "")) is not None


def _describe(visit: Visit, article: Article) -> dict[str, Any]:
    body = visit.centre.render_body(article.answer, article.locale)
    path = article_path(article.locale, article.id)
    trail = visit.find_path_of(article.category)
    updated_at = article.updated_at or visit.services.clock.now()
    told = describe_article(
        url=visit.url(path),
        title=article.title,
        description=body.description,
        locale=article.locale,
        updated_at=updated_at,
        company=visit.services.company,
    )
    steps = [(name, visit.url(step)) for name, step in (*trail, (article.title, path))]
    return {
        "title": article.title,
        "article": article,
        "body": body,
        "trail": trail,
        "updated": visit.words("updated", date=visit.words.date(updated_at, visit.centre.zone)),
        "updated_at": updated_at,
        "description": body.description,
        "structured": render_structured_data(told, describe_trail(steps)),
    }


async def _count_opened(visit: Visit, article: Article) -> None:
    search_id = read_line(visit.request, "search", max_length=64)
    if search_id:
        await visit.services.help_search.record_opened(search_id, article.id)


def _list_places(visit: Visit, article_id: str) -> list[Place]:
    locales = visit.catalogue.list_locales(article_id)
    return [Place(locale=each, path=article_path(each, article_id)) for each in locales]


def _lead_on(visit: Visit, moved: Moved, locale: str) -> web.Response:
    """Lead on in the same language, or else in the first of the company's that there is."""
    there = visit.catalogue.list_locales(moved.article_id)
    following = moved.locale if moved.locale == locale or not there else there[0]
    headers = {
        hdrs.LOCATION: article_path(following, moved.article_id),
        hdrs.CACHE_CONTROL: _MOVED_FOR,
    }
    return web.Response(status=301, headers=headers)


def _answer_other_languages(visit: Visit, article_id: str) -> web.Response:
    """Say in which languages an article is there, where it is in any."""
    places = _list_places(visit, article_id)
    if not places:
        raise NotFoundError("there is no such article")
    words = visit.words
    return answer_help(
        visit,
        "message.html",
        status=404,
        lasting=False,
        indexed=False,
        title=words("other_language_title"),
        text=words("other_language"),
        elsewhere=places,
    )
