"""How often which kind of routing happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import case, func, select

from crm_store.routings import RoutingSearch, list_conditions
from crm_store.schema import conversations, routings
from crm_store.transaction import Transaction
from domain.routings import RoutingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingCounts:
    """How many lines of the log there are.

    Attributes:
        kinds: by kind; none where there are none.
        overflowed: of all kinds, where people of another queue took it.
    """

    kinds: Mapping[RoutingKind, int] = field(default_factory=dict)
    overflowed: int = 0

    @property
    def whole(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


def count_kinds(tx: Transaction, wanted: RoutingSearch) -> RoutingCounts:
    """Count the lines that are wanted by their kind."""
    helped = func.sum(case((routings.c.overflowed, 1), else_=0))
    found = (
        select(routings.c.kind, func.count().label("number"), helped.label("overflowed"))
        .join(conversations, conversations.c.id == routings.c.conversation_id)
        .where(*list_conditions(wanted))
        .group_by(routings.c.kind)
    )
    rows = tx.execute(found).all()
    return RoutingCounts(
        kinds={RoutingKind(row.kind): row.number for row in rows},
        overflowed=sum(int(row.overflowed) for row in rows),
    )
