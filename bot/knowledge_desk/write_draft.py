"""A draft is written together with the revision that keeps what it says."""

from datetime import datetime

from crm_store.article_drafts import record_draft
from crm_store.article_revisions import record_revision
from crm_store.transaction import Transaction
from domain.knowledge_desk import ArticleContent, ArticleDraft
from domain.staff import StaffMember


def write_draft(
    tx: Transaction,
    article_id: str,
    locale: str,
    content: ArticleContent,
    *,
    base_version: int,
    before: ArticleDraft | None = None,
    by: StaffMember,
    now: datetime,
) -> ArticleDraft:
    """Write a draft as a new revision; it is neither in review nor scheduled any more.

    Args:
        before: the draft that it takes the place of.
    """
    saved = record_revision(tx, article_id, locale, content, author=by.name, now=now)
    draft = ArticleDraft(
        article_id=article_id,
        locale=locale,
        content=content,
        revision=saved.revision,
        base_version=base_version,
        review_note=None if before is None else before.review_note,
        created_at=now if before is None else before.created_at,
        updated_at=now,
        updated_by=by.name,
    )
    return record_draft(tx, draft)
