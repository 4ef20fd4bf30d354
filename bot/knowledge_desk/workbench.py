"""What an editor is shown of an article, and what comes of a save."""

from dataclasses import dataclass
from datetime import datetime

from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent, ArticleDraft, ArticleFile, Category
from knowledge_base.content_difference import FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleState:
    """How far an article is in one language.

    Attributes:
        title: None where it is not written in this language.
        state: `published`, `retired`, `draft`, `in_review` or `scheduled`; None as the title.
        has_changes: whether there is a draft beside what is published.
        version: the published one's, or 0.
        behind: whether the original has changed since it was translated.
        source: whether it is the original, which the others are translations of.
    """

    locale: str
    title: str | None = None
    state: str | None = None
    has_changes: bool = False
    version: int = 0
    behind: bool = False
    source: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """An article that links to another one, or leads its readers there.

    Attributes:
        state: `published`, `retired` for one that redirects, or `draft`.
    """

    id: str
    locale: str
    title: str
    state: str = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """Everything about an article in one language.

    Attributes:
        article: what is published or retired; None for what never was.
        draft: what is being written, or None.
        content: the draft's, or else the article's.
        revision: to be given back with what is saved; see `KnowledgeDesk.save`.
        locales: the company's languages and all others that it is written in, the original first.
        linked_from: who links to it, up to `MOST_LINKS`.
        warnings: in words; none of them keeps it from being published.
    """

    article: Article | None
    draft: ArticleDraft | None
    content: ArticleContent
    revision: int
    locales: tuple[LocaleState, ...]
    linked_from: tuple[LinkedArticle, ...] = ()
    files: tuple[ArticleFile, ...] = ()
    categories: tuple[Category, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved.

    Attributes:
        merged_with: whose changes were taken in, by name; None where nobody else had changed it.
        unscheduled: whether it was to be published by itself, and no longer is as it has changed.
    """

    draft: ArticleDraft
    merged_with: str | None = None
    unscheduled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """Two people changed the same; nothing was written.

    Attributes:
        theirs: as it stands now.
        merged: both people's changes; where they overlap, the answer holds both versions between
            lines that mark them, and any other field what the second one wrote.
        overlaps: names of the fields that both changed in the same place.
        revision: to be saved with once the second one has decided.
        base_version: the published version that `merged` takes into account.
    """

    theirs: ArticleContent
    theirs_by: str
    theirs_at: datetime
    merged: ArticleContent
    overlaps: tuple[str, ...]
    revision: int
    base_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one version to another; fields that are the same are not in it.

    Attributes:
        newer: None for the draft.
    """

    older: int
    newer: int | None
    fields: tuple[FieldChange, ...]
