"""The knowledge desk: drafts and their revisions, categories, files, ratings, reads, gaps."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "article_drafts",
    "article_revisions",
    "categories",
    "article_files",
    "article_ratings",
    "article_reads",
    "help_searches",
    "gaps",
    "gap_questions",
)


def upgrade() -> None:
    for table, columns in _new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_articles_category", "articles", ["category", "locale", "state"])
    op.create_index("ix_decisions_at", "decisions", ["at"])
    _create_article_drafts()
    _create_article_revisions()
    _create_categories()
    _create_article_files()
    _create_article_ratings()
    _create_article_reads()
    _create_help_searches()
    _create_gaps()
    _create_gap_questions()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("ix_decisions_at", "decisions")
    op.drop_index("ix_articles_category", "articles")
    for table, columns in _new_columns().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)


def _new_columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "articles": (*_content_columns(), sa.Column("retire_at", UtcTime())),
        "article_versions": (*_content_columns(), sa.Column("note", sa.Text())),
    }


def _content_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("category", sa.Text()),
        sa.Column("source_version", sa.Integer()),
        sa.Column("redirect_to", sa.Text()),
    )


def _create_article_drafts() -> None:
    op.create_table(
        "article_drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("publish_at", UtcTime()),
        sa.Column("review_note", sa.Text()),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "locale", name="pk_article_drafts"),
    )
    op.create_index("ix_article_drafts_updated_at", "article_drafts", ["updated_at"])


def _create_article_revisions() -> None:
    op.create_table(
        "article_revisions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", "locale", "revision", name="pk_article_revisions"),
    )


def _create_categories() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_categories"),
        sa.Column("parent", sa.Text()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("titles", Json, nullable=False),
        sa.Column("descriptions", Json, nullable=False),
    )


def _create_article_files() -> None:
    op.create_table(
        "article_files",
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_files"),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
    )
    op.create_index("ix_article_files_article_id", "article_files", ["article_id"])


def _create_article_ratings() -> None:
    op.create_table(
        "article_ratings",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("visitor", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("handled_at", UtcTime()),
        sa.PrimaryKeyConstraint("article_id", "locale", "visitor", name="pk_article_ratings"),
    )
    op.create_index("ix_article_ratings_at", "article_ratings", ["at"])


def _create_article_reads() -> None:
    op.create_table(
        "article_reads",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reads", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "locale", "day", name="pk_article_reads"),
    )
    op.create_index("ix_article_reads_day", "article_reads", ["day"])


def _create_help_searches() -> None:
    op.create_table(
        "help_searches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_help_searches"),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Text()),
        sa.Column("at", UtcTime(), nullable=False),
    )
    op.create_index("ix_help_searches_at", "help_searches", ["at"])


def _create_gaps() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text()),
        sa.Column("first_at", UtcTime(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.Column("found_at", UtcTime(), nullable=False),
    )
    op.create_index("ix_gaps_state", "gaps", ["state", "size"])


def _create_gap_questions() -> None:
    op.create_table(
        "gap_questions",
        sa.Column("gap_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["gaps.id"], name="fk_gap_questions_gap_id_gaps", ondelete="CASCADE"
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gap_id", "source", "question_id", name="pk_gap_questions"),
    )
    op.create_index("ix_gap_questions_question_id", "gap_questions", ["question_id"])
