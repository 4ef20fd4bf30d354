"""All articles and drafts, found by their title, how far they are, and what they lack."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web

from console.answers import answer_staff_page
from console.article_addresses import ARTICLES, address_article
from console.form_reading import read_form, read_line
from console.keys import get_services, get_signed_in
from console.pages.knowledge.category_tree import name_categories
from console.pages.knowledge.desk import get_knowledge_desk
from console.pages.knowledge.notices import find_notice, go_on
from crm_store.article_list import ArticleFilter
from crm_store.categories import list_categories
from domain.errors import InvalidInputError

_LONGEST_SEARCH: Final = 200
STATES: Final[Mapping[str, str]] = {
    "": "All",
    "published": "Published",
    "draft": "Drafts",
    "in_review": "In review",
    "scheduled": "Scheduled",
    "retired": "Retired",
}
ATTENTIONS: Final[Mapping[str, str]] = {
    "stale": "Stale",
    "unused": "Never used",
    "behind": "Translation behind",
    "badly_rated": "Rated badly",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which articles the address asks for; what is empty leaves nothing out."""

    q: str = ""
    state: str = ""
    attention: str = ""
    locale: str = ""
    category: str = ""
    after: str = ""


async def show_articles(request: web.Request) -> web.Response:
    """Show the articles that were asked for, a page of them."""
    return await _answer(request)


async def begin_article(request: web.Request) -> web.Response:
    """Begin an article, and go on to write it."""
    fields = await read_form(request)
    title, locale = fields.get("title", "").strip(), fields.get("locale", "")
    try:
        by = get_signed_in(request).member
        draft = await get_knowledge_desk(request).begin(title, locale, by=by)
    except InvalidInputError as error:
        new = {"title": title, "locale": locale}
        return await _answer(request, new=new, errors={"title": error.reason}, status=422)
    return go_on(address_article(draft.article_id, draft.locale), "begun")


async def _answer(
    request: web.Request,
    *,
    new: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    services, chosen = get_services(request), _read_chosen(request)
    page = await get_knowledge_desk(request).list_articles(
        _make_filter(chosen), after=chosen.after or None
    )
    categories = await services.store.read(list_categories)
    response = await answer_staff_page(
        request,
        "knowledge/articles.html",
        current_view="articles",
        page=page,
        chosen=chosen,
        link=_link_from(chosen),
        states=STATES,
        attentions=ATTENTIONS,
        languages=services.languages,
        category_titles=name_categories(categories, services.languages[0]),
        new=new or {"title": "", "locale": services.languages[0]},
        errors=errors or {},
        said=find_notice(request),
    )
    response.set_status(status)
    return response


def _read_chosen(request: web.Request) -> Chosen:
    """Read what is asked for; a state or reason that there is not is none."""
    chosen = Chosen(
        q=read_line(request, "q", max_length=_LONGEST_SEARCH),
        state=read_line(request, "state"),
        attention=read_line(request, "attention"),
        locale=read_line(request, "locale"),
        category=read_line(request, "category"),
        after=read_line(request, "after"),
    )
    if chosen.state not in STATES:
        chosen = replace(chosen, state="")
    return chosen if chosen.attention in ATTENTIONS else replace(chosen, attention="")


def _make_filter(chosen: Chosen) -> ArticleFilter:
    return ArticleFilter(
        text=chosen.q,
        state=chosen.state or None,
        locale=chosen.locale or None,
        category=chosen.category or None,
        attention=chosen.attention or None,
    )


def _link_from(chosen: Chosen) -> Callable[..., str]:
    """Make addresses of the list: the same choice, but for what is said anew; the first page."""

    def link(**changes: Any) -> str:
        wanted = asdict(chosen) | {"after": ""} | changes
        query = urlencode({name: value for name, value in wanted.items() if value})
        return f"{ARTICLES}?{query}" if query else ARTICLES

    return link
