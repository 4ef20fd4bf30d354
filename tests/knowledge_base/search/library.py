"""A small help centre in several scripts, and a way to search it."""

from collections.abc import Sequence

from bot.trainer import NothingKnown
from domain.help_search import SearchHit, SearchResults
from domain.knowledge import Article, Matcher
from knowledge_base.search.entries import read_wording
from knowledge_base.search.search_index import SearchIndex
from knowledge_base.search.word_index import index_words


def write(
    article_id: str,
    title: str,
    answer: str = "",
    *variants: str,
    locale: str = "en",
    sensitive: bool = False,
) -> Article:
    return Article(
        id=article_id,
        locale=locale,
        title=title,
        variants=variants,
        answer=answer,
        sensitive=sensitive,
    )


REFUNDS = write(
    "refunds",
    "How long does a refund take?",
    "# Refunds\n\nYour **money** is back within 10 days, on the [card](https://x.example/card) "
    "that you paid with.\n\n- Cash is not paid out.\n",
    "when do I get my refund",
    "refund has not arrived",
)
BAGS = write(
    "bags",
    "What may I take on board?",
    "One suitcase of 23 kg, and one bag that fits under the seat. Sports equipment by arrangement.",
    "how much cabin baggage is allowed",
    "weight of a suitcase",
)
VISA = write(
    "visa", "Travel documents", "Bring your passport. The error code E-4711 means it has expired."
)
KOFFER = write(
    "bags",
    "Was darf ich mitnehmen?",
    "Ein Koffer mit 23 kg. Die Koffergebühr zahlen Sie am Schalter.",
    "Gepäck",
    locale="de",
)
HUND = write("pets", "Darf mein Hund mitfliegen?", "Kleine Hunde ja.", locale="de")
SHELF = (REFUNDS, BAGS, VISA, KOFFER, HUND)


def shelve(articles: Sequence[Article]) -> SearchIndex:
    locales = sorted({article.locale for article in articles})
    return SearchIndex(
        {
            locale: index_words([read_wording(a) for a in articles if a.locale == locale])
            for locale in locales
        }
    )


LIBRARY = shelve(SHELF)


def search(
    text: str,
    *,
    locale: str = "en",
    index: SearchIndex = LIBRARY,
    matcher: Matcher | None = None,
    limit: int = 10,
) -> SearchResults:
    return index.search(matcher or NothingKnown(), text, locale, limit=limit, sure=0.7)


def find(text: str, **more: object) -> list[str]:
    """Return the ids of what is found."""
    return [hit.article_id for hit in search(text, **more).hits]  # type: ignore[arg-type]


def marked(hit: SearchHit) -> list[str]:
    """Return what is marked in a hit's snippet."""
    return [text for text, is_marked in hit.snippet if is_marked]


def shown(hit: SearchHit) -> str:
    """Return a hit's snippet as it reads."""
    return "".join(text for text, _ in hit.snippet)
