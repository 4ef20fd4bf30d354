"""What was published of an article over time, and any two of it compared."""

from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web

from bot.knowledge_desk.workbench import Workbench
from console.answers import answer_staff_page
from console.article_addresses import address_article
from console.form_reading import read_line
from console.keys import get_services
from console.pages.knowledge.article_form import parse_number
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.differences import ShownChange, list_shown
from console.pages.knowledge.editor import FIELD_NAMES
from console.pages.knowledge.notices import find_notice
from crm_store.version_list import VersionFacts, list_version_facts

DRAFT: Final = "draft"
MOST_SHOWN: Final = 50


async def show_versions(request: web.Request) -> web.Response:
    """Show the versions, newest first, and two of them compared: the last two unless chosen."""
    article_id, locale = get_place(request)
    bench = await get_knowledge_desk(request).open(article_id, locale)
    versions = await _list_versions(request)
    older, newer = _choose(request, versions[:MOST_SHOWN], bench)
    return await answer_staff_page(
        request,
        "knowledge/versions.html",
        current_view="articles",
        bench=bench,
        id=article_id,
        locale=locale,
        here=address_article(article_id, locale),
        versions=versions[:MOST_SHOWN],
        more=len(versions) > MOST_SHOWN,
        before=_read_before(request),
        older=older,
        newer=newer,
        changes=await _compare(request, older, newer),
        field_names=FIELD_NAMES,
        said=find_notice(request),
    )


def _read_before(request: web.Request) -> int | None:
    return parse_number(read_line(request, "before"))


async def _list_versions(request: web.Request) -> Sequence[VersionFacts]:
    """List a page of versions, and one more where there are more."""
    shown: Any = {"before": _read_before(request), "limit": MOST_SHOWN + 1}
    return await get_services(request).store.read(list_version_facts, *get_place(request), **shown)


def _choose(
    request: web.Request, versions: Sequence[VersionFacts], bench: Workbench
) -> tuple[str, str]:
    """Choose the two to compare, older first; empty texts where there are no two."""
    known = [str(each.version) for each in versions]
    there = ([DRAFT] if bench.draft is not None else []) + known
    newer, older = read_line(request, "newer"), read_line(request, "older")
    if newer in there and older in known and newer != older:
        return (older, newer) if there.index(older) > there.index(newer) else (newer, older)
    return (there[1], there[0]) if len(there) > 1 else ("", "")


async def _compare(request: web.Request, older: str, newer: str) -> Sequence[ShownChange] | None:
    if not older or not newer:
        return None
    wanted = None if newer == DRAFT else int(newer)
    desk = get_knowledge_desk(request)
    return list_shown((await desk.compare(*get_place(request), int(older), wanted)).fields)
