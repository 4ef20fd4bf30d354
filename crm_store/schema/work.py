"""Jobs: work to be done after a commit."""

from sqlalchemy import Column, Index, Integer, Table, Text

from crm_store.schema.base import Json, Position, UtcTime, metadata

jobs = Table(
    "jobs",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("ordering_key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("available_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("lease_until", UtcTime),
    Column("state", Text, nullable=False),
    Column("last_error", Text),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_jobs_order", "ordering_key", "state", "position"),
    Index("ix_jobs_claim", "state", "available_at", "position"),
)
