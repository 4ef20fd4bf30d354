"""Who published what of an article and when, without what it said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm_store.schema import article_versions
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState

_table = article_versions
_FACTS = (_table.c.version, _table.c.state, _table.c.author, _table.c.updated_at, _table.c.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """One version of an article in a language.

    Attributes:
        note: what was done, or None.
    """

    version: int
    state: ArticleState
    author: str
    at: datetime
    note: str | None = None


def list_version_facts(
    tx: Transaction, article_id: str, locale: str, *, before: int | None = None, limit: int
) -> tuple[VersionFacts, ...]:
    """List versions, newest first.

    Args:
        before: list those older than this one alone.
    """
    found = select(*_FACTS).where(_table.c.id == article_id, _table.c.locale == locale)
    if before is not None:
        found = found.where(_table.c.version < before)
    rows = tx.execute(found.order_by(_table.c.version.desc()).limit(limit))
    return tuple(
        VersionFacts(
            version=row.version,
            state=ArticleState(row.state),
            author=row.author,
            at=row.updated_at,
            note=row.note,
        )
        for row in rows
    )


def find_version_at(tx: Transaction, article_id: str, locale: str, at: datetime) -> int | None:
    """Find which version was current at an instant; None where there was none yet."""
    newest = select(func.max(_table.c.version)).where(
        _table.c.id == article_id, _table.c.locale == locale, _table.c.updated_at <= at
    )
    found: int | None = tx.execute(newest).scalar_one()
    return found
