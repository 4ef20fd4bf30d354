"""The knowledge managers' work: drafts, categories, files, what readers say, and gaps."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
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

# Apart from the articles: nothing that reads those can show what is not published.
article_drafts = Table(
    "article_drafts",
    metadata,
    Column("id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("content", Json, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("publish_at", UtcTime),
    Column("review_note", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("updated_by", Text, nullable=False),
    PrimaryKeyConstraint("id", "locale"),
    Index("ix_article_drafts_updated_at", "updated_at"),
)

# Every save of every draft, never changed: the common ground of two people's changes.
article_revisions = Table(
    "article_revisions",
    metadata,
    Column("id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("id", "locale", "revision"),
)

categories = Table(
    "categories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("parent", Text),
    Column("position", Integer, nullable=False),
    Column("titles", Json, nullable=False),
    Column("descriptions", Json, nullable=False),
)

article_files = Table(
    "article_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

article_ratings = Table(
    "article_ratings",
    metadata,
    Column("article_id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("visitor", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Text),
    Column("at", UtcTime, nullable=False),
    Column("handled_at", UtcTime),
    PrimaryKeyConstraint("article_id", "locale", "visitor"),
    Index("ix_article_ratings_at", "at"),
)

# How often an article was read in the help centre, by day (UTC).
article_reads = Table(
    "article_reads",
    metadata,
    Column("article_id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("reads", Integer, nullable=False),
    PrimaryKeyConstraint("article_id", "locale", "day"),
    Index("ix_article_reads_day", "day"),
)

# What readers looked for; `opened` is the article they chose, if any.
help_searches = Table(
    "help_searches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("locale", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("found", Integer, nullable=False),
    Column("opened", Text),
    Column("at", UtcTime, nullable=False),
    Index("ix_help_searches_at", "at"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Text, primary_key=True),
    Column("locale", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("terms", Json, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("article_id", Text),
    Column("first_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("found_at", UtcTime, nullable=False),
    Column("channels", Json),
    Column("weeks", Json),
    Column("dismissed_size", Integer),
    Index("ix_gaps_state", "state", "size"),
)

# The questions of each gap, the most typical first; the words stand where they were asked.
gap_questions = Table(
    "gap_questions",
    metadata,
    Column("gap_id", Text, ForeignKey("gaps.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("question_id", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("placed", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("gap_id", "source", "question_id"),
    Index("ix_gap_questions_question_id", "question_id"),
)

# What somebody took out of a gap, so that the next search does not put it back.
gap_removals = Table(
    "gap_removals",
    metadata,
    Column("gap_id", Text, ForeignKey("gaps.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("question_id", Text, nullable=False),
    PrimaryKeyConstraint("gap_id", "source", "question_id"),
)
