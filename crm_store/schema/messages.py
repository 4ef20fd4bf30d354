"""What came in, as it came; what goes out; and the files in between."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from crm_store.schema.base import Json, UtcTime, metadata

raw_messages = Table(
    "raw_messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("delivery_id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", Json, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    UniqueConstraint("channel", "account", "delivery_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("interaction_id", Text, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("reference", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("recipient", Json, nullable=False),
    # The recipient's address without its detail, to count by.
    Column("address", Text, nullable=False, server_default=""),
    Column("cc", Json, nullable=False, server_default=text("'[]'")),
    Column("bcc", Json, nullable=False, server_default=text("'[]'")),
    Column("automatic", Boolean, nullable=False, server_default=false()),
    Column("subject", Text),
    Column("text", Text, nullable=False),
    Column("html", Text),
    Column("quick_replies", Json, nullable=False),
    Column("attachments", Json, nullable=False),
    Column("thread", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("external_id", Text),
    Column("error", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
    Index("ix_outbox_external", "channel", "account", "external_id"),
    Index("ix_outbox_state", "state", "created_at"),
    Index("ix_outbox_address", "channel", "address", "created_at"),
    Index("ix_outbox_automatic", "channel", "account", "automatic", "created_at"),
)

files = Table(
    "files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

# Ids that mail programs give their messages: what a later message says it follows.
message_ids = Table(
    "message_ids",
    metadata,
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("interaction_id", Text, nullable=False),
    PrimaryKeyConstraint("channel", "account", "message_id"),
)

# Addresses that nothing is sent to any more, because nothing arrives there.
suppressions = Table(
    "suppressions",
    metadata,
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("channel", "address"),
)

# How far each place that a channel reads from by itself has been read, and by which process.
cursors = Table(
    "cursors",
    metadata,
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("holder", Text),
    Column("lease_until", UtcTime),
    PrimaryKeyConstraint("channel", "account", "name"),
)
