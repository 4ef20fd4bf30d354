"""Articles, every version of them, and the version of the whole."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from crm_store.schema.base import Json, UtcTime, metadata

articles = Table(
    "articles",
    metadata,
    Column("id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("variants", Json, nullable=False),
    Column("answer", Text, nullable=False),
    Column("tags", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("id", "locale"),
    Index("ix_articles_state", "state", "locale"),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("variants", Json, nullable=False),
    Column("answer", Text, nullable=False),
    Column("tags", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("author", Text, nullable=False),
    PrimaryKeyConstraint("id", "locale", "version"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
