"""All that is published, sorted into its shelves by language; made once for each change; pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm_store.published_articles import PublishedArticle
from domain.knowledge_desk import Category

# Categories stand in one another one level deep; whatever is on record, a walk ends here.
_DEEPEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A category as readers of one language find it.

    Attributes:
        count: how many articles it has in that language, those of the shelves in it included.
    """

    category: Category
    count: int


class Catalogue:
    """What readers find, without the answers; sorted as it is made, which takes a while.

    Args:
        version: of the knowledge as a whole.
        articles: everything published.
        categories: all there are.
        languages: of the company, its own first.
    """

    def __init__(
        self,
        version: int,
        articles: Sequence[PublishedArticle],
        categories: Sequence[Category],
        languages: Sequence[str],
    ) -> None:
        self.version = version
        self.articles = tuple(articles)
        self.categories = {each.id: each for each in categories}
        self.locales = _order({each.locale for each in articles}, languages)
        self._languages = tuple(languages)
        self._by_place = {(each.id, each.locale): each for each in self.articles}
        self._by_locale = _sort_by_locale(self.articles)
        self._by_shelf = _sort_by_shelf(self._by_locale, self.categories)
        self._children = _sort_by_parent(self.categories)
        self._shelves = self._count_shelves()

    @property
    def known_locales(self) -> tuple[str, ...]:
        """The languages that have something to read; the company's own where nothing has."""
        return self.locales or self._languages[:1]

    def find(self, article_id: str, locale: str) -> PublishedArticle | None:
        """Find an article in a language."""
        return self._by_place.get((article_id, locale))

    def list_locales(self, article_id: str) -> tuple[str, ...]:
        """List the languages in which an article is published."""
        return tuple(each for each in self.locales if (article_id, each) in self._by_place)

    def list_all(self, locale: str) -> Sequence[PublishedArticle]:
        """List the articles of a language by title."""
        return self._by_locale.get(locale, ())

    def list_in(self, locale: str, category_id: str) -> Sequence[PublishedArticle]:
        """List the articles that stand in a category itself, by title."""
        return self._by_shelf.get((locale, category_id), ())

    def list_shelves(self, locale: str, parent: str | None = None) -> tuple[Shelf, ...]:
        """List the categories at the top or within one; those without articles are left out."""
        within = (self._shelves.get((locale, each.id)) for each in self._children.get(parent, ()))
        return tuple(shelf for shelf in within if shelf is not None)

    def find_shelf(self, locale: str, category_id: str) -> Shelf | None:
        """Find a category; None where it has nothing in this language."""
        return self._shelves.get((locale, category_id))

    def trace(self, category_id: str | None) -> tuple[Category, ...]:
        """List a category and those that it stands in, outermost first."""
        found: list[Category] = []
        while category_id in self.categories and len(found) < _DEEPEST:
            category = self.categories[category_id]
            found.append(category)
            category_id = category.parent
        return tuple(reversed(found))

    def _count_shelves(self) -> Mapping[tuple[str, str], Shelf]:
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        for (locale, category_id), articles in self._by_shelf.items():
            for category in self.trace(category_id):
                counts[locale, category.id] += len(articles)
        return {
            place: Shelf(category=self.categories[place[1]], count=count)
            for place, count in counts.items()
        }


def _sort_by_locale(
    articles: Sequence[PublishedArticle],
) -> Mapping[str, Sequence[PublishedArticle]]:
    found: defaultdict[str, list[PublishedArticle]] = defaultdict(list)
    for each in sorted(articles, key=_by_title):
        found[each.locale].append(each)
    return found


def _sort_by_shelf(
    by_locale: Mapping[str, Sequence[PublishedArticle]], categories: dict[str, Category]
) -> Mapping[tuple[str, str], Sequence[PublishedArticle]]:
    found: defaultdict[tuple[str, str], list[PublishedArticle]] = defaultdict(list)
    for locale, articles in by_locale.items():
        for each in articles:
            if each.category in categories:
                found[locale, each.category].append(each)
    return found


def _sort_by_parent(
    categories: Mapping[str, Category],
) -> Mapping[str | None, Sequence[Category]]:
    found: defaultdict[str | None, list[Category]] = defaultdict(list)
    for each in sorted(categories.values(), key=lambda each: (each.position, each.id)):
        # A shelf whose own shelf was taken away stands at the top.
        parent = each.parent if each.parent in categories else None
        found[parent].append(each)
    return found


def _by_title(article: PublishedArticle) -> tuple[str, str]:
    return article.title.casefold(), article.id


def _order(locales: set[str], languages: Sequence[str]) -> tuple[str, ...]:
    """Put the company's languages first, in its order."""
    ours = [each for each in languages if each in locales]
    return (*ours, *sorted(locales.difference(ours)))
