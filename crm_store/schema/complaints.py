"""The complaint register, what makes complaints good, and what customers say of it all."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from crm_store.schema.base import Json, Position, UtcTime, metadata

# What the events of a complaint add up to, and what people found out about it.
complaints = Table(
    "complaints",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    # Where it is answered; all of its conversations are in `complaint_conversations`.
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("interaction_id", Text),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("product", Text),
    Column("root_cause", Text),
    Column("lessons", Text),
    Column("stage", Text, nullable=False),
    Column("stage_since", UtcTime, nullable=False),
    Column("stage_due_at", UtcTime),
    # When staff were told that the stage is late; it is gone as the stage is left.
    Column("late_seen_at", UtcTime),
    Column("received_at", UtcTime, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("responded_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("escalated_at", UtcTime),
    Column("reopenings", Integer, nullable=False),
    Column("outcome", Text),
    Column("severity", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("grade", Json, nullable=False),
    Column("owner", Text),
    Column("special", Json, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("opened_by", Text),
    Column("opened_why", Text, nullable=False),
    # When its customer wrote about it last.
    Column("last_at", UtcTime, nullable=False),
    Column("follow_up_at", UtcTime),
    Column("follow_up_sent_at", UtcTime),
    Column("follow_up_answer", Text),
    Column("follow_up_answered_at", UtcTime),
    # `recovered` or `lost` once that can be told.
    Column("recovery", Text),
    Column("next_at", UtcTime),
    Column("version", Integer, nullable=False),
    Index("ix_complaints_conversation", "conversation_id"),
    Index("ix_complaints_customer", "customer_id", "received_at"),
    Index("ix_complaints_stage", "stage", "severity", "received_at"),
    Index("ix_complaints_owner", "owner", "stage"),
    Index("ix_complaints_received", "received_at"),
    Index("ix_complaints_closed", "closed_at"),
    Index("ix_complaints_next", "next_at"),
    Index(
        "ix_complaints_open",
        "received_at",
        "conversation_id",
        sqlite_where=text("stage <> 'closed'"),
        postgresql_where=text("stage <> 'closed'"),
    ),
)

complaint_events = Table(
    "complaint_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("to", Text),
    Column("outcome", Text),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_id", Text),
    Column("why", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Index("ix_complaint_events_complaint", "complaint_id", "position"),
    Index("ix_complaint_events_at", "at"),
)

complaint_conversations = Table(
    "complaint_conversations",
    metadata,
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("complaint_id", "conversation_id"),
    Index("ix_complaint_conversations_conversation", "conversation_id"),
)

# The orders, flights and bookings that a complaint is about.
complaint_references = Table(
    "complaint_references",
    metadata,
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("reference", Text, nullable=False),
    PrimaryKeyConstraint("complaint_id", "reference"),
    Index("ix_complaint_references_reference", "reference"),
)

# Messages of which an agent is asked whether they are complaints.
complaint_questions = Table(
    "complaint_questions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("interaction_id", Text, nullable=False),
    Column("probability", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("answered_by", Text),
    Column("complaint_id", Text),
    Index("ix_complaint_questions_conversation", "conversation_id"),
    Index(
        "ix_complaint_questions_open",
        "at",
        sqlite_where=text("answered_at IS NULL"),
        postgresql_where=text("answered_at IS NULL"),
    ),
)

# Every version of what complaints are graded by, made good with and asked about; the last holds.
complaint_policy_versions = Table(
    "complaint_policy_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("definition", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text),
)

# Every version of a response's words; the last for a language and channel holds.
response_template_versions = Table(
    "response_template_versions",
    metadata,
    Column("language", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("number", Integer, nullable=False),
    # Empty where it was taken away, so that the one that is shipped holds again.
    Column("text", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text),
    PrimaryKeyConstraint("language", "channel", "number"),
)

gestures = Table(
    "gestures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("state", Text, nullable=False),
    # Every rule that was tried, with its words.
    Column("tried", Json, nullable=False),
    Column("reason", Text, nullable=False),
    # Of the budget that it is charged to, as `2026-11`; empty until something is reserved.
    Column("period", Text, nullable=False),
    Column("proposed_by", Text),
    Column("proposed_at", UtcTime, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", UtcTime),
    Column("given_at", UtcTime),
    Column("done_by", Text),
    Column("done_at", UtcTime),
    Column("voucher_id", Text),
    Column("version", Integer, nullable=False),
    Index("ix_gestures_complaint", "complaint_id"),
    Index("ix_gestures_customer", "customer_id", "proposed_at"),
    Index("ix_gestures_state", "state", "proposed_at"),
    Index("ix_gestures_given", "given_at"),
)

# What the events of a voucher add up to. Its code is nowhere on this record, only its digest.
vouchers = Table(
    "vouchers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    # The last group of the code, so that people can speak of it.
    Column("ending", Text, nullable=False),
    Column("gesture_id", ForeignKey("gestures.id"), nullable=False, unique=True),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("redeemed_at", UtcTime),
    Column("use", Text, nullable=False),
    Column("revoked_at", UtcTime),
    Column("revoked_for", Text, nullable=False),
    # When what it had reserved was given back as it had expired.
    Column("lapsed_at", UtcTime),
    Index("ix_vouchers_complaint", "complaint_id"),
    Index("ix_vouchers_customer", "customer_id"),
    Index("ix_vouchers_expires", "expires_at"),
    Index("ix_vouchers_issued", "issued_at"),
)

voucher_events = Table(
    "voucher_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("voucher_id", ForeignKey("vouchers.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("use", Text, nullable=False),
    Column("terms", Json),
    Index("ix_voucher_events_voucher", "voucher_id", "position"),
)

# What the events of a period's budget add up to, in minor units.
budgets = Table(
    "budgets",
    metadata,
    Column("period", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("limit", BigInteger, nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    PrimaryKeyConstraint("period", "currency"),
)

budget_events = Table(
    "budget_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("period", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("gesture_id", Text, nullable=False),
    Index("ix_budget_events_budget", "period", "currency", "position"),
    Index("ix_budget_events_gesture", "gesture_id"),
)

# Questions how it was, each to be asked at an instant and open until another.
ballots = Table(
    "ballots",
    metadata,
    Column("id", Text, primary_key=True),
    Column("survey", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("complaint_id", Text),
    Column("agent", Text),
    Column("queue", Text),
    Column("planned_at", UtcTime, nullable=False),
    # None once it was asked, or given up.
    Column("ask_at", UtcTime),
    Column("asked_at", UtcTime),
    Column("interaction_id", Text),
    Column("dropped", Text, nullable=False),
    Column("closes_at", UtcTime),
    Column("value", Integer),
    Column("voted_at", UtcTime),
    Column("changes", Integer, nullable=False),
    Column("comment", Text),
    Index("ix_ballots_conversation", "conversation_id"),
    Index("ix_ballots_customer", "customer_id", "asked_at"),
    Index("ix_ballots_ask", "ask_at"),
    Index("ix_ballots_asked", "asked_at"),
)

# Every vote that was ever given, also those that were changed afterwards.
votes = Table(
    "votes",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("ballot_id", ForeignKey("ballots.id"), nullable=False),
    Column("value", Integer, nullable=False),
    Column("via", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_votes_ballot", "ballot_id", "position"),
)
