"""What customers do by themselves, and how they prove who they are."""

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json, Position, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("complained_at", UtcTime()))
    op.create_index("ix_conversations_complained", "conversations", ["complained_at"])
    _create_action_runs()
    _create_action_steps()
    _create_one_time_codes()
    _create_attempts()
    _create_link_tokens()


def downgrade() -> None:
    for table in ("link_tokens", "attempts", "one_time_codes", "action_steps", "action_runs"):
        op.drop_table(table)
    op.drop_index("ix_conversations_complained", "conversations")
    op.drop_column("conversations", "complained_at")


def _create_action_runs() -> None:
    op.create_table(
        "action_runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("slots", Json, nullable=False),
        sa.Column("requested", sa.Text()),
        sa.Column("asked", Json),
        sa.Column("choices", Json, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("facts", Json, nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("asked_at", UtcTime()),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_action_runs_conversation_id_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_action_runs_customer_id_customers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_runs"),
        sa.UniqueConstraint("key", name="uq_action_runs_key"),
    )
    for name, columns in (
        ("ix_action_runs_conversation", ["conversation_id", "started_at"]),
        ("ix_action_runs_customer", ["customer_id", "state"]),
        ("ix_action_runs_state", ["state", "expires_at"]),
        ("ix_action_runs_action", ["action", "started_at"]),
        ("ix_action_runs_started", ["started_at", "action", "channel", "state", "outcome"]),
    ):
        op.create_index(name, "action_runs", columns)


def _create_action_steps() -> None:
    op.create_table(
        "action_steps",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["action_runs.id"], name="fk_action_steps_run_id_action_runs"
        ),
        sa.PrimaryKeyConstraint("position", name="pk_action_steps"),
    )
    op.create_index("ix_action_steps_run", "action_steps", ["run_id", "step", "slot", "position"])


def _create_one_time_codes() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["run_id"], ["action_runs.id"], name="fk_one_time_codes_run_id_action_runs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_one_time_codes"),
    )
    op.create_index("ix_one_time_codes_run_id", "one_time_codes", ["run_id"])
    op.create_index("ix_one_time_codes_address", "one_time_codes", ["kind", "value", "created_at"])


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_attempts"),
    )
    op.create_index("ix_attempts_subject", "attempts", ["scope", "subject", "at"])
    op.create_index("ix_attempts_at", "attempts", ["at"])


def _create_link_tokens() -> None:
    op.create_table(
        "link_tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_link_tokens_customer_id_customers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_link_tokens"),
        sa.UniqueConstraint("digest", name="uq_link_tokens_digest"),
    )
