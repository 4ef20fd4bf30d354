"""Knowledge: sensitive articles, wanted precision, feedback on answers, cached embeddings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("articles", "article_versions"):
        for column in _article_columns():
            op.add_column(table, column)
    _create_answer_feedback()
    op.create_table(
        "embeddings",
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("encoder", "digest", name="pk_embeddings"),
    )


def downgrade() -> None:
    op.drop_table("embeddings")
    op.drop_table("answer_feedback")
    for table in ("articles", "article_versions"):
        for column in reversed(_article_columns()):
            op.drop_column(table, column.name)


def _article_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("precision", sa.Float()),
    )


def _create_answer_feedback() -> None:
    op.create_table(
        "answer_feedback",
        sa.Column("interaction_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("article_version", sa.Integer(), nullable=False),
        sa.Column("index_version", sa.BigInteger(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.PrimaryKeyConstraint(
            "interaction_id", "article_id", "source", name="pk_answer_feedback"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_answer_feedback_conversation_id_conversations",
        ),
    )
    op.create_index("ix_answer_feedback_at", "answer_feedback", ["at"])
    op.create_index("ix_answer_feedback_conversation_id", "answer_feedback", ["conversation_id"])
