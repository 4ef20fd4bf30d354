"""Customers and the addresses that are theirs."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from crm_store.schema.base import Json, Position, UtcTime, metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("language", Text),
    Column("tier", Text, nullable=False),
    Column("attributes", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("trust", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("kind", "value"),
)

# Append-only: the last row of an address on a channel is what holds.
consents = Table(
    "consents",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("source", Text, nullable=False),
    Index("ix_consents_address", "kind", "value", "channel", "position"),
)
