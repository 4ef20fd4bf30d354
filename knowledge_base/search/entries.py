"""An article as the search holds it, and its words by where they stand."""

from collections import Counter
from dataclasses import dataclass

from domain.knowledge import Article
from knowledge_base.search.plain_text import strip_markdown
from knowledge_base.search.terms import count_terms

LONGEST_TITLE = 500
LONGEST_VARIANT = 500
MOST_VARIANTS = 500
"""What is beyond these is not searched, so that no article makes the index slow for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A published article, as much of it as is shown of what was found.

    Attributes:
        text: the answer without its Markdown.
    """

    article_id: str
    locale: str
    version: int
    title: str
    category: str | None
    sensitive: bool
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """An article's terms, counted in title, variants, and answer with tags.

    Attributes:
        counts: of each term, by field.
        words: each word to its term.
    """

    entry: Entry
    counts: tuple[Counter[str], Counter[str], Counter[str]]
    words: dict[str, str]


def read_wording(article: Article) -> Wording:
    """Take what is searched from an article; a fraction of a millisecond."""
    text = strip_markdown(article.answer)
    variants = (variant[:LONGEST_VARIANT] for variant in article.variants[:MOST_VARIANTS])
    fields = (article.title[:LONGEST_TITLE], "\n".join(variants), "\n".join((text, *article.tags)))
    words: dict[str, str] = {}
    title, asked, answer = (count_terms(each, words) for each in fields)
    return Wording(
        entry=Entry(
            article_id=article.id,
            locale=article.locale,
            version=article.version,
            title=article.title,
            category=article.category,
            sensitive=article.sensitive,
            text=text,
        ),
        counts=(title, asked, answer),
        words=words,
    )
