"""What knowledge managers work on: drafts, categories, files, ratings and gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.knowledge import Article, ArticleState


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContent:
    """All that an editor changes of an article in one language.

    Attributes:
        variants: how customers ask it; the title counts as one more.
        answer: Markdown.
        tags: the first one is its topic, which queues are matched to.
        category: where the help centre lists it; None for nowhere but in the search.
        sensitive: never sent by the bot on its own; a person reads it first.
        precision: the share of right answers, 0 to 1, wanted of it; None for what the channel asks.
        source_version: the version of the article in its first language that this one says the
            same as; None where it is that language itself, or where nobody said.
    """

    title: str
    variants: tuple[str, ...] = ()
    answer: str = ""
    tags: tuple[str, ...] = ()
    category: str | None = None
    sensitive: bool = False
    precision: float | None = None
    source_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """What is being written; nobody but the staff ever sees it, however it is asked for.

    Attributes:
        article_id: of the article that it becomes, or becomes a new version of.
        state: `DRAFT` or `IN_REVIEW`.
        revision: counted up by every save, over all drafts that the article ever had.
        base_version: the published version that it was begun from; 0 where there was none.
        publish_at: when it is published by itself, or None.
        review_note: what a reviewer asked for, or why it was not published at its time, in whole
            sentences that pages show as they are; None where there is neither.
        updated_by: who saved it last, by name.
    """

    article_id: str
    locale: str
    content: ArticleContent
    state: ArticleState = ArticleState.DRAFT
    revision: int
    base_version: int
    publish_at: datetime | None = None
    review_note: str | None = None
    created_at: datetime
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRevision:
    """A draft as it was saved once: what two people's changes are told apart by."""

    revision: int
    content: ArticleContent
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A shelf of the help centre.

    Attributes:
        parent: the category it stands in; None at the top.
        titles: by locale.
        descriptions: by locale; one sentence.
    """

    id: str
    parent: str | None = None
    position: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)

    def name(self, locale: str) -> str:
        """Return what it is called in a language, or else in any; its id where it has no name."""
        return self.titles.get(locale) or next(iter(self.titles.values()), self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """A file or picture that belongs to an article.

    Attributes:
        width: pixels; None for what is no picture.
        height: the same.
    """

    id: str
    article_id: str
    filename: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRating:
    """What one reader said of an article; they may change it, and count once.

    Attributes:
        visitor: a digest that tells readers apart and names nobody.
        comment: what they missed, or None.
        handled_at: when somebody of the staff had seen to the comment.
    """

    article_id: str
    locale: str
    visitor: str
    version: int
    helpful: bool
    comment: str | None = None
    at: datetime
    handled_at: datetime | None = None


class QuestionSource(StrEnum):
    """Where somebody asked."""

    MESSAGE = "message"
    SEARCH = "search"


class GapState(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    DRAFTED = "drafted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapQuestion:
    """A question that was not answered, or not well.

    Attributes:
        id: of the customer's interaction, or of the search.
        reference: of the conversation; None for a search.
        reply: what an agent answered, or None.
    """

    id: str
    source: QuestionSource
    text: str
    locale: str
    at: datetime
    reference: str | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Questions of one matter that no article answers well.

    Attributes:
        title: the question that stands for the others.
        terms: the words that tell it from other gaps, most telling first.
        size: how many questions.
        article_id: the article that was drafted for it, or None.
        first_at: when it was asked first.
        last_at: when last.
        channels: how many of the questions came in where, by kind of channel; those of the help
            centre's search under `search`.
        weeks: how many were asked in each week of seven days up to `found_at`, the latest last.
        dismissed_size: how many there were when somebody dismissed it; None where nobody did.
    """

    id: str
    locale: str
    title: str
    terms: tuple[str, ...] = ()
    size: int
    state: GapState = GapState.OPEN
    article_id: str | None = None
    first_at: datetime
    last_at: datetime
    found_at: datetime
    channels: Mapping[str, int] = field(default_factory=dict)
    weeks: tuple[int, ...] = ()
    dismissed_size: int | None = None


def take_content(article: Article) -> ArticleContent:
    """Take what an editor changes from an article."""
    return ArticleContent(
        title=article.title,
        variants=article.variants,
        answer=article.answer,
        tags=article.tags,
        category=article.category,
        sensitive=article.sensitive,
        precision=article.precision,
        source_version=article.source_version,
    )
