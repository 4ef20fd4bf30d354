"""The other language beside the one that is written: its words, and what changed in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.knowledge_desk.workbench import Workbench
from console.keys import get_services
from console.pages.knowledge.desk import get_knowledge_desk
from console.pages.knowledge.differences import list_shown
from crm_store.version_list import find_version_at
from domain.errors import NotFoundError
from domain.knowledge_desk import ArticleContent, take_content


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSide:
    """What stands beside the form.

    Attributes:
        version: the published one that is shown; 0 where a draft is, since none was published.
        followed: the version that somebody said the translation follows, or None.
        since: the same; else the current one when the translation was last changed, or None.
        changes: what changed from that version to the one shown; None where nothing did.
    """

    locale: str
    content: ArticleContent
    version: int
    followed: int | None
    since: int | None
    changes: Sequence[Any] | None


async def read_source_side(request: web.Request, bench: Workbench, locale: str) -> SourceSide:
    """Read the other language.

    Raises:
        NotFoundError: the article is not in this language.
    """
    article_id = request.match_info["id"]
    if locale == request.match_info["locale"]:
        raise NotFoundError("an article does not stand beside itself; choose another language")
    desk = get_knowledge_desk(request)
    other = await desk.open(article_id, locale)
    content = other.content if other.article is None else take_content(other.article)
    version = 0 if other.article is None else other.article.version
    followed = bench.content.source_version
    since = followed
    if _is_source(bench, locale) and since is None:
        since = await _find_current(request, bench, locale)
    changes = None
    if _is_source(bench, locale) and since is not None and 0 < since < version:
        comparison = await desk.compare(article_id, locale, since, version)
        changes = list_shown(comparison.fields)
    return SourceSide(
        locale=locale,
        content=content,
        version=version,
        followed=followed,
        since=since,
        changes=changes,
    )


def _is_source(bench: Workbench, locale: str) -> bool:
    return any(each.source for each in bench.locales if each.locale == locale)


async def _find_current(request: web.Request, bench: Workbench, locale: str) -> int | None:
    """Find which version of the original was current when the translation was last published."""
    at = None if bench.article is None else bench.article.updated_at
    if at is None:
        return None
    store, article_id = get_services(request).store, request.match_info["id"]
    return await store.read(find_version_at, article_id, locale, at)
