"""Calendars, agreements and clocks that are built from events."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json, Position, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    _widen_conversations()
    _create_definitions()
    op.execute("CREATE TABLE old_clocks AS SELECT * FROM clocks")
    op.drop_table("clocks")
    _create_clocks()
    _create_clock_events()
    _carry_over(op.get_bind())
    op.drop_table("old_clocks")
    op.execute("DELETE FROM jobs WHERE kind = 'clock'")
    _create_alerts()
    _create_moves()


def _widen_conversations() -> None:
    for name in ("topic", "held_for", "widened_to", "merged_into", "reply_via"):
        op.add_column("conversations", sa.Column(name, sa.Text()))
    for name in ("snoozed_until", "replied_at"):
        op.add_column("conversations", sa.Column(name, UtcTime()))
    op.create_index("ix_conversations_snoozed", "conversations", ["snoozed_until"])
    op.create_index("ix_conversations_widened", "conversations", ["widened_to", "status"])
    op.create_index("ix_conversations_merged", "conversations", ["merged_into"])


def _create_definitions() -> None:
    op.create_table(
        "calendars",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("removed_at", UtcTime()),
        sa.PrimaryKeyConstraint("name", name="pk_calendars"),
    )
    op.create_table(
        "sla_policies",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("removed_at", UtcTime()),
        sa.PrimaryKeyConstraint("name", name="pk_sla_policies"),
    )
    for table, what in (("calendar_versions", "calendar"), ("sla_policy_versions", "policy")):
        op.create_table(
            table,
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column(what, sa.Text(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("definition", Json, nullable=False),
            sa.Column("created_at", UtcTime(), nullable=False),
            sa.Column("created_by", sa.Text()),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_number", table, [what, "number"], unique=True)


def _create_clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("target_us", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text()),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("as_of", UtcTime(), nullable=False),
        sa.Column("counted_us", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Text()),
        sa.Column("paused_at", UtcTime()),
        sa.Column("paused_until", UtcTime()),
        sa.Column("due_at", UtcTime()),
        sa.Column("breached_at", UtcTime()),
        sa.Column("met_at", UtcTime()),
        sa.Column("cancelled_at", UtcTime()),
        sa.Column("stopped_by", sa.Text()),
        sa.Column("seen", Json, nullable=False),
        sa.Column("next_at", UtcTime()),
        sa.Column("promised_at", UtcTime()),
        sa.Column("told_at", UtcTime()),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_clocks_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_clocks"),
    )
    for name, columns in (
        ("ix_clocks_conversation", ["conversation_id", "kind"]),
        ("ix_clocks_next", ["next_at"]),
        ("ix_clocks_queue", ["queue", "kind", "started_at"]),
        ("ix_clocks_breached", ["breached_at"]),
    ):
        op.create_index(name, "clocks", columns)
    running = sa.text("met_at IS NULL AND cancelled_at IS NULL")
    op.create_index(
        "ix_clocks_running",
        "clocks",
        ["calendar", "id"],
        sqlite_where=running,
        postgresql_where=running,
    )


def _create_clock_events() -> None:
    op.create_table(
        "clock_events",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("clock_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", UtcTime()),
        sa.Column("terms", Json),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.id"], name="fk_clock_events_clock_id_clocks"
        ),
        sa.PrimaryKeyConstraint("position", name="pk_clock_events"),
    )
    op.create_index("ix_clock_events_clock", "clock_events", ["clock_id", "position"])


def _create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("clock_id", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_alerts_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("position", name="pk_alerts"),
        sa.UniqueConstraint("id", name="uq_alerts_id"),
    )
    op.create_index("ix_alerts_audience", "alerts", ["audience", "position"])
    op.create_index("ix_alerts_conversation", "alerts", ["conversation_id"])
    op.create_index("ix_alerts_at", "alerts", ["at"])
    op.create_table(
        "alert_readers",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("read_to", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_alert_readers"),
    )
    op.create_table(
        "staff_mails",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("sent_at", Json, nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_mails"),
    )


def _create_moves() -> None:
    op.create_table(
        "conversation_moves",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("undone_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["conversations.id"],
            name="fk_conversation_moves_source_id_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["conversations.id"],
            name="fk_conversation_moves_target_id_conversations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_moves"),
    )
    op.create_index("ix_conversation_moves_source", "conversation_moves", ["source_id"])
    op.create_index("ix_conversation_moves_target", "conversation_moves", ["target_id"])


_OLD = sa.table(
    "old_clocks",
    *(sa.column(name) for name in ("id", "conversation_id", "kind", "policy", "target_minutes")),
    *(sa.column(name, UtcTime()) for name in ("started_at", "due_at", "met_at", "breached_at")),
)
_TALKS = sa.table("conversations", sa.column("id"), sa.column("priority"))
_NEW = sa.table(
    "clocks",
    *(
        sa.column(name)
        for name in ("id", "conversation_id", "kind", "policy", "policy_version", "calendar")
    ),
    *(
        sa.column(name)
        for name in ("calendar_version", "target_us", "priority", "queue", "counted_us")
    ),
    *(sa.column(name) for name in ("stopped_by", "corrections", "failures")),
    sa.column("seen", Json),
    *(
        sa.column(name, UtcTime())
        for name in ("started_at", "as_of", "due_at", "breached_at", "met_at", "next_at")
    ),
)
_EVENTS = sa.table(
    "clock_events",
    *(sa.column(name) for name in ("clock_id", "kind", "reason")),
    sa.column("at", UtcTime()),
    sa.column("terms", Json),
)


def _carry_over(bind: sa.Connection) -> None:
    """Make of each clock that counted a queue's minutes one with its events."""
    found = (
        sa.select(_OLD, _TALKS.c.priority)
        .join(_TALKS, _TALKS.c.id == _OLD.c.conversation_id)
        .order_by(_OLD.c.started_at, _OLD.c.id)
    )
    rows = bind.execute(found).all()
    for place in range(0, len(rows), _AT_ONCE):
        some = rows[place : place + _AT_ONCE]
        bind.execute(_NEW.insert(), [_to_clock(row) for row in some])
        bind.execute(_EVENTS.insert(), [event for row in some for event in _list_events(row)])


