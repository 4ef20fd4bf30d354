"""Earlier versions of an article: compared, and written anew."""

from datetime import datetime

from bot.knowledge_desk.standing import get_standing, lock_article
from bot.knowledge_desk.workbench import Comparison
from bot.knowledge_desk.write_draft import write_draft
from bot.tools import Tools
from crm_store.articles import find_article_version
from crm_store.transaction import Transaction
from domain.errors import ConflictError, NotFoundError
from domain.knowledge_desk import ArticleContent, ArticleDraft, take_content
from domain.staff import StaffMember
from knowledge_base.content_difference import compare_content


def restore_version(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    version: int,
    *,
    by: StaffMember,
    now: datetime,
) -> ArticleDraft:
    """Begin a draft with what an earlier version said; see `KnowledgeDesk.restore`."""
    lock_article(tx, article_id, locale)
    content = get_version_content(tx, article_id, locale, version)
    standing = get_standing(tx, article_id, locale)
    if standing.draft is not None:
        raise ConflictError(
            f"{standing.draft.updated_by} is writing a new version; publish or discard that first"
        )
    base = standing.version
    return write_draft(tx, article_id, locale, content, base_version=base, by=by, now=now)


def compare_versions(
    tx: Transaction, article_id: str, locale: str, older: int, newer: int | None
) -> Comparison:
    """Compare two versions, or one with the draft; see `KnowledgeDesk.compare`."""
    old = get_version_content(tx, article_id, locale, older)
    if newer is not None:
        new = get_version_content(tx, article_id, locale, newer)
    else:
        draft = get_standing(tx, article_id, locale).draft
        if draft is None:
            raise NotFoundError("there is no draft; it was published or discarded meanwhile")
        new = draft.content
    return Comparison(older=older, newer=newer, fields=compare_content(old, new))


def get_version_content(
    tx: Transaction, article_id: str, locale: str, version: int
) -> ArticleContent:
    """Find what a version said; version 0, before the first one, said nothing.

    Raises:
        NotFoundError: there is no such version.
    """
    if version == 0:
        return ArticleContent(title="")
    found = find_article_version(tx, article_id, locale, version)
    if found is None:
        raise NotFoundError(f"there is no version {version} of {article_id!r} in {locale!r}")
    return take_content(found.article)
