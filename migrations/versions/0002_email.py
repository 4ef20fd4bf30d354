"""Email: participants, message ids, whole bodies, suppressed addresses and reading cursors."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_whole_bodies()
    _create_participants()
    _create_message_ids()
    _create_suppressions()
    _create_cursors()
    for column in _outbox_columns():
        op.add_column("outbox", column)
    op.create_index("ix_outbox_address", "outbox", ["channel", "address", "created_at"])
    automatic = ["channel", "account", "automatic", "created_at"]
    op.create_index("ix_outbox_automatic", "outbox", automatic)


def downgrade() -> None:
    op.drop_index("ix_outbox_automatic", "outbox")
    op.drop_index("ix_outbox_address", "outbox")
    for column in reversed(_outbox_columns()):
        op.drop_column("outbox", column.name)
    for table in ("cursors", "suppressions", "message_ids", "participants", "whole_bodies"):
        op.drop_table(table)


def _create_whole_bodies() -> None:
    op.create_table(
        "whole_bodies",
        sa.Column("interaction_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text()),
        sa.PrimaryKeyConstraint("interaction_id", name="pk_whole_bodies"),
    )


def _create_participants() -> None:
    op.create_table(
        "participants",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "kind", "value", name="pk_participants"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_participants_conversation_id_conversations",
        ),
    )
    op.create_index("ix_participants_address", "participants", ["kind", "value"])


def _create_message_ids() -> None:
    op.create_table(
        "message_ids",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "message_id", name="pk_message_ids"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_message_ids_conversation_id_conversations",
        ),
    )
    op.create_index("ix_message_ids_conversation_id", "message_ids", ["conversation_id"])


def _create_suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address", name="pk_suppressions"),
    )


def _create_cursors() -> None:
    op.create_table(
        "cursors",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("holder", sa.Text()),
        sa.Column("lease_until", UtcTime()),
        sa.PrimaryKeyConstraint("channel", "account", "name", name="pk_cursors"),
    )


def _outbox_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("address", sa.Text(), nullable=False, server_default=""),
        sa.Column("cc", Json, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("bcc", Json, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("automatic", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
