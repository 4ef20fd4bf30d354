"""The numbers by which people speak of complaints, by their internal ids."""

from collections.abc import Collection

from sqlalchemy import select

from crm_store.schema import complaints
from crm_store.transaction import Transaction


def map_numbers(tx: Transaction, complaint_ids: Collection[str]) -> dict[str, str]:
    """Map internal ids to numbers; an id of no complaint is left out."""
    if not complaint_ids:
        return {}
    wanted = complaints.c.id.in_(sorted(complaint_ids))
    found = tx.execute(select(complaints.c.id, complaints.c.number).where(wanted))
    return {row.id: row.number for row in found}
