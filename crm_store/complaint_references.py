"""The orders, flights and bookings that complaints are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import bindparam, select

from crm_store.schema import complaint_references
from crm_store.transaction import Transaction

_OF_COMPLAINTS = select(complaint_references).where(
    complaint_references.c.complaint_id.in_(bindparam("ids", expanding=True))
)


def record_complaint_references(
    tx: Transaction, complaint_id: str, references: Iterable[str]
) -> None:
    """Write down what a complaint is about; what is known already stays as it is."""
    for reference in sorted(references):
        values = {"complaint_id": complaint_id, "reference": reference}
        tx.insert_once(complaint_references, values)


def map_complaint_references(
    tx: Transaction, complaint_ids: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Map complaints to what they are about; one that names nothing is not in it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in tx.execute(_OF_COMPLAINTS, {"ids": sorted(complaint_ids)}):
        found[row.complaint_id].add(row.reference)
    return {complaint_id: frozenset(some) for complaint_id, some in found.items()}
