"""All that a message held, where its interaction shows only what was written now."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from crm_store.schema import interactions, whole_bodies
from crm_store.transaction import Transaction
from domain.errors import NotFoundError

_GET = (
    select(whole_bodies)
    .join(interactions, interactions.c.id == whole_bodies.c.interaction_id)
    .where(
        whole_bodies.c.interaction_id == bindparam("interaction_id"),
        interactions.c.conversation_id == bindparam("conversation_id"),
    )
)
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


def get_whole_body(tx: Transaction, conversation_id: str, interaction_id: str) -> WholeBody:
    """Read the body of a message of a conversation.

    Raises:
        NotFoundError: none was kept beside what its interaction shows.
    """
    values = {"conversation_id": conversation_id, "interaction_id": interaction_id}
    row = tx.find_row(_GET, values)
    if row is None:
        raise NotFoundError(
            f"nothing more is kept of {interaction_id!r} than the conversation shows"
        )
    return WholeBody(text=row.text, html=row.html)


def list_whole_bodies(tx: Transaction, interaction_ids: list[str]) -> dict[str, bool]:
    """Say of which interactions the whole body was kept, and whether as HTML too."""
    rows = tx.execute(_HAVE, {"ids": interaction_ids})
    return {row.interaction_id: bool(row.html) for row in rows}
