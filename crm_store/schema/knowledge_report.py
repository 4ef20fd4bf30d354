"""Sums of what the decisions say, by day, so that a report need not read a year of them."""

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, Table, Text

from crm_store.schema.base import metadata

# Days are those of the company's time zone at the time of counting.
question_days = Table(
    "question_days",
    metadata,
    Column("day", Date, nullable=False),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("day", "channel", "language", "outcome"),
)

answer_days = Table(
    "answer_days",
    metadata,
    Column("article_id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("channel", Text, nullable=False),
    Column("use", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("article_id", "locale", "day", "channel", "use"),
    Index("ix_answer_days_day", "day"),
)
