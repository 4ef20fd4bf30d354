"""The page on which an article is written in one language, or beside another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.knowledge_desk.refusals import ContentErrors
from bot.knowledge_desk.workbench import Collision, LocaleState, Workbench
from console.answers import answer_page, answer_staff_page
from console.article_addresses import address_article
from console.keys import get_services
from console.pages.knowledge.article_form import LEAST_PRECISION, ArticleForm, fill_form
from console.pages.knowledge.category_tree import list_options
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.differences import list_changes
from console.pages.knowledge.notices import find_notice
from console.pages.knowledge.source import read_source_side
from domain.errors import InvalidInputError
from domain.knowledge_desk import ArticleContent
from knowledge_base.article_links import find_file_ids

FIELD_NAMES: Final[Mapping[str, str]] = {
    "title": "Title",
    "answer": "Answer",
    "variants": "How customers ask it",
    "category": "Category",
    "tags": "Tags",
    "precision": "Right answers wanted",
    "sensitive": "Sensitive",
    "files": "Pictures and files",
    "source_version": "Version of the original it follows",
}
CHANNELS: Final[Mapping[str, str]] = {
    "help": "Help centre",
    "chat": "Chat",
    "sms": "SMS",
    "email": "Email",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody sent that could not be taken as it was; it is shown again.

    Attributes:
        form: what they wrote, or what it becomes together with what others wrote.
        errors: what is wrong, by field.
        refused: what did not happen, in a sentence.
        mine: what they wrote, where it collides with what others wrote.
    """

    form: ArticleForm
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: str = "This was not saved."
    collision: Collision | None = None
    mine: ArticleContent | None = None
    revision: str | None = None
    base_version: str = ""
    status: int = 422


async def show_article(request: web.Request) -> web.Response:
    """Show an article to be written on."""
    return await answer_editor(request)


async def show_state(request: web.Request) -> web.Response:
    """Show how far an article is alone, for a page that has saved."""
    bench = await get_knowledge_desk(request).open(*get_place(request))
    return answer_page(request, "knowledge/article_state.html", bench=bench)


async def answer_editor(
    request: web.Request,
    attempt: Attempt | None = None,
    *,
    beside: str = "",
    note_error: str = "",
) -> web.Response:
    """Answer with the editor, filled with what is kept or with what was sent.

    Args:
        beside: the language that is shown beside this one; empty for none.
        note_error: what is wrong with a reviewer's note.

    Raises:
        NotFoundError: there is no such article in this language, or in that beside it.
    """
    article_id, locale = get_place(request)
    bench = await get_knowledge_desk(request).open(article_id, locale)
    context = {
        **_describe(request, bench, locale),
        **_fill(bench, attempt, find_source(bench, locale)),
        "beside": beside,
        "note_error": note_error,
    }
    if beside:
        context["side"] = await read_source_side(request, bench, beside)
    template = "knowledge/beside.html" if beside else "knowledge/editor.html"
    response = await answer_staff_page(request, template, current_view="articles", **context)
    response.set_status(200 if attempt is None else attempt.status)
    return response


def find_source(bench: Workbench, locale: str) -> LocaleState | None:
    """Find the original of a translation; None for the original itself."""
    return next((each for each in bench.locales if each.source and each.locale != locale), None)


def describe_errors(error: InvalidInputError) -> dict[str, str]:
    """Tell what is wrong by field; several faults of one field become one text."""
    found: dict[str, str] = {}
    for each in error.errors if isinstance(error, ContentErrors) else (error,):
        name = each.field.split(".")[0].split("[")[0]
        found[name] = f"{found[name]}; {each.reason}" if name in found else each.reason
    return found


def _describe(request: web.Request, bench: Workbench, locale: str) -> dict[str, Any]:
    services, article_id = get_services(request), request.match_info["id"]
    return {
        "bench": bench,
        "id": article_id,
        "locale": locale,
        "here": address_article(article_id, locale),
        "said": find_notice(request),
        "source": find_source(bench, locale),
        "behind": any(each.behind for each in bench.locales if each.locale == locale),
        "beside_of": _choose_beside(bench.locales, locale),
        "category_options": list_options(bench.categories, locale),
        "channels": CHANNELS,
        "field_names": FIELD_NAMES,
        "least_precision": LEAST_PRECISION,
        "review_required": services.review_required,
    }


def _fill(bench: Workbench, attempt: Attempt | None, source: LocaleState | None) -> dict[str, Any]:
    seen = source.version if source is not None and source.version else None
    form = fill_form(bench.content, source_seen=seen) if attempt is None else attempt.form
    collision = None if attempt is None else attempt.collision
    revision = None if attempt is None else attempt.revision
    return {
        "form": form,
        "errors": {} if attempt is None else attempt.errors,
        "refused": "" if attempt is None else attempt.refused,
        "unsaved": attempt is not None,
        "revision": bench.revision if revision is None else revision,
        "base_version": "" if attempt is None else attempt.base_version,
        "used_files": find_file_ids(form.answer),
        **_describe_collision(collision, None if attempt is None else attempt.mine),
    }


def _describe_collision(collision: Collision | None, mine: ArticleContent | None) -> dict[str, Any]:
    if collision is None or mine is None:
        return {"collision": None, "overlaps": (), "changes": (), "overlap_words": ()}
    return {
        "collision": collision,
        "overlaps": collision.overlaps,
        "overlap_words": [FIELD_NAMES.get(name, name) for name in collision.overlaps],
        "changes": list_changes(collision.theirs, mine),
    }


def _choose_beside(locales: Sequence[LocaleState], locale: str) -> str:
    """Choose which language to offer beside this one: the original, or else any that there is."""
    others = [each for each in locales if each.title is not None and each.locale != locale]
    return next((each.locale for each in others if each.source), others[0].locale if others else "")