def _to_clock(row: Any) -> dict[str, Any]:
    until = row.met_at or row.breached_at or row.started_at
    target = timedelta(minutes=row.target_minutes)
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "kind": row.kind,
        "policy": f"queue:{row.policy}",
        "policy_version": f"queue:{row.policy}",
        "calendar": "always",
        "calendar_version": "always",
        "target_us": target // timedelta(microseconds=1),
        "priority": row.priority,
        "queue": row.policy,
        "started_at": row.started_at,
        "as_of": until,
        "counted_us": (until - row.started_at) // timedelta(microseconds=1),
        "due_at": row.due_at,
        "breached_at": row.breached_at,
        "met_at": row.met_at,
        "stopped_by": None if row.met_at is None else "agent",
        "seen": [] if row.breached_at is None else ["breach"],
        "next_at": _find_next(row, target),
        "corrections": 0,
        "failures": 0,
    }


def _find_next(row: Any, target: timedelta) -> datetime | None:
    """Find when what still runs is to be looked at: a queue's promise warns at 80 %."""
    if row.met_at is not None or row.breached_at is not None:
        return None
    warned_at: datetime = row.started_at + target * 0.8
    return warned_at


def _list_events(row: Any) -> list[dict[str, Any]]:
    terms = {
        "policy": f"queue:{row.policy}",
        "policy_version": f"queue:{row.policy}",
        "calendar": "always",
        "calendar_version": "always",
        "target": f"PT{row.target_minutes}M",
        "priority": row.priority,
        "queue": row.policy,
    }
    started = {"kind": "started", "at": row.started_at, "reason": "", "terms": terms}
    events = [started]
    if row.breached_at is not None:
        events.append(
            {"kind": "milestone", "at": row.breached_at, "reason": "breach", "terms": None}
        )
    if row.met_at is not None:
        events.append({"kind": "met", "at": row.met_at, "reason": "agent", "terms": None})
    return [{"clock_id": row.id, **event} for event in events]


def downgrade() -> None:
    # What the program before does not know: it would stop at each of these.
    op.execute("DELETE FROM jobs WHERE kind IN ('recount', 'staff_mail', 'webhook', 'correct')")
    op.execute("UPDATE conversations SET status = 'open' WHERE status = 'on_hold'")
    op.execute("CREATE TABLE new_clocks AS SELECT * FROM clocks")
    op.drop_table("staff_mails")
    for table in ("conversation_moves", "alert_readers", "alerts", "clock_events", "clocks"):
        op.drop_table(table)
    op.create_table(
        "clocks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("target_minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("paused_at", UtcTime()),
        sa.Column("met_at", UtcTime()),
        sa.Column("breached_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_clocks_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_clocks"),
    )
    op.create_index("ix_clocks_conversation_id", "clocks", ["conversation_id"])
    op.create_index("ix_clocks_due_at", "clocks", ["due_at"])
    op.execute(
        "INSERT INTO clocks SELECT id, conversation_id, kind, queue, target_us / 60000000, "
        "started_at, due_at, NULL, COALESCE(met_at, cancelled_at), breached_at FROM new_clocks "
        "WHERE queue IS NOT NULL AND due_at IS NOT NULL"
    )
    op.drop_table("new_clocks")
    for table in ("sla_policy_versions", "sla_policies", "calendar_versions", "calendars"):
        op.drop_table(table)
    for name in ("snoozed", "widened", "merged"):
        op.drop_index(f"ix_conversations_{name}", "conversations")
    for name in (
        "topic",
        "held_for",
        "widened_to",
        "merged_into",
        "reply_via",
        "snoozed_until",
        "replied_at",
    ):
        op.drop_column("conversations", name)
