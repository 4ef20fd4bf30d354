"""Who works what, who waits, who got it and why, and what supervisors have done by itself."""

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
    UniqueConstraint,
)

from crm_store.schema.base import Json, Position, UtcTime, metadata

skills = Table(
    "skills",
    metadata,
    Column("name", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

agent_profiles = Table(
    "agent_profiles",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("skills", Json, nullable=False),
    Column("capacity", Json, nullable=False),
    Column("shifts", Json, nullable=False),
    Column("taking", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

# Who changed which skill, agent or queue, and what it was before; nothing of it is ever removed.
staffing_changes = Table(
    "staffing_changes",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("what", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Column("by", Text),
    Column("at", UtcTime, nullable=False),
    Index("ix_staffing_changes_name", "what", "name", "position"),
)

agent_presence = Table(
    "agent_presence",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("presence", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("active_at", UtcTime, nullable=False),
    Column("wrap_up_until", UtcTime),
    Column("gone_at", UtcTime),
    Column("due_at", UtcTime),
    Index("ix_agent_presence_presence", "presence"),
    Index("ix_agent_presence_due", "due_at"),
)

# Conversations that wait and are alike in all but their age; so few that all can be looked at.
waiting_lines = Table(
    "waiting_lines",
    metadata,
    Column("id", Position, primary_key=True, autoincrement=True),
    Column("queue", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("priority", Text, nullable=False),
    # In microseconds; -1 where nothing is promised that falls due.
    Column("target_us", BigInteger, nullable=False),
    # The second queue whose people an escalation step let take them as well; empty for none.
    Column("widened_to", Text, nullable=False),
    UniqueConstraint(
        "queue",
        "channel",
        "language",
        "tier",
        "priority",
        "target_us",
        "widened_to",
        name="uq_waiting_lines_alike",
    ),
)

# One row for each conversation that waits for an agent and has none.
waiting = Table(
    "waiting",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("line_id", ForeignKey("waiting_lines.id"), nullable=False),
    Column("waiting_since", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    Column("resolution_due_at", UtcTime),
    Column("known_agent", Text),
    Column("turn_at", UtcTime),
    Column("widened", Integer, nullable=False),
    Column("unserved_since", UtcTime),
    # Why nobody could take it as it was last put on the log; it outlives the mark.
    Column("unserved_why", Text),
    Index("ix_waiting_due", "line_id", "due_at"),
    Index("ix_waiting_since", "line_id", "waiting_since"),
    Index("ix_waiting_longest", "waiting_since", "conversation_id"),
    Index("ix_waiting_turn", "line_id", "turn_at"),
    Index("ix_waiting_known", "known_agent", "due_at"),
    Index("ix_waiting_unserved", "unserved_since"),
)

# What whoever keeps the order of coming in mind has not taken up yet.
waiting_events = Table(
    "waiting_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
)

routing_state = Table(
    "routing_state",
    metadata,
    Column("name", Text, primary_key=True),
    Column("facts", Json, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

routings = Table(
    "routings",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("agent", Text),
    Column("before", Text),
    Column("by", Text),
    Column("queue", Text),
    Column("via", Text),
    Column("at", UtcTime, nullable=False),
    Column("waited_us", BigInteger),
    Column("known", Boolean, nullable=False),
    Column("overflowed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("explanation", Json),
    Index("ix_routings_conversation", "conversation_id", "position"),
    Index("ix_routings_at", "at"),
    Index("ix_routings_kind", "kind", "at"),
    Index("ix_routings_agent", "agent", "at"),
    Index("ix_routings_queue", "queue", "at"),
    Index("ix_routings_overflowed", "overflowed", "at"),
)

# Each time that a conversation went from one queue to another.
queue_moves = Table(
    "queue_moves",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_queue_moves_at", "at", "conversation_id"),
    Index("ix_queue_moves_conversation", "conversation_id", "at"),
)

automations = Table(
    "automations",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("version_id", Text, nullable=False),
    Column("removed_at", UtcTime),
)

# A version never changes, so that what was done by it can be told for ever.
automation_versions = Table(
    "automation_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("automation", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("definition", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text),
    Index("ix_automation_versions_number", "automation", "number", unique=True),
)

# What was done by itself; `occasion` keeps one trigger from doing the same twice.
automation_runs = Table(
    "automation_runs",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("automation", Text, nullable=False),
    Column("version_id", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("occasion", Text, nullable=False),
    Column("done", Json, nullable=False),
    Column("by", Text),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("automation", "conversation_id", "occasion"),
    Index("ix_automation_runs_at", "automation", "at"),
    Index("ix_automation_runs_conversation", "conversation_id"),
)

conversation_tags = Table(
    "conversation_tags",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("tag", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text),
    PrimaryKeyConstraint("conversation_id", "tag"),
    Index("ix_conversation_tags_tag", "tag"),
)

# What supervisors tried out with other people or other work; kept for some days.
simulations = Table(
    "simulations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("scenario", Json, nullable=False),
    Column("changes", Json, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("notes", Json, nullable=False),
    Column("done", Integer, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("result", Json),
    Column("error", Text),
    Column("started_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_simulations_started", "started_at"),
)
