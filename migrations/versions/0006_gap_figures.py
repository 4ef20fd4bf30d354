"""What a list of gaps shows of each, and where people put questions themselves."""

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gaps", sa.Column("channels", Json))
    op.add_column("gaps", sa.Column("weeks", Json))
    op.add_column("gaps", sa.Column("dismissed_size", sa.Integer()))
    op.add_column(
        "gap_questions",
        sa.Column("placed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "gap_removals",
        sa.Column("gap_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["gaps.id"], name="fk_gap_removals_gap_id_gaps", ondelete="CASCADE"
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("gap_id", "source", "question_id", name="pk_gap_removals"),
    )


def downgrade() -> None:
    op.drop_table("gap_removals")
    op.drop_column("gap_questions", "placed")
    for name in ("dismissed_size", "weeks", "channels"):
        op.drop_column("gaps", name)
