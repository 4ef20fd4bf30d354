"""Calendars, agreements, the clocks that keep them, and what staff are told of them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from crm_store.schema.base import Json, Position, UtcTime, metadata

calendars = Table(
    "calendars",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version_id", Text, nullable=False),
    Column("removed_at", UtcTime),
)

# A version never changes: clocks that counted by it can be counted again.
calendar_versions = Table(
    "calendar_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("calendar", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("definition", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text),
    Index("ix_calendar_versions_number", "calendar", "number", unique=True),
)

sla_policies = Table(
    "sla_policies",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("version_id", Text, nullable=False),
    Column("removed_at", UtcTime),
)

sla_policy_versions = Table(
    "sla_policy_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("definition", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text),
    Index("ix_sla_policy_versions_number", "policy", "number", unique=True),
)

_RUNNING = text("met_at IS NULL AND cancelled_at IS NULL")
# What is late and counts, and what is not late yet and counts.
_OUTSIDE = text(
    "met_at IS NULL AND cancelled_at IS NULL AND paused IS NULL AND breached_at IS NOT NULL"
)
_INSIDE = text("met_at IS NULL AND cancelled_at IS NULL AND paused IS NULL AND breached_at IS NULL")

# What the events of a clock add up to; amounts of time in microseconds.
clocks = Table(
    "clocks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("calendar_version", Text, nullable=False),
    Column("target_us", BigInteger, nullable=False),
    Column("priority", Text, nullable=False),
    Column("queue", Text),
    Column("started_at", UtcTime, nullable=False),
    Column("as_of", UtcTime, nullable=False),
    Column("counted_us", BigInteger, nullable=False),
    Column("paused", Text),
    Column("paused_at", UtcTime),
    Column("paused_until", UtcTime),
    Column("due_at", UtcTime),
    Column("breached_at", UtcTime),
    Column("met_at", UtcTime),
    Column("cancelled_at", UtcTime),
    Column("stopped_by", Text),
    Column("seen", Json, nullable=False),
    Column("next_at", UtcTime),
    Column("promised_at", UtcTime),
    Column("told_at", UtcTime),
    Column("corrections", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Index("ix_clocks_conversation", "conversation_id", "kind"),
    Index("ix_clocks_next", "next_at"),
    Index("ix_clocks_queue", "queue", "kind", "started_at"),
    Index("ix_clocks_breached", "breached_at"),
    Index(
        "ix_clocks_running",
        "calendar",
        "id",
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    ),
    Index(
        "ix_clocks_outside",
        "breached_at",
        "conversation_id",
        sqlite_where=_OUTSIDE,
        postgresql_where=_OUTSIDE,
    ),
    Index(
        "ix_clocks_due",
        "due_at",
        "conversation_id",
        sqlite_where=_INSIDE,
        postgresql_where=_INSIDE,
    ),
)

clock_events = Table(
    "clock_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("clock_id", ForeignKey("clocks.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", UtcTime),
    Column("terms", Json),
    Index("ix_clock_events_clock", "clock_id", "position"),
)

# Word to staff of what needs them; `audience` is `supervisors`, `queue:<name>` or `staff:<id>`.
alerts = Table(
    "alerts",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("audience", Text, nullable=False),
    # None where it is about no conversation.
    Column("conversation_id", ForeignKey("conversations.id")),
    Column("clock_id", Text),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_alerts_audience", "audience", "position"),
    Index("ix_alerts_conversation", "conversation_id"),
    Index("ix_alerts_at", "at"),
)

# When each member of staff was sent mail lately, and how many alerts wait for a mail that sums up.
staff_mails = Table(
    "staff_mails",
    metadata,
    Column("staff_id", Text, nullable=False),
    Column("sent_at", Json, nullable=False),
    Column("held", Integer, nullable=False),
    PrimaryKeyConstraint("staff_id"),
)

alert_readers = Table(
    "alert_readers",
    metadata,
    Column("staff_id", Text, nullable=False),
    Column("read_to", BigInteger, nullable=False),
    PrimaryKeyConstraint("staff_id"),
)

# What was moved by joining two conversations or taking one apart, so that it can be undone.
conversation_moves = Table(
    "conversation_moves",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("source_id", ForeignKey("conversations.id"), nullable=False),
    Column("target_id", ForeignKey("conversations.id"), nullable=False),
    Column("facts", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text),
    Column("undone_at", UtcTime),
    Index("ix_conversation_moves_source", "source_id"),
    Index("ix_conversation_moves_target", "target_id"),
)
