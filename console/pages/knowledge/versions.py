"""What was published of an article over time, and any two of it compared."""

from collections.abc import Sequence

from aiohttp import web

from bot.knowledge_desk.workbench import Workbench
from console.answers import answer_staff_page
from console.article_addresses import address_article
from console.form_reading import read_line
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.differences import list_shown
from console.pages.knowledge.editor import FIELD_NAMES
from console.pages.knowledge.notices import find_notice
from domain.knowledge import ArticleVersion

DRAFT = "draft"


async def show_versions(request: web.Request) -> web.Response:
    """Show the versions, newest first, and two of them compared: the last two unless chosen."""
    article_id, locale = get_place(request)
    desk = get_knowledge_desk(request)
    bench = await desk.open(article_id, locale)
    versions = await desk.list_versions(article_id, locale)
    older, newer = _choose(request, versions, bench)
    changes = None
    if older and newer:
        wanted = None if newer == DRAFT else int(newer)
        comparison = await desk.compare(article_id, locale, int(older), wanted)
        changes = list_shown(comparison.fields)
    return await answer_staff_page(
        request,
        "knowledge/versions.html",
        current_view="articles",
        bench=bench,
        id=article_id,
        locale=locale,
        here=address_article(article_id, locale),
        versions=versions,
        older=older,
        newer=newer,
        changes=changes,
        field_names=FIELD_NAMES,
        said=find_notice(request),
    )


def _choose(
    request: web.Request, versions: Sequence[ArticleVersion], bench: Workbench
) -> tuple[str, str]:
    """Choose the two to compare, older first; empty texts where there are no two."""
    known = [str(each.article.version) for each in versions]
    there = ([DRAFT] if bench.draft is not None else []) + known
    newer, older = read_line(request, "newer"), read_line(request, "older")
    if newer in there and older in known and newer != older:
        return (older, newer) if there.index(older) > there.index(newer) else (newer, older)
    return (there[1], there[0]) if len(there) > 1 else ("", "")
