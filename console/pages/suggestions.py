"""Articles that may answer a conversation, beside it; and other articles, searched for."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from bot.suggest_articles import Suggestions, suggest_articles
from bot.used_articles import Use
from bot.write_suggestion import make_path, write_answer, write_link
from console.answers import answer_long_page, answer_staff_page
from console.form_reading import read_line
from console.keys import get_services, get_signed_in
from console.services import Services
from console.suggestion_words import SurenessWords, describe_sureness, show_first_lines
from console.used_article_reading import name_use
from crm_store.articles import find_published_article
from crm_store.conversations import get_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.knowledge import Article
from domain.staff import Permission, has_permission

_LONGEST_SEARCH: Final = 300
_MOST_FOUND: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An article as it is offered to an agent.

    Attributes:
        sureness: None for one that was searched for.
        foreign: whether it is in another language than the customer's.
        answer: what *Insert as reply* writes.
        link: what *Send link* writes, or None where nobody could open it.
        address: where the agent can read it, or None.
    """

    article: Article
    sureness: SurenessWords | None
    foreign: bool
    lines: str
    answer: str
    link: str | None
    address: str | None


async def show_suggestions(request: web.Request) -> web.Response:
    """Show the best articles for what was asked last, or those that a search finds.

    A page that looks again in place gets a part of itself, and everybody else a page.
    """
    text = read_line(request, "q", max_length=_LONGEST_SEARCH)
    if "HX-Request" not in request.headers:
        context = await _read_best(request) | {"text": text, "hits": ()}
        if text:
            context |= await _search(request, text)
        return await answer_staff_page(request, "suggestions/page.html", **context)
    if "q" in request.query:
        context = await _search(request, text)
        return await answer_long_page(request, "suggestions/found.html", **context)
    return await answer_long_page(request, "suggestions/best.html", **await _read_best(request))


async def _read_best(request: web.Request) -> dict[str, Any]:
    reference = request.match_info["reference"]
    found = await suggest_articles(get_services(request).tools, reference)
    offers = await asyncio.to_thread(_offer_best, request, found)
    return {
        "it": found.conversation,
        "language": found.language,
        "asked": found.asked,
        "offers": offers,
    }


def _offer_best(request: web.Request, found: Suggestions) -> list[Offer]:
    return [
        _offer(
            request,
            found.conversation,
            each.article,
            language=found.language,
            sureness=describe_sureness(each.match),
        )
        for each in found.best
    ]


async def _search(request: web.Request, text: str) -> dict[str, Any]:
    services, reference = get_services(request), request.match_info["reference"]
    conversation = await services.store.read(get_conversation, reference)
    language = conversation.language or services.languages[0]
    places = await _find_places(services, text, language) if text else ()
    articles = await services.store.read(_read_articles, places)
    hits = [_offer(request, conversation, article, language=language) for article in articles]
    return {"it": conversation, "language": language, "text": text, "hits": hits}


async def _find_places(services: Services, text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Find articles by words and meaning; ids and languages, best first."""
    results = await services.help_search.search(text, language, _MOST_FOUND)
    hits = (*((results.direct,) if results.direct else ()), *results.hits)
    places = ((hit.article_id, hit.locale) for hit in hits)
    return tuple(dict.fromkeys(places))[:_MOST_FOUND]


def _read_articles(tx: Transaction, places: tuple[tuple[str, str], ...]) -> list[Article]:
    found = (find_published_article(tx, article_id, locale) for article_id, locale in places)
    return [article for article in found if article is not None]


def _offer(
    request: web.Request,
    conversation: Conversation,
    article: Article,
    *,
    language: str,
    sureness: SurenessWords | None = None,
) -> Offer:
    services = get_services(request)
    answer = write_answer(services.tools, conversation, article)
    return Offer(
        article=article,
        sureness=sureness,
        foreign=article.locale != language,
        lines=show_first_lines(answer),
        answer=answer,
        link=write_link(services.public_url, article) if services.help_centre else None,
        address=_find_address(request, article),
    )


def _find_address(request: web.Request, article: Article) -> str | None:
    """Find where an agent can read an article: in the editor, for those who may."""
    if has_permission(get_signed_in(request).member.role, Permission.KNOWLEDGE):
        place = f"{quote(article.id, safe='')}/{quote(article.locale, safe='')}"
        return f"/console/knowledge/articles/{place}"
    return make_path(article) if get_services(request).help_centre else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    """What stands in the composer as its page opens, and which article that is from."""

    text: str
    used: str


async def read_prefilled(request: web.Request, conversation: Conversation) -> Prefilled | None:
    """Read which article the composer is to begin with: `?article=&locale=&use=`.

    None where there is no such article, or none that customers may see.
    """
    article_id = read_line(request, "article")
    if not article_id:
        return None
    services = get_services(request)
    article = await services.store.read(
        find_published_article, article_id, read_line(request, "locale")
    )
    if article is None:
        return None
    if read_line(request, "use") == Use.LINK and services.help_centre:
        text, use = write_link(services.public_url, article), Use.LINK
    else:
        text, use = write_answer(services.tools, conversation, article), Use.ANSWER
    return Prefilled(text=text, used=name_use(use, article_id=article.id, locale=article.locale))
