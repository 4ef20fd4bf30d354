"""A category's articles, and all articles, by pages."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from aiohttp import web

from console.help_centre.addresses import all_path, category_path
from console.help_centre.structured_data import describe_trail, render_structured_data
from console.help_centre.visit import Place, Visit, answer_help
from crm_store.published_articles import PublishedArticle
from domain.errors import NotFoundError

PAGE_SIZE: Final = 30


async def show_category(visit: Visit) -> web.Response:
    """Show what stands in a category, and the categories in it.

    Raises:
        NotFoundError: there is no such category, nothing in it, or no such page of it.
    """
    catalogue, locale = visit.catalogue, visit.locale
    category_id = visit.request.match_info["id"]
    shelf = catalogue.find_shelf(locale, category_id)
    if shelf is None:
        raise NotFoundError("there is no such category")
    category = shelf.category
    inside = catalogue.list_shelves(locale, category_id) if category.parent is None else ()
    return _answer_list(
        visit,
        catalogue.list_in(locale, category_id),
        partial(category_path, category_id=category_id),
        locales=[each for each in catalogue.locales if catalogue.find_shelf(each, category_id)],
        trail=visit.find_path_of(category_id),
        title=category.name(locale),
        description=category.descriptions.get(locale, ""),
        shelves=inside,
    )


async def show_all(visit: Visit) -> web.Response:
    """Show all articles by title; what leads here is a help centre without categories."""
    title = visit.words("all_articles")
    return _answer_list(
        visit,
        visit.catalogue.list_all(visit.locale),
        all_path,
        locales=visit.catalogue.known_locales,
        trail=(*visit.find_path_of(None), (title, all_path(visit.locale))),
        title=title,
        description="",
        shelves=(),
    )


def _answer_list(
    visit: Visit,
    articles: Sequence[PublishedArticle],
    find_path: Callable[..., str],
    *,
    locales: Sequence[str],
    trail: Sequence[tuple[str, str]],
    **context: Any,
) -> web.Response:
    pages = max(1, -(-len(articles) // PAGE_SIZE))
    page = _read_page(visit.request)
    if page > pages:
        raise NotFoundError("there is no such page")
    return answer_help(
        visit,
        "category.html",
        path=find_path(visit.locale, page=page),
        places=[Place(locale=each, path=find_path(each)) for each in locales],
        articles=articles[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        trail=trail,
        page=page,
        pages=pages,
        before=find_path(visit.locale, page=page - 1) if page > 1 else "",
        after=find_path(visit.locale, page=page + 1) if page < pages else "",
        structured=render_structured_data(
            describe_trail([(name, visit.url(path)) for name, path in trail])
        ),
        **context,
    )


def _read_page(request: web.Request) -> int:
    """Read which page is wanted.

    Raises:
        NotFoundError: it is no number that a page could have.
    """
    wanted = request.query.get("page", "1")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 6 and int(wanted) > 0):
        raise NotFoundError("there is no such page")
    return int(wanted)
