"""Trying a sentence: what the bot would do with it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import hdrs, web

from bot.knowledge_desk.workbench import Collision
from bot.try_out.trial import Trial, TrialOutcome
from bot.try_out.try_sentence import try_sentence
from channels.text_cleaning import clean_line, clean_text
from console.answers import answer_long_page, answer_staff_page
from console.article_addresses import address_article
from console.decision_words import describe_decision
from console.form_reading import read_form, read_line
from console.keys import get_services, get_signed_in
from console.locale_names import name_locale
from console.pages.knowledge.desk import get_knowledge_desk
from console.pages.try_out.framing import frame_shown
from console.pages.try_out.try_out import TRY_OUT, find_draft_article, read_draft
from console.wording import name_channel
from crm_store.staff import list_queues
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent

NEAR_ACTS: Final = "try_out/near_acts.html"
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the form holds.

    Attributes:
        place: channel and account, `sms:main`.
        language: a tag, or an empty text.
        article_id: of the draft to try it with, or an empty text.
    """

    text: str = ""
    place: str = ""
    language: str = ""
    article_id: str = ""
    locale: str = ""
    with_draft: bool = False


async def show_try(request: web.Request) -> web.Response:
    """Show the page, with a draft to try sentences with where the address names one."""
    article_id = read_line(request, "article", max_length=_LONGEST_NAME)
    wish = Wish(
        text=read_line(request, "text", max_length=2_000),
        article_id=article_id,
        locale=read_line(request, "locale", max_length=_LONGEST_NAME),
        with_draft=bool(article_id),
    )
    return await _show_page(request, wish, {})


async def answer_try(request: web.Request) -> web.Response:
    """Say what the bot would do: a part of a page, or without a script all of it."""
    wish = _read_wish(await read_form(request))
    told: dict[str, Any] = {}
    try:
        outcome = await _try(request, wish)
        told = await _describe(request, wish, outcome)
    except InvalidInputError as error:
        told = {"refused": error.reason}
    if "HX-Request" in request.headers:
        return await answer_long_page(request, "try_out/answer.html", **told)
    return await _show_page(request, wish, told)


async def add_variant(request: web.Request) -> web.Response:
    """Add a sentence to an article's variants, in its draft."""
    fields = await read_form(request)
    text = clean_line(fields.get("text", ""))
    article_id, locale = fields.get("article_id", ""), fields.get("locale", "")
    if not text:
        raise InvalidInputError("there is no sentence to add", field="text")
    added = await _add(request, article_id, locale, text)
    if "HX-Request" in request.headers:
        return await answer_long_page(
            request, "try_out/added.html", address=address_article(article_id, locale), added=added
        )
    return web.Response(status=303, headers={hdrs.LOCATION: address_article(article_id, locale)})


async def _add(request: web.Request, article_id: str, locale: str, text: str) -> bool:
    """Add it; False where the article has it already."""
    desk, member = get_knowledge_desk(request), get_signed_in(request).member
    bench = await desk.open(article_id, locale)
    content = bench.content
    known = {each.casefold() for each in (content.title, *content.variants)}
    if text.casefold() in known:
        return False
    changed = _with_variant(content, text)
    saved = await desk.save(article_id, locale, changed, revision=bench.revision, by=member)
    if isinstance(saved, Collision):
        raise ConflictError(f"{saved.theirs_by} saved the article just now; add the sentence again")
    return True


def _with_variant(content: ArticleContent, text: str) -> ArticleContent:
    return ArticleContent(
        title=content.title,
        variants=(*content.variants, text),
        answer=content.answer,
        tags=content.tags,
        category=content.category,
        sensitive=content.sensitive,
        precision=content.precision,
        source_version=content.source_version,
    )


def _read_wish(fields: Mapping[str, str]) -> Wish:
    return Wish(
        text=clean_text(fields.get("text", "")),
        place=clean_line(fields.get("place", "")),
        language=clean_line(fields.get("language", ""), max_length=_LONGEST_NAME),
        article_id=clean_line(fields.get("article_id", ""), max_length=_LONGEST_NAME),
        locale=clean_line(fields.get("locale", ""), max_length=_LONGEST_NAME),
        with_draft=bool(fields.get("with_draft")),
    )


async def _try(request: web.Request, wish: Wish) -> TrialOutcome:
    services = get_services(request)
    channel, _, account = (wish.place or _places(request)[0][0]).partition(":")
    if (channel, account) not in services.tools.channels:
        raise InvalidInputError("choose one of the channels", field="place")
    if wish.language and wish.language not in services.languages:
        raise InvalidInputError("choose one of the languages", field="language")
    trial = Trial(text=wish.text, channel=channel, account=account, language=wish.language or None)
    if not wish.with_draft or not wish.article_id:
        return await try_sentence(services.tools, trial)
    draft = await _find_draft(request, wish)
    matcher = await request.app[TRY_OUT].drafts.join(draft)
    return await try_sentence(services.tools, trial, draft=draft, matcher=matcher)


async def _find_draft(request: web.Request, wish: Wish) -> Article:
    if "title" in await read_form(request):
        return await read_draft(request)
    return await find_draft_article(request, wish.article_id, wish.locale)


async def _describe(request: web.Request, wish: Wish, outcome: TrialOutcome) -> dict[str, Any]:
    queues = await get_services(request).store.read(list_queues)
    titles = {queue.name: queue.title for queue in queues}
    return {
        "wish": wish,
        "outcome": outcome,
        "record": outcome.record,
        "sentence": describe_decision(outcome.record, titles),
        "frame": frame_shown(request, outcome.shown),
        "near_acts": NEAR_ACTS,
        "address_article": address_article,
    }


async def _show_page(request: web.Request, wish: Wish, told: dict[str, Any]) -> web.Response:
    services = get_services(request)
    return await answer_staff_page(
        request,
        "try_out/page.html",
        current_view="try",
        places=_places(request),
        languages=[(tag, name_locale(tag)) for tag in services.languages],
        draft=await _find_named(request, wish),
        **({"wish": wish} | told),
    )


async def _find_named(request: web.Request, wish: Wish) -> Article | None:
    if not wish.article_id:
        return None
    try:
        return await find_draft_article(request, wish.article_id, wish.locale)
    except NotFoundError:
        return None


def _places(request: web.Request) -> list[tuple[str, str]]:
    """List the accounts that can be tried, the chat first, with what they are called."""
    accounts = sorted(get_services(request).tools.channels, key=_rank)
    kinds = [kind for kind, _ in accounts]
    return [
        (f"{kind}:{account}", _name_place(kind, account, several=kinds.count(kind) > 1))
        for kind, account in accounts
    ]


def _name_place(kind: str, account: str, *, several: bool) -> str:
    name = name_channel(kind)
    return f"{name} ({account})" if several else name


def _rank(place: tuple[str, str]) -> tuple[int, str]:
    order = ("web_chat", "sms", "email", "web_form", "api")
    return (order.index(place[0]) if place[0] in order else len(order), place[1])
