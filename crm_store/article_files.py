"""Files and pictures of articles."""

from typing import Any

from sqlalchemy import Row, Select, delete, select

from crm_store.articles import plain_state
from crm_store.schema import article_files, articles
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.knowledge import ArticleState
from domain.knowledge_desk import ArticleFile

_table = article_files
_DESCRIPTION = [column for column in _table.c if column.name != "content"]


def record_article_file(tx: Transaction, file: ArticleFile, content: bytes) -> ArticleFile:
    """Keep a file."""
    values = {column.name: getattr(file, column.name) for column in _DESCRIPTION}
    tx.execute(_table.insert().values(**values, content=content))
    return file


def find_article_file(tx: Transaction, file_id: str) -> ArticleFile | None:
    """Find a file, without what is in it."""
    row = tx.find_row(select(*_DESCRIPTION).where(_table.c.id == file_id))
    return None if row is None else _to_file(row)


def list_files_of(tx: Transaction, article_id: str) -> tuple[ArticleFile, ...]:
    """List an article's files, the oldest first."""
    found = select(*_DESCRIPTION).where(_table.c.article_id == article_id)
    return tuple(
        _to_file(row) for row in tx.execute(found.order_by(_table.c.created_at, _table.c.id))
    )


def read_article_file_content(tx: Transaction, file_id: str) -> bytes:
    """Read what is in a file.

    Raises:
        NotFoundError: there is no such file.
    """
    row = tx.find_row(select(_table.c.content).where(_table.c.id == file_id))
    if row is None:
        raise NotFoundError(f"there is no file {file_id!r}")
    content: bytes = row.content
    return content


def find_public_file(tx: Transaction, file_id: str) -> ArticleFile | None:
    """Find a file that customers may see: the answer of a published article mentions it."""
    file = find_article_file(tx, file_id)
    if file is None:
        return None
    # Its own article first, which is found by its id; others may show it as well.
    for whose in (articles.c.id == file.article_id, articles.c.id != file.article_id):
        if tx.find_row(_find_mention(file_id).where(whose)) is not None:
            return file
    return None


def _find_mention(file_id: str) -> Select[Any]:
    mentioned = articles.c.answer.contains(f"/help/files/{file_id}/", autoescape=True)
    return select(articles.c.id).where(plain_state == ArticleState.PUBLISHED, mentioned).limit(1)


def delete_article_file(tx: Transaction, file_id: str) -> None:
    """Delete a file."""
    tx.execute(delete(_table).where(_table.c.id == file_id))


def _to_file(row: Row[Any]) -> ArticleFile:
    return ArticleFile(
        id=row.id,
        article_id=row.article_id,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        created_at=row.created_at,
    )
