"""The shelves of the help centre."""

from typing import Any

from sqlalchemy import delete, func, select

from crm_store.schema import article_drafts, articles, categories
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.knowledge_desk import Category

MOST_CATEGORIES = 500


def list_categories(tx: Transaction) -> tuple[Category, ...]:
    """List all categories in their order, whichever they stand in."""
    found = select(categories).order_by(categories.c.position, categories.c.id)
    return tuple(_to_category(row) for row in tx.execute(found))


def find_category(tx: Transaction, category_id: str) -> Category | None:
    """Find a category."""
    row = tx.find_row(select(categories).where(categories.c.id == category_id))
    return None if row is None else _to_category(row)


def record_category(tx: Transaction, category: Category) -> Category:
    """Write a category, whether it was there or not.

    Raises:
        InvalidInputError: it has no name, stands in itself or in what there is not, or there are
            as many as can be.
    """
    tx.lock("categories")
    if not any(title.strip() for title in category.titles.values()):
        raise InvalidInputError("give it a name in at least one language", field="titles")
    _check_parent(category, {each.id: each for each in list_categories(tx)})
    values = {
        "id": category.id,
        "parent": category.parent,
        "position": category.position,
        "titles": dict(category.titles),
        "descriptions": dict(category.descriptions),
    }
    changed = {key: value for key, value in values.items() if key != "id"}
    insert = tx.insert(categories).values(values)
    tx.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changed))
    return category


def delete_category(tx: Transaction, category_id: str) -> None:
    """Delete an empty category.

    Raises:
        ConflictError: articles, drafts or categories are in it; says how many.
    """
    tx.lock("categories")
    counted = {
        "article": select(func.count()).where(articles.c.category == category_id),
        "draft": select(func.count()).where(
            article_drafts.c.content["category"].as_string() == category_id
        ),
        "category": select(func.count()).where(categories.c.parent == category_id),
    }
    numbers = {name: int(tx.execute(count).scalar_one()) for name, count in counted.items()}
    inside = [_count(number, name) for name, number in numbers.items() if number]
    if inside:
        verb = "is" if list(numbers.values()).count(0) == 2 and 1 in numbers.values() else "are"
        raise ConflictError(
            f"{' and '.join(inside)} {verb} still in this category; move what is in it first"
        )
    tx.execute(delete(categories).where(categories.c.id == category_id))


def _check_parent(category: Category, known: dict[str, Category]) -> None:
    if category.id not in known and len(known) >= MOST_CATEGORIES:
        raise InvalidInputError(f"there are {MOST_CATEGORIES} already; use fewer, larger ones")
    above = category.parent
    while above is not None:
        if above == category.id:
            reason = "it would stand in itself; choose another category, or none"
            raise InvalidInputError(reason, field="parent")
        if above not in known:
            raise InvalidInputError(f"there is no category {above!r}", field="parent")
        above = known[above].parent


def _count(number: int, name: str) -> str:
    plural = {"category": "categories"}.get(name, f"{name}s")
    return f"1 {name}" if number == 1 else f"{number:,} {plural}"


def _to_category(row: Any) -> Category:
    return Category(
        id=row.id,
        parent=row.parent,
        position=row.position,
        titles=row.titles,
        descriptions=row.descriptions,
    )
