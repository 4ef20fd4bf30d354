"""What readers of the help centre looked for, and what they chose."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from crm_store.schema import help_searches
from crm_store.transaction import Transaction

LONGEST_TEXT = 500
"""Characters of a search that are kept."""

_LONGEST_LOCALE = 35
# A delete of so many takes some milliseconds of everybody who writes.
_FORGOTTEN_AT_ONCE = 1_000
_RECORD = insert(help_searches)
_OPENED = (
    update(help_searches)
    .where(help_searches.c.id == bindparam("search"), help_searches.c.opened.is_(None))
    .values(opened=bindparam("article"))
)
_OLD = (
    select(help_searches.c.id)
    .where(help_searches.c.at < bindparam("before"))
    .order_by(help_searches.c.at)
    .limit(_FORGOTTEN_AT_ONCE)
)
_FORGET = delete(help_searches).where(help_searches.c.id.in_(_OLD))


def record_help_search(
    tx: Transaction, *, search_id: str, text: str, locale: str, found: int, now: datetime
) -> None:
    """Keep a search; of a long text the beginning.

    Args:
        found: how many articles.
    """
    values = {
        "id": search_id,
        "locale": locale[:_LONGEST_LOCALE],
        # PostgreSQL stores neither the letter 0 nor half of a pair of surrogates.
        "text": _clean(text[:LONGEST_TEXT]),
        "found": found,
        "opened": None,
        "at": now,
    }
    tx.execute(_RECORD, values)


def is_unopened(tx: Transaction, search_id: str) -> bool:
    """Say whether there is such a search, and nothing was chosen after it yet."""
    found = select(help_searches.c.id).where(
        help_searches.c.id == search_id, help_searches.c.opened.is_(None)
    )
    return tx.find_row(found) is not None


def record_opened(tx: Transaction, search_id: str, article_id: str) -> bool:
    """Keep which article was chosen, the first one where there are several.

    Returns:
        False where there is no such search, or one was chosen already.
    """
    return tx.execute(_OPENED, {"search": search_id, "article": article_id}).rowcount == 1


def forget_help_searches(tx: Transaction, *, before: datetime) -> int:
    """Delete some of the searches before an instant; return how many, 0 once all are gone."""
    return tx.execute(_FORGET, {"before": before}).rowcount


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(whole.replace("\0", " ").split())
