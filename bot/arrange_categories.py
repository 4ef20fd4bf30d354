"""The shelves of the help centre are added, named and put in order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.knowledge_desk.begin_article import make_slug
from bot.tools import Tools
from crm_store.categories import find_category, list_categories, record_category
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError, NotFoundError
from domain.knowledge_desk import Category

LONGEST_TITLE: Final = 80
LONGEST_DESCRIPTION: Final = 300


def add_category(
    tx: Transaction,
    tools: Tools,
    *,
    titles: Mapping[str, str],
    descriptions: Mapping[str, str],
    parent: str | None,
) -> Category:
    """Add a category behind the others of its shelf; its id is made of its first name.

    Raises:
        InvalidInputError: it has no name, one too long, or its parent is not at the top.
    """
    tx.lock("categories")
    known = {each.id: each for each in list_categories(tx)}
    _check(known, titles, descriptions, parent)
    first = next((title for title in titles.values() if title), "")
    slug = make_slug(first) or tools.ids.new()
    added = Category(
        id=slug if slug not in known else f"{slug}-{tools.ids.new()}",
        parent=parent,
        position=1 + max((each.position for each in known.values()), default=-1),
        titles=_without_empty(titles),
        descriptions=_without_empty(descriptions),
    )
    return record_category(tx, added)


def change_category(
    tx: Transaction,
    category_id: str,
    *,
    titles: Mapping[str, str],
    descriptions: Mapping[str, str],
    parent: str | None,
) -> Category:
    """Name a category anew, and put it into another one or to the top.

    Raises:
        NotFoundError: there is no such category.
        InvalidInputError: as for `add_category`, or it holds categories itself and would move
            into another one.
    """
    tx.lock("categories")
    before = _get(tx, category_id)
    known = {each.id: each for each in list_categories(tx)}
    _check(known, titles, descriptions, parent)
    if parent is not None and any(each.parent == category_id for each in known.values()):
        reason = "it holds categories itself, and they stand one within another only"
        raise InvalidInputError(reason, field="parent")
    changed = replace(
        before,
        parent=parent,
        titles=_without_empty(titles),
        descriptions=_without_empty(descriptions),
    )
    return record_category(tx, changed)


def move_category(tx: Transaction, category_id: str, *, down: bool) -> None:
    """Have a category change places with the one before or behind it on its shelf.

    Raises:
        NotFoundError: there is no such category.
    """
    tx.lock("categories")
    moved = _get(tx, category_id)
    shelf = [each.id for each in list_categories(tx) if each.parent == moved.parent]
    place = shelf.index(category_id)
    other = place + (1 if down else -1)
    if not 0 <= other < len(shelf):
        return
    shelf[place], shelf[other] = shelf[other], shelf[place]
    for position, each in enumerate(shelf):
        record_category(tx, replace(_get(tx, each), position=position))


def _get(tx: Transaction, category_id: str) -> Category:
    found = find_category(tx, category_id)
    if found is None:
        raise NotFoundError(f"there is no category {category_id!r}; somebody may have deleted it")
    return found


def _check(
    known: Mapping[str, Category],
    titles: Mapping[str, str],
    descriptions: Mapping[str, str],
    parent: str | None,
) -> None:
    if not any(titles.values()):
        raise InvalidInputError("give it a name in at least one language", field="titles")
    if any(len(title) > LONGEST_TITLE for title in titles.values()):
        reason = f"a name has up to {LONGEST_TITLE} characters; say more in the description"
        raise InvalidInputError(reason, field="titles")
    if any(len(words) > LONGEST_DESCRIPTION for words in descriptions.values()):
        reason = f"a description has up to {LONGEST_DESCRIPTION} characters; shorten it"
        raise InvalidInputError(reason, field="descriptions")
    if parent is not None and (parent not in known or known[parent].parent is not None):
        reason = "choose a category that stands at the top; they stand one within another only"
        raise InvalidInputError(reason, field="parent")


def _without_empty(words: Mapping[str, str]) -> dict[str, str]:
    return {locale: text for locale, text in words.items() if text}
