"""Word of conversations of which something changed that reports count; see `domain.figures`.

Whoever changes what is counted leaves word here. The counting comes later, in one process, so that
two who change things at once never wait for each other because of a sum.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, func, select, true

from crm_store.schema import conversations, figure_changes
from crm_store.transaction import Transaction

FIGURES_TOPIC: Final = "figures"
_INSERT = figure_changes.insert()
_OLDEST = select(figure_changes).order_by(figure_changes.c.position)
_OF_CONVERSATIONS = select(figure_changes).where(
    figure_changes.c.conversation_id.in_(bindparam("ids", expanding=True))
)
_DELETE = delete(figure_changes).where(
    figure_changes.c.position.in_(bindparam("positions", expanding=True))
)
_HOW_MANY = select(func.count()).select_from(figure_changes)
_HOW_MANY_NOTED = select(func.count(figure_changes.c.conversation_id.distinct()))


def note_figures(tx: Transaction, conversation_id: str) -> None:
    """Leave word that a conversation is to be counted anew.

    It costs a transaction one insert, at its end, however often and of however many it is called.
    """
    tx.read_once(_begin)[conversation_id] = None
    tx.do_last("figure changes", _write)


def note_figures_of(tx: Transaction, conversation_ids: Iterable[str]) -> None:
    """Leave word that several conversations are to be counted anew."""
    for conversation_id in conversation_ids:
        note_figures(tx, conversation_id)


def note_figures_of_customer(tx: Transaction, customer_id: str) -> None:
    """Leave word that all conversations of a customer are to be counted anew.

    For what is told of the customer as they are now, such as their tier.
    """
    _note_where(tx, conversations.c.customer_id == customer_id)


def note_figures_of_queue(tx: Transaction, queue: str) -> None:
    """Leave word that all conversations of a queue that is about to go are to be counted anew."""
    _note_where(tx, conversations.c.queue == queue)


def note_figures_of_all(tx: Transaction) -> None:
    """Leave word that all conversations are to be counted anew, as by another zone's days."""
    _note_where(tx, true())


def list_figure_changes(tx: Transaction, *, limit: int) -> tuple[tuple[int, str], ...]:
    """List the oldest words left, as pairs of their position and the conversation's id."""
    return tuple((row.position, row.conversation_id) for row in tx.execute(_OLDEST.limit(limit)))


def list_noted_since(tx: Transaction, changes: Sequence[tuple[int, str]]) -> frozenset[str]:
    """List the conversations of some words of which there are others by now, by id.

    Args:
        changes: the words that were seen, as pairs of their position and the conversation's id.
    """
    seen = {position for position, _ in changes}
    named = {conversation_id for _, conversation_id in changes}
    found = tx.execute(_OF_CONVERSATIONS, {"ids": sorted(named)})
    return frozenset(row.conversation_id for row in found if row.position not in seen)


def delete_figure_changes(tx: Transaction, positions: Sequence[int]) -> int:
    """Take away exactly the words that were seen to; tell how many were still there.

    One with a lower position may come later: positions are given out before they are committed.
    """
    if not positions:
        return 0
    return tx.execute(_DELETE, {"positions": list(positions)}).rowcount


def count_figure_changes(tx: Transaction) -> int:
    """Count the words that nobody has seen to."""
    return int(tx.execute(_HOW_MANY).scalar_one())


def count_noted(tx: Transaction) -> int:
    """Count the conversations that wait for being counted anew."""
    return int(tx.execute(_HOW_MANY_NOTED).scalar_one())


def _note_where(tx: Transaction, wanted: ColumnElement[bool]) -> None:
    tx.execute(_INSERT.from_select(["conversation_id"], select(conversations.c.id).where(wanted)))
    tx.wake(FIGURES_TOPIC)


def _begin(_tx: Transaction) -> dict[str, Any]:
    """What a transaction has left word of so far; kept with it, as it may run twice."""
    return {}


def _write(tx: Transaction) -> None:
    noted = tx.read_once(_begin)
    tx.execute_for(_INSERT, [{"conversation_id": each} for each in noted])
    noted.clear()
    tx.wake(FIGURES_TOPIC)
