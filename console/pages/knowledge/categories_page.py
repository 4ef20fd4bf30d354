"""The shelves of the help centre: their names in each language, and their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from aiohttp import web

from bot.arrange_categories import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    add_category,
    change_category,
    move_category,
)
from channels.text_cleaning import clean_line
from console.answers import answer_staff_page
from console.article_addresses import ARTICLES
from console.form_reading import read_form
from console.keys import get_services
from console.pages.knowledge.category_tree import arrange_shelves
from console.pages.knowledge.notices import find_notice, go_on
from crm_store.categories import delete_category, list_categories
from crm_store.category_sizes import count_by_category
from domain.errors import ConflictError, InvalidInputError

CATEGORIES: Final = f"{ARTICLES}/categories"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryForm:
    """A category as it was filled in.

    Attributes:
        id: of the one that is changed; empty for a new one.
        error: what is wrong with it, or empty.
        error_field: `titles`, `descriptions` or `parent`.
    """

    id: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    error: str = ""
    error_field: str = ""


async def show_categories(request: web.Request) -> web.Response:
    """Show the categories as they stand."""
    return await _answer(request)


async def add(request: web.Request) -> web.Response:
    """Add a category."""
    services, form = get_services(request), await _read_category(request)
    try:
        await services.store.run(add_category, services.tools, **_content_of(form))
    except InvalidInputError as error:
        return await _answer_error(request, form, error)
    return go_on(CATEGORIES, "category-added")


async def change(request: web.Request) -> web.Response:
    """Name a category anew, or put it elsewhere."""
    form = await _read_category(request, request.match_info["id"])
    try:
        await get_services(request).store.run(change_category, form.id, **_content_of(form))
    except InvalidInputError as error:
        return await _answer_error(request, form, error)
    return go_on(CATEGORIES, "category-changed")


async def move(request: web.Request) -> web.Response:
    """Move a category up or down by one place."""
    down = (await read_form(request)).get("to") == "down"
    await get_services(request).store.run(move_category, request.match_info["id"], down=down)
    return go_on(CATEGORIES, "category-moved")


async def delete(request: web.Request) -> web.Response:
    """Delete a category that nothing is in."""
    category_id = request.match_info["id"]
    try:
        await get_services(request).store.run(delete_category, category_id)
    except ConflictError as error:
        return await _answer(request, refused=(category_id, str(error)), status=409)
    return go_on(CATEGORIES, "category-deleted")


async def _read_category(request: web.Request, category_id: str = "") -> CategoryForm:
    fields, languages = await read_form(request), get_services(request).languages
    return CategoryForm(
        id=category_id,
        titles={each: clean_line(fields.get(f"title-{each}", "")) for each in languages},
        descriptions={each: clean_line(fields.get(f"words-{each}", "")) for each in languages},
        parent=clean_line(fields.get("parent", "")),
    )


def _content_of(form: CategoryForm) -> dict[str, Any]:
    return {
        "titles": form.titles,
        "descriptions": form.descriptions,
        "parent": form.parent or None,
    }


async def _answer_error(
    request: web.Request, form: CategoryForm, error: InvalidInputError
) -> web.Response:
    wrong = replace(form, error=error.reason, error_field=error.field or "titles")
    return await _answer(request, form=wrong, status=422)


async def _answer(
    request: web.Request,
    *,
    form: CategoryForm | None = None,
    refused: tuple[str, str] = ("", ""),
    status: int = 200,
) -> web.Response:
    """Answer with the page.

    Args:
        form: one that could not be taken.
        refused: the category that could not be deleted, and why.
    """
    services = get_services(request)
    categories = await services.store.read(list_categories)
    response = await answer_staff_page(
        request,
        "knowledge/categories.html",
        current_view="articles",
        shelves=arrange_shelves(categories),
        sizes=await services.store.read(count_by_category),
        languages=services.languages,
        wrong=form,
        refused=refused,
        blank=CategoryForm(),
        longest_title=LONGEST_TITLE,
        longest_description=LONGEST_DESCRIPTION,
        said=find_notice(request),
    )
    response.set_status(status)
    return response
