"""All that a message held, where its interaction shows only what was written now."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from crm_store.schema import whole_bodies
from crm_store.transaction import Transaction

_FIND = select(whole_bodies).where(whole_bodies.c.interaction_id == bindparam("interaction_id"))
_HAVE = select(whole_bodies.c.interaction_id, whole_bodies.c.html.is_not(None).label("html")).where(
    whole_bodies.c.interaction_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeBody:
    """The body of a message as text, and as sanitised HTML where it had any."""

    text: str
    html: str | None


def record_whole_body(tx: Transaction, interaction_id: str, *, text: str, html: str | None) -> None:
    """Keep the body of a message."""
    values = {"interaction_id": interaction_id, "text": text, "html": html}
    tx.execute(whole_bodies.insert(), values)


def find_whole_body(tx: Transaction, interaction_id: str) -> WholeBody | None:
    """Find the body of a message; None where its interaction shows all of it."""
    row = tx.find_row(_FIND, {"interaction_id": interaction_id})
    return None if row is None else WholeBody(text=row.text, html=row.html)


def list_whole_bodies(tx: Transaction, interaction_ids: list[str]) -> dict[str, bool]:
    """Say of which interactions the whole body was kept, and whether as HTML too."""
    rows = tx.execute(_HAVE, {"ids": interaction_ids})
    return {row.interaction_id: bool(row.html) for row in rows}
