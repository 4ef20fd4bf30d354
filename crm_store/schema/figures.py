"""Figures that reports are made of, kept as things happen, and mails that tell them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from crm_store.schema.base import Json, Position, UtcTime, metadata

# Conversations of which something that is counted has changed, until they are counted anew.
figure_changes = Table(
    "figure_changes",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("conversation_id", Text, nullable=False),
    Index("ix_figure_changes_conversation", "conversation_id"),
)

# What each conversation was counted as, so that it can be taken back, and found behind a figure.
figure_parts = Table(
    "figure_parts",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("figure", Text, nullable=False),
    Column("day", Date, nullable=False),
    # The local hour, 0 to 23; -1 of figures that are not told by the hour.
    Column("hour", SmallInteger, nullable=False),
    Column("queue", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("conversation_id", "part"),
    Index("ix_figure_parts_figure", "figure", "day", "label"),
)


def _make_sums(name: str) -> Table:
    """Make a table of sums of the parts, which is all that reports read."""
    return Table(
        name,
        metadata,
        Column("figure", Text, nullable=False),
        Column("day", Date, nullable=False),
        Column("hour", SmallInteger, nullable=False),
        Column("queue", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("tier", Text, nullable=False),
        Column("label", Text, nullable=False),
        Column("n", BigInteger, nullable=False),
        Column("amount", BigInteger, nullable=False),
        PrimaryKeyConstraint("figure", "day", "hour", "queue", "channel", "tier", "label"),
    )


figure_days = _make_sums("figure_days")
# By week, whose `day` is its Monday: of a year a seventh.
figure_weeks = _make_sums("figure_weeks")
# By week and whatever channel and tier, which are empty here: of the weeks again a tenth or so.
figure_totals = _make_sums("figure_totals")

# Each time that all was counted from the beginning, and what had been wrong. `after` is the last
# conversation that was looked at, so that a check which was broken off goes on there.
figure_checks = Table(
    "figure_checks",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("begun_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("after", Text, nullable=False),
    Column("conversations", BigInteger, nullable=False),
    Column("wrong", BigInteger, nullable=False),
    Column("examples", Json, nullable=False),
    Index("ix_figure_checks_begun", "begun_at"),
)

# Who gets which report by mail.
report_subscriptions = Table(
    "report_subscriptions",
    metadata,
    Column("staff_id", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("staff_id", "period"),
)

# Each report that was put on its way, once for each period that it is about.
report_mails = Table(
    "report_mails",
    metadata,
    Column("staff_id", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("staff_id", "period", "day"),
)
