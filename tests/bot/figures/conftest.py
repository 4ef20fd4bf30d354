"""A record with customers and conversations, and somebody who keeps its figures."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.figures.keep_figures import count_all_changes
from bot.tools import Tools
from crm_store.conversations import (
    change_conversation,
    get_conversation_by_id,
    record_conversation,
)
from crm_store.customers import record_customer
from crm_store.figures import sum_figures
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import ConversationStatus
from domain.figures import Figure, FigureQuery
from tests.bot.assigning.floor_record import make_tools
from tests.fakes import FakeClock

RESOLVED = ConversationStatus.RESOLVED


@dataclass
class FigureRecord:
    """Conversations, in the words of a test.

    Attributes:
        counted: what was told to operators' counters, by event.
    """

    tools: Tools
    clock: FakeClock
    counted: list[str] = field(default_factory=list)

    async def begins(self, name: str, *, channel: str = "sms", tier: str = "standard") -> None:
        """Have a customer of their own begin a conversation."""

        def begin(tx: Transaction) -> None:
            customer_id, now = f"of-{name}", self.clock.now()
            record_customer(
                tx, customer_id=customer_id, name=name.title(), language=None, tier=tier, now=now
            )
            record_conversation(
                tx,
                conversation_id=name,
                reference=f"FD-{name}",
                customer_id=customer_id,
                key=ThreadKey(channel=channel, account="main", thread=name),
                subject=f"About {name}",
                language="en",
                now=now,
            )

        await self.tools.store.run(begin)

    async def changes(self, name: str, **changes: Any) -> None:
        """Change fields of a conversation."""

        def change(tx: Transaction) -> None:
            found = get_conversation_by_id(tx, name)
            change_conversation(tx, found, now=self.clock.now(), **changes)

        await self.tools.store.run(change)

    async def is_resolved(self, name: str, disposition: str = "solved") -> None:
        now = self.clock.now()
        await self.changes(name, status=RESOLVED, resolved_at=now, disposition=disposition)

    async def count(self) -> None:
        """Count all that word was left of."""
        await count_all_changes(self.tools)

    async def sums(self, figure: Figure, *by: str) -> dict[tuple[Any, ...], int]:
        """How many of a figure there are, on any day, by what they are told apart by."""
        today = self.clock.now().date()
        query = FigureQuery(first=today.replace(year=2000), last=today.replace(year=2100))
        rows = await self.tools.store.read(sum_figures, query, (figure,), by)
        return {tuple(getattr(row, name) for name in by): row.n for row in rows}


@pytest.fixture
def record(store: Store) -> FigureRecord:
    """A record without anything on it, on each engine in turn."""
    clock = FakeClock()
    record = FigureRecord(make_tools(store, clock), clock)
    object.__setattr__(record.tools, "count", lambda event, **_: record.counted.append(event))
    return record
