"""What customers do by themselves, and how they prove who they are."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from crm_store.schema.base import Json, Position, UtcTime, metadata

action_runs = Table(
    "action_runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("action", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("slots", Json, nullable=False),
    Column("requested", Text),
    Column("asked", Json),
    Column("choices", Json, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("key", Text, unique=True),
    Column("outcome", Text),
    Column("facts", Json, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("asked_at", UtcTime),
    Column("expires_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_action_runs_conversation", "conversation_id", "started_at"),
    Index("ix_action_runs_customer", "customer_id", "state"),
    Index("ix_action_runs_state", "state", "expires_at"),
    Index("ix_action_runs_action", "action", "started_at"),
    # All that a report counts runs by, so that it need not look at them.
    Index("ix_action_runs_started", "started_at", "action", "channel", "state", "outcome"),
)

# What happened in each run, for the funnel; never changed once written.
action_steps = Table(
    "action_steps",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("run_id", ForeignKey("action_runs.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("slot", Text),
    Column("channel", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    # All that a report asks of the steps of a run.
    Index("ix_action_steps_run", "run_id", "step", "slot", "position"),
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("run_id", ForeignKey("action_runs.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used_at", UtcTime),
    Index("ix_one_time_codes_address", "kind", "value", "created_at"),
)

# Wrong answers and other things that are limited, by what they are counted for.
attempts = Table(
    "attempts",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_attempts_subject", "scope", "subject", "at"),
    Index("ix_attempts_at", "at"),
)

# Tokens by which an identity on another channel joins a customer, each used once.
link_tokens = Table(
    "link_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)
