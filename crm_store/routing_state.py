"""What is known of routing as a whole, by name, such as how long people usually wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from crm_store.schema import routing_state
from crm_store.transaction import Transaction

_BY_NAME = select(routing_state).where(routing_state.c.name == bindparam("name"))


def find_state(tx: Transaction, name: str) -> Mapping[str, Any] | None:
    """Find what is known under a name; None where nothing is."""
    row = tx.find_row(_BY_NAME, {"name": name})
    return None if row is None else dict(row.facts)


def record_state(tx: Transaction, name: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Write what is known under a name, in place of what was."""
    insert = tx.insert(routing_state).values(name=name, facts=dict(facts), updated_at=now)
    changed = {"facts": insert.excluded.facts, "updated_at": insert.excluded.updated_at}
    tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=changed))
