"""Articles, and what a matcher says about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.feedback import AnswerFeedback


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
        sensitive: never sent by the bot on its own; a person reads it first.
        precision: the share of right answers, 0 to 1, that is wanted of this article where it is
            sent by itself; None for what the channel asks.
        category: where the help centre lists it, or None.
        source_version: the version in the article's first language that this translation says the
            same as, or None.
        redirect_to: the id of the article that a retired one's readers are led to, or None.
        retire_at: when it is retired by itself, or None.
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
    sensitive: bool = False
    precision: float | None = None
    category: str | None = None
    source_version: int | None = None
    redirect_to: str | None = None
    retire_at: datetime | None = None

    @property
    def topic(self) -> str | None:
        """The first tag."""
        return self.tags[0] if self.tags else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """An article as it stood once, and who made it so.

    Attributes:
        note: what was done, such as that it was restored from an earlier version, or None.
    """

    article: Article
    author: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMatch:
    """How surely an article answers a text.

    Attributes:
        confidence: 0 to 1, the probability that it is the right answer; comparable across texts.
        topic: the article's first tag, or None.
        needed: the confidence from which on so many answers are right as were asked for; None
            where the matcher cannot tell, so that a fixed one holds.
        sensitive: as the article is.
        precision: the share of right answers that `needed` gives; None where there is no `needed`,
            or where it is what the channel asks for.
        calibrated: the confidence before what was said of answers corrected it; None where the
            matcher does not say, so that it is the confidence itself.
    """

    article_id: str
    locale: str
    version: int
    title: str
    confidence: float
    topic: str | None = None
    needed: float | None = None
    sensitive: bool = False
    precision: float | None = None
    calibrated: float | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A word as it was typed and as it is read."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Why one article came up.

    Attributes:
        parts: what each part of the matcher says of it, 0 to 1, by the part's name, such as
            `meaning`, `nearest`, `words`.
        variant: the article's wording that is nearest to the text, or an empty one.
        exact: the text is one of its variants word for word.
    """

    match: ArticleMatch
    parts: Mapping[str, float] = field(default_factory=dict)
    variant: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchExplanation:
    """What was made of a text.

    Attributes:
        candidates: best first.
        repairs: words that were read as others.
        known: share of the text's words that the knowledge base has, by weight.
    """

    candidates: tuple[Candidate, ...] = ()
    repairs: tuple[Repair, ...] = ()
    known: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that a matcher is made from.

    Attributes:
        articles: the published ones, each id at most once in a locale.
        feedback: what was said of earlier answers, oldest first.
    """

    version: int
    articles: tuple[Article, ...]
    feedback: tuple[AnswerFeedback, ...] = ()


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

    @property
    def encoder(self) -> str | None:
        """The name of the sentence encoder at work; None where words and letters alone count."""
        ...

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        """Find the articles that answer one question, best first, each once, and say why.

        Args:
            text: one question, of any length; time is bounded whatever it is.
            locale: prefer articles in this language; None for any.
            limit: how many at the most.
            precision: the share of right answers wanted of those sent by themselves, 0 to 1; sets
                `needed` where the article itself asks for none. None for the matcher's default.
        """
        ...
