"""Sums of questions and answers by day, for the report."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "language", "outcome", name="pk_question_days"),
    )
    op.create_table(
        "answer_days",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "article_id", "locale", "day", "channel", "use", name="pk_answer_days"
        ),
    )
    op.create_index("ix_answer_days_day", "answer_days", ["day"])
    settled = ["resolved_at", "channel", "language", "disposition", "queue"]
    op.create_index("ix_conversations_resolved", "conversations", settled)


def downgrade() -> None:
    # Where counting was; what is dropped is counted anew if the tables ever come back.
    op.execute("DELETE FROM counters WHERE name = 'decisions_counted'")
    # Verdicts on what was not sent, which the program before does not know.
    op.execute("DELETE FROM answer_feedback WHERE source = 'suggestion'")
    op.drop_index("ix_conversations_resolved", "conversations")
    op.drop_table("answer_days")
    op.drop_table("question_days")
