"""Articles, and what a matcher says about them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ArticleState(StrEnum):
    """How far an article is on its way to the public."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of an answer to one question, in one language.

    Attributes:
        id: the same in all its locales.
        locale: BCP 47 primary tag, such as `en`.
        variants: how customers ask it; the title counts as one more.
        answer: Markdown.
        tags: the first one is its topic, which queues are matched to.
        version: counted up by every change.
    """

    id: str
    locale: str
    title: str
    variants: tuple[str, ...]
    answer: str
    tags: tuple[str, ...] = ()
    state: ArticleState = ArticleState.PUBLISHED
    version: int = 1
    updated_at: datetime | None = None

    @property
    def topic(self) -> str | None:
        """The first tag."""
        return self.tags[0] if self.tags else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """An article as it stood once, and who made it so."""

    article: Article
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMatch:
    """How surely an article answers a text.

    Attributes:
        confidence: 0 to 1, the probability that it is the right answer; comparable across texts.
        topic: the article's first tag, or None.
    """

    article_id: str
    locale: str
    version: int
    title: str
    confidence: float
    topic: str | None = None


class Matcher(Protocol):
    """Finds the article that answers a text; pure, safe to call from any thread."""

    @property
    def version(self) -> int:
        """The version of the knowledge it was made from."""
        ...

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it has articles in."""
        ...

    def match(
        self, text: str, *, locale: str | None = None, limit: int = 3
    ) -> tuple[ArticleMatch, ...]:
        """Return the best articles, best first, each once.

        Args:
            text: what the customer wrote, of any length; time is bounded whatever it is.
            locale: prefer articles in this language; None for any.
            limit: how many at the most.
        """
        ...
