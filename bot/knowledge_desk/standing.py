"""An article as it stands: what is published of it, what is being written, and what is saved on."""

from dataclasses import dataclass
from datetime import datetime

from crm_store.article_drafts import find_draft
from crm_store.article_revisions import find_revision
from crm_store.articles import find_article, find_article_version
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent, ArticleDraft, take_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What there is of an article in one language."""

    article: Article | None
    draft: ArticleDraft | None

    @property
    def version(self) -> int:
        """The published version, or 0."""
        return 0 if self.article is None else self.article.version

    @property
    def revision(self) -> int:
        """What is to be given back with a save.

        A draft's revision; where there is none, the version that is published, below zero. So
        either has its own ground to merge on, however the version came to be.
        """
        return -self.version if self.draft is None else self.draft.revision

    @property
    def content(self) -> ArticleContent:
        """What an editor sees."""
        if self.draft is not None:
            return self.draft.content
        assert self.article is not None, "read_standing gives one of them"  # noqa: S101 - as it says
        return take_content(self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What somebody had before them when they began to write."""

    content: ArticleContent
    at: datetime


def lock_article(tx: Transaction, article_id: str, locale: str) -> None:
    """Keep others from changing an article in one language until this transaction has ended."""
    tx.lock(f"article:{article_id}/{locale}")


def find_standing(tx: Transaction, article_id: str, locale: str) -> Standing | None:
    """Find an article or its draft."""
    article = find_article(tx, article_id, locale)
    draft = find_draft(tx, article_id, locale)
    return None if article is None and draft is None else Standing(article=article, draft=draft)


def get_standing(tx: Transaction, article_id: str, locale: str) -> Standing:
    """Find the same where it must be there.

    Raises:
        NotFoundError: there is neither an article nor a draft.
    """
    standing = find_standing(tx, article_id, locale)
    if standing is None:
        raise NotFoundError(f"there is no article {article_id!r} in {locale!r}")
    return standing


def get_ground(tx: Transaction, article_id: str, locale: str, revision: int) -> Ground:
    """Find what a revision, as `Standing.revision` numbers them, held.

    Raises:
        NotFoundError: there never was such a revision.
    """
    if revision > 0:
        saved = find_revision(tx, article_id, locale, revision)
        if saved is not None:
            return Ground(content=saved.content, at=saved.at)
    else:
        version = find_article_version(tx, article_id, locale, -revision)
        if version is not None:
            return Ground(content=take_content(version.article), at=version.at)
    raise NotFoundError(f"there is no revision {revision} of {article_id!r} in {locale!r}")
