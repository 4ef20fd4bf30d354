"""Conversations, their append-only log, and why things went as they did."""

from sqlalchemy import (
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

# What somebody has and is to do something about.
_HELD = text("status = 'open' AND assignee IS NOT NULL AND merged_into IS NULL")

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("subject", Text),
    Column("status", Text, nullable=False),
    Column("queue", Text),
    Column("assignee", Text),
    Column("priority", Text, nullable=False),
    Column("language", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("waiting_since", UtcTime),
    Column("first_response_at", UtcTime),
    Column("resolved_at", UtcTime),
    Column("disposition", Text),
    Column("pending", Json),
    Column("complained_at", UtcTime),
    Column("topic", Text),
    Column("snoozed_until", UtcTime),
    Column("held_for", Text),
    Column("widened_to", Text),
    Column("merged_into", Text),
    Column("reply_via", Text),
    Column("replied_at", UtcTime),
    Column("policy", Text),
    Column("version", Integer, nullable=False),
    Index("ix_conversations_thread", "channel", "account", "thread", "created_at"),
    Index("ix_conversations_customer", "customer_id", "created_at"),
    Index("ix_conversations_queue", "queue", "status", "waiting_since"),
    Index("ix_conversations_assignee", "assignee", "status"),
    Index("ix_conversations_status", "status", "updated_at"),
    Index("ix_conversations_updated", "updated_at", "id"),
    Index("ix_conversations_complained", "complained_at"),
    Index("ix_conversations_snoozed", "snoozed_until"),
    Index("ix_conversations_widened", "widened_to", "status"),
    Index("ix_conversations_merged", "merged_into"),
    Index("ix_conversations_held", "updated_at", "id", sqlite_where=_HELD, postgresql_where=_HELD),
    # All that a report asks of a settled conversation, so that it need not be looked at itself.
    Index(
        "ix_conversations_resolved", "resolved_at", "channel", "language", "disposition", "queue"
    ),
)

interactions = Table(
    "interactions",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Text),
    Column("author_name", Text),
    Column("at", UtcTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text),
    Column("external_id", Text),
    Column("attachments", Json, nullable=False),
    Column("quick_replies", Json, nullable=False),
    Column("source_ids", Json, nullable=False),
    Index("ix_interactions_conversation", "conversation_id", "position"),
)

# All that a message held where its interaction shows only what was written now.
whole_bodies = Table(
    "whole_bodies",
    metadata,
    Column("interaction_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("html", Text),
)

participants = Table(
    "participants",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("name", Text),
    Column("role", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
    PrimaryKeyConstraint("conversation_id", "kind", "value"),
    Index("ix_participants_address", "kind", "value"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("interaction_id", Text, nullable=False),
    Column("rule", Text, nullable=False, index=True),
    Column("decision", Json, nullable=False),
    Column("trace", Json, nullable=False),
    Column("understanding", Json, nullable=False),
    Column("evidence", Json),
    Column("at", UtcTime, nullable=False),
    Index("ix_decisions_at", "at"),
)
