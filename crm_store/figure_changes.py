"""Word of conversations of which something changed that reports count; see `domain.figures`.

Whoever changes what is counted leaves word here. The counting comes later, in one process, so that
two who change things at once never wait for each other because of a sum.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import delete, func, select

from crm_store.schema import conversations, figure_changes
from crm_store.transaction import Transaction

FIGURES_TOPIC: Final = "figures"
_INSERT = figure_changes.insert()
_OLDEST = select(figure_changes).order_by(figure_changes.c.position)
_HOW_MANY = select(func.count()).select_from(figure_changes)


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
    theirs = select(conversations.c.id).where(conversations.c.customer_id == customer_id)
    tx.execute(_INSERT.from_select(["conversation_id"], theirs))
    tx.wake(FIGURES_TOPIC)


def list_figure_changes(tx: Transaction, *, limit: int) -> tuple[tuple[int, str], ...]:
    """List the oldest words left, as pairs of their position and the conversation's id."""
    return tuple((row.position, row.conversation_id) for row in tx.execute(_OLDEST.limit(limit)))


def delete_figure_changes(tx: Transaction, positions: Sequence[int]) -> None:
    """Take away exactly the words that were seen to; one with a lower position may come later.

    Positions are given out before they are committed, so that they do not come in order.
    """
    tx.execute(delete(figure_changes).where(figure_changes.c.position.in_(positions)))


def count_figure_changes(tx: Transaction) -> int:
    """Count the words that nobody has seen to."""
    return int(tx.execute(_HOW_MANY).scalar_one())


def _begin(_tx: Transaction) -> dict[str, Any]:
    """What a transaction has left word of so far; kept with it, as it may run twice."""
    return {}


def _write(tx: Transaction) -> None:
    noted = tx.read_once(_begin)
    tx.execute_for(_INSERT, [{"conversation_id": each} for each in noted])
    noted.clear()
    tx.wake(FIGURES_TOPIC)
