"""Articles, every version of them, and the version of the whole."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
)

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
    Column("sensitive", Boolean, nullable=False, server_default=false()),
    Column("precision", Float),
    Column("category", Text),
    Column("source_version", Integer),
    Column("redirect_to", Text),
    Column("retire_at", UtcTime),
    PrimaryKeyConstraint("id", "locale"),
    Index("ix_articles_state", "state", "locale"),
    Index("ix_articles_category", "category", "locale", "state"),
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
    Column("sensitive", Boolean, nullable=False, server_default=false()),
    Column("precision", Float),
    Column("category", Text),
    Column("source_version", Integer),
    Column("redirect_to", Text),
    Column("note", Text),
    PrimaryKeyConstraint("id", "locale", "version"),
)

# What people say of the bot's answers; each source at most once on each.
answer_feedback = Table(
    "answer_feedback",
    metadata,
    Column("interaction_id", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("conversation_id", Text, ForeignKey("conversations.id"), nullable=False),
    Column("locale", Text, nullable=False),
    Column("article_version", Integer, nullable=False),
    Column("index_version", BigInteger, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text),
    PrimaryKeyConstraint("interaction_id", "article_id", "source"),
    Index("ix_answer_feedback_at", "at"),
    Index("ix_answer_feedback_conversation_id", "conversation_id"),
)

# The vectors of the articles' wording, so that no process computes what another one has.
embeddings = Table(
    "embeddings",
    metadata,
    Column("encoder", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    PrimaryKeyConstraint("encoder", "digest"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
