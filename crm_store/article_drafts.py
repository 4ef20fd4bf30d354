"""Drafts of articles, apart from the articles, so that nothing that reads those can show one."""

from typing import Any

from sqlalchemy import delete, select

from crm_store.codecs import from_json, to_json
from crm_store.schema import article_drafts
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.knowledge import ArticleState
from domain.knowledge_desk import ArticleContent, ArticleDraft

_table = article_drafts


def find_draft(tx: Transaction, article_id: str, locale: str) -> ArticleDraft | None:
    """Find what is being written of an article in a language."""
    row = tx.find_row(select(_table).where(*_place(article_id, locale)))
    return None if row is None else _to_draft(row)


def get_draft(tx: Transaction, article_id: str, locale: str) -> ArticleDraft:
    """Find the same where it must be there.

    Raises:
        NotFoundError: there is no such draft.
    """
    draft = find_draft(tx, article_id, locale)
    if draft is None:
        raise NotFoundError(
            f"there is no draft of {article_id!r} in {locale!r}; it was published or discarded"
        )
    return draft


def list_drafts_of(tx: Transaction, article_id: str) -> tuple[ArticleDraft, ...]:
    """List the drafts of one article, by language."""
    found = select(_table).where(_table.c.id == article_id).order_by(_table.c.locale)
    return tuple(_to_draft(row) for row in tx.execute(found))


def record_draft(tx: Transaction, draft: ArticleDraft) -> ArticleDraft:
    """Write a draft, whether it was there or not."""
    values = {
        "id": draft.article_id,
        "locale": draft.locale,
        "content": to_json(draft.content),
        "title": draft.content.title,
        "state": draft.state,
        "revision": draft.revision,
        "base_version": draft.base_version,
        "publish_at": draft.publish_at,
        "review_note": draft.review_note,
        "created_at": draft.created_at,
        "updated_at": draft.updated_at,
        "updated_by": draft.updated_by,
    }
    changed = {key: value for key, value in values.items() if key not in {"id", "locale"}}
    insert = tx.insert(_table).values(values)
    tx.execute(insert.on_conflict_do_update(index_elements=["id", "locale"], set_=changed))
    return draft


def delete_draft(tx: Transaction, article_id: str, locale: str) -> None:
    """Delete a draft; every save of it stays among the revisions."""
    tx.execute(delete(_table).where(*_place(article_id, locale)))


def _place(article_id: str, locale: str) -> tuple[Any, ...]:
    return _table.c.id == article_id, _table.c.locale == locale


def _to_draft(row: Any) -> ArticleDraft:
    return ArticleDraft(
        article_id=row.id,
        locale=row.locale,
        content=from_json(ArticleContent, row.content),
        state=ArticleState(row.state),
        revision=row.revision,
        base_version=row.base_version,
        publish_at=row.publish_at,
        review_note=row.review_note,
        created_at=row.created_at,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )
