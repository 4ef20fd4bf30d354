"""What the log of routing says last of each conversation of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from crm_store.schema import routings
from crm_store.transaction import Transaction
from domain.routings import RoutingKind

# Those after which somebody else has it than before.
_MOVES = [
    RoutingKind.PUSHED,
    RoutingKind.PULLED,
    RoutingKind.TAKEN,
    RoutingKind.ASSIGNED,
    RoutingKind.RELEASED,
    RoutingKind.HANDED_ON,
]
_LATEST = (
    select(func.max(routings.c.position))
    .where(
        routings.c.conversation_id.in_(bindparam("ids", expanding=True)),
        routings.c.kind.in_(_MOVES),
    )
    .group_by(routings.c.conversation_id)
)
_FOUND = select(
    routings.c.conversation_id, routings.c.kind, routings.c.agent, routings.c.before
).where(routings.c.position.in_(_LATEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingHint:
    """How a conversation came to whom it came last.

    Attributes:
        agent: the staff id of who got it, or None.
        before: the staff id of who had it until then, or None.
    """

    kind: RoutingKind
    agent: str | None
    before: str | None


def find_hints(tx: Transaction, ids: Sequence[str]) -> dict[str, RoutingHint]:
    """Find by conversation how it came to whom it came last; nothing of those never routed."""
    return {
        row.conversation_id: RoutingHint(
            kind=RoutingKind(row.kind), agent=row.agent, before=row.before
        )
        for row in tx.execute(_FOUND, {"ids": list(ids)})
    }
