"""On PostgreSQL each kind of exception is found by its index, however long the record is."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from crm_store.exceptional.complaining import COMPLAINING
from crm_store.exceptional.leaving import LEAVING
from crm_store.exceptional.look import Look
from crm_store.exceptional.outside import JUST_OUTSIDE, OUTSIDE
from crm_store.exceptional.source import Source, list_found, list_oldest
from crm_store.exceptional.stuck import STUCK
from crm_store.exceptional.undelivered import UNDELIVERED
from crm_store.exceptional.unowned import UNOWNED
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from tests.fakes import MONDAY_MORNING as NOW

NUMBER: Final = 100_000
# One in a hundred is not resolved: it waits, or somebody has it; of its promises one is broken.
_SEED: Final = (
    """INSERT INTO customers (id, name, tier, attributes, created_at)
    VALUES ('c', 'Astrid', 'gold', '{}', :now)""",
    """INSERT INTO conversations (id, reference, customer_id, channel, account, thread, status,
        queue, assignee, priority, created_at, updated_at, version)
    SELECT 'v' || n, 'FD-' || n, 'c', 'sms', 'main', 't' || n,
        CASE WHEN n % 100 = 0 THEN 'open' ELSE 'resolved' END, 'general',
        CASE WHEN n % 200 = 0 THEN 's-ada' END, 'normal', at, at, 1
    FROM generate_series(1, :number) AS n,
        LATERAL (SELECT CAST(:now AS timestamptz) - n * interval '5 minutes' AS at) AS told""",
    """INSERT INTO clocks (id, conversation_id, kind, policy, policy_version, calendar,
        calendar_version, target_us, priority, started_at, as_of, counted_us, due_at, breached_at,
        met_at, seen, corrections, failures)
    SELECT kind || n, 'v' || n, kind, 'p', 'p', 'always', 'always', 3600000000, 'normal',
        :now, :now, 0, CAST(:now AS timestamptz) + n * interval '1 second',
        CASE WHEN kind = 'first_response' THEN CAST(:now AS timestamptz) END,
        CASE WHEN n % 100 <> 0 THEN CAST(:now AS timestamptz) END, '[]', 0, 0
    FROM generate_series(1, :number) AS n, unnest(ARRAY['first_response', 'resolution']) AS kind""",
    """INSERT INTO waiting_lines (queue, channel, language, tier, priority, target_us, widened_to)
    VALUES ('general', 'sms', '', 'gold', 'normal', -1, '')""",
    """INSERT INTO waiting (conversation_id, line_id, waiting_since, widened)
    SELECT id, (SELECT min(id) FROM waiting_lines), updated_at, 0 FROM conversations
    WHERE status = 'open' AND assignee IS NULL""",
    """INSERT INTO outbox (id, interaction_id, conversation_id, reference, channel, account,
        recipient, text, quick_replies, attachments, thread, state, attempts, created_at,
        updated_at)
    SELECT 'o' || n, 'i' || n, 'v' || n, 'FD', 'sms', 'main', '{}', '', '[]', '[]', '{}',
        CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'sent' END, 1,
        CAST(:now AS timestamptz) - n * interval '5 minutes', :now
    FROM generate_series(1, :number) AS n""",
    """INSERT INTO complaints (id, number, customer_id, conversation_id, channel, language,
        category, stage, stage_since, received_at, reopenings, severity, points, grade, special,
        anonymous, opened_why, last_at, version)
    SELECT 'p' || n, 'C-' || n, 'c', 'v' || n, 'sms', 'en', 'delay',
        CASE WHEN n % 100 = 0 THEN 'received' ELSE 'closed' END, :now,
        CAST(:now AS timestamptz) - n * interval '5 minutes', 0, 'minor', 0, '{}', '[]', false, '',
        :now, 1
    FROM generate_series(1, :number) AS n""",
    "ANALYZE",
)
_OLDEST: Final = (
    (OUTSIDE, "ix_clocks_outside"),
    (JUST_OUTSIDE, "ix_clocks_due"),
    (LEAVING, "ix_clocks_due"),
    (UNOWNED, "ix_waiting_longest"),
    (STUCK, "ix_conversations_held"),
    (UNDELIVERED, "ix_outbox_state"),
    (COMPLAINING, "ix_complaints_open"),
)
pytestmark = pytest.mark.slow


class Explained:
    """Passes for a transaction, and keeps how the engine finds what is asked of it."""

    on_postgres = True

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.plans: list[str] = []

    def execute(self, statement: Any) -> Any:
        dialect: Any = postgresql.dialect
        spelt = statement.compile(dialect=dialect(), compile_kwargs={"literal_binds": True})
        asked = text(f"EXPLAIN {str(spelt).replace('%%', '%')}".replace(":", "\\:"))
        self.plans.append("\n".join(row[0] for row in self._tx.execute(asked)))
        return self._tx.execute(statement)


@pytest.fixture
async def long_record(postgres_url: str) -> AsyncIterator[Store]:
    """A record of many conversations, few of which are not as they should be."""
    store = make_store(postgres_url)
    await store.open()
    await store.run(_seed)
    yield store
    await store.close()


def _seed(tx: Transaction) -> None:
    for statement in _SEED:
        named = {"now": NOW, "number": NUMBER}
        tx.execute(text(statement), {k: v for k, v in named.items() if f":{k}" in statement})


async def test_the_oldest_of_each_kind_are_found_by_its_own_index(long_record: Store) -> None:
    for source, index in _OLDEST:
        plans = await long_record.read(_explain, source)
        assert f"using {index}" in plans[0] or f"on {index}" in plans[0], plans[0]
        for plan in plans:
            for table in ("clocks", "conversations", "outbox", "complaints"):
                assert f"Seq Scan on {table}" not in plan, plan


def _explain(tx: Transaction, source: Source) -> list[str]:
    spy: Any = Explained(tx)
    look = Look(now=NOW)
    oldest = list_oldest(spy, source, look, limit=51)
    list_found(spy, source, look, [each.key for each in oldest.candidates][:50])
    plans: list[str] = spy.plans
    return plans
