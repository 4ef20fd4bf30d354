"""Categories in the order in which they are shown, those within others behind them; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.knowledge_desk import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A category and those within it."""

    category: Category
    within: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOption:
    """A category to choose, named with the one that it stands in."""

    id: str
    title: str


def arrange_shelves(categories: Sequence[Category]) -> tuple[Shelf, ...]:
    """Put the categories in order; one whose parent is gone stands at the top."""
    ordered = sorted(categories, key=lambda each: (each.position, each.id))
    top = {each.id for each in ordered if each.parent is None}
    return tuple(
        Shelf(
            category=each,
            within=tuple(other for other in ordered if other.parent == each.id),
        )
        for each in ordered
        if each.parent is None or each.parent not in top
    )


def list_options(categories: Sequence[Category], locale: str) -> tuple[CategoryOption, ...]:
    """List the categories to choose from, as `Baggage` and `Baggage / Lost baggage`."""
    options: list[CategoryOption] = []
    for shelf in arrange_shelves(categories):
        name = shelf.category.name(locale)
        options.append(CategoryOption(id=shelf.category.id, title=name))
        options += (
            CategoryOption(id=each.id, title=f"{name} / {each.name(locale)}")
            for each in shelf.within
        )
    return tuple(options)


def name_categories(categories: Sequence[Category], locale: str) -> Mapping[str, str]:
    """Name each category by its id, in the order in which they are shown."""
    return {each.id: each.title for each in list_options(categories, locale)}
