"""People and what they are trained for, who waits for them, and what is done by itself."""

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json, Position, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_CONVERSATION = ("conversation_id", "conversations")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("policy", sa.Text()))
    op.add_column("decisions", sa.Column("evidence", Json))
    for name, empty in (("requires", "'{}'"), ("overflow", "'[]'")):
        column = sa.Column(name, Json, nullable=False, server_default=sa.text(empty))
        op.add_column("queues", column)
    _create_people()
    _create_waiting()
    _create_routings()
    _create_automations()
    _create_simulations()


def _refer(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name)


def _create_people() -> None:
    op.create_table(
        "skills",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_skills"),
    )
    op.create_table(
        "agent_profiles",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("skills", Json, nullable=False),
        sa.Column("capacity", Json, nullable=False),
        sa.Column("shifts", Json, nullable=False),
        sa.Column("taking", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        _refer("agent_profiles", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_agent_profiles"),
    )
    op.create_table(
        "staffing_changes",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("before", Json),
        sa.Column("after", Json),
        sa.Column("by", sa.Text()),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_staffing_changes"),
    )
    op.create_index("ix_staffing_changes_name", "staffing_changes", ["what", "name", "position"])
    op.create_table(
        "agent_presence",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("active_at", UtcTime(), nullable=False),
        sa.Column("wrap_up_until", UtcTime()),
        sa.Column("gone_at", UtcTime()),
        sa.Column("due_at", UtcTime()),
        _refer("agent_presence", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_agent_presence"),
    )
    op.create_index("ix_agent_presence_presence", "agent_presence", ["presence"])
    op.create_index("ix_agent_presence_due", "agent_presence", ["due_at"])


def _create_waiting() -> None:
    alike = ("queue", "channel", "language", "tier", "priority")
    op.create_table(
        "waiting_lines",
        sa.Column("id", Position, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in alike),
        sa.Column("target_us", sa.BigInteger(), nullable=False),
        sa.Column("widened_to", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_lines"),
        sa.UniqueConstraint(*alike, "target_us", "widened_to", name="uq_waiting_lines_alike"),
    )
    op.create_table(
        "waiting",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("line_id", Position, nullable=False),
        sa.Column("waiting_since", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime()),
        sa.Column("resolution_due_at", UtcTime()),
        sa.Column("known_agent", sa.Text()),
        sa.Column("turn_at", UtcTime()),
        sa.Column("widened", sa.Integer(), nullable=False),
        sa.Column("unserved_since", UtcTime()),
        sa.Column("unserved_why", sa.Text()),
        _refer("waiting", *_CONVERSATION),
        _refer("waiting", "line_id", "waiting_lines"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_waiting"),
    )
    for name, columns in (
        ("ix_waiting_due", ["line_id", "due_at"]),
        ("ix_waiting_since", ["line_id", "waiting_since"]),
        ("ix_waiting_turn", ["line_id", "turn_at"]),
        ("ix_waiting_known", ["known_agent", "due_at"]),
        ("ix_waiting_unserved", ["unserved_since"]),
    ):
        op.create_index(name, "waiting", columns)
    op.create_table(
        "waiting_events",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_waiting_events"),
    )
    op.create_table(
        "routing_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_routing_state"),
    )


def _create_routings() -> None:
    op.create_table(
        "routings",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("agent", "before", "by", "queue", "via")),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("waited_us", sa.BigInteger()),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("overflowed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("explanation", Json),
        _refer("routings", *_CONVERSATION),
        sa.PrimaryKeyConstraint("position", name="pk_routings"),
        sa.UniqueConstraint("id", name="uq_routings_id"),
    )
    for name, columns in (
        ("conversation", ["conversation_id", "position"]),
        ("at", ["at"]),
        ("kind", ["kind", "at"]),
        ("agent", ["agent", "at"]),
        ("queue", ["queue", "at"]),
        ("overflowed", ["overflowed", "at"]),
    ):
        op.create_index(f"ix_routings_{name}", "routings", columns)


def _create_automations() -> None:
    op.create_table(
        "automations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("removed_at", UtcTime()),
        sa.PrimaryKeyConstraint("name", name="pk_automations"),
    )
    op.create_table(
        "automation_versions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("automation", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_automation_versions"),
    )
    op.create_index(
        "ix_automation_versions_number",
        "automation_versions",
        ["automation", "number"],
        unique=True,
    )
    once = ("automation", "conversation_id", "occasion")
    op.create_table(
        "automation_runs",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("automation", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("done", Json, nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("at", UtcTime(), nullable=False),
        _refer("automation_runs", *_CONVERSATION),
        sa.PrimaryKeyConstraint("position", name="pk_automation_runs"),
        sa.UniqueConstraint(*once, name=f"uq_automation_runs_{'_'.join(once)}"),
    )
    op.create_index("ix_automation_runs_at", "automation_runs", ["automation", "at"])
    op.create_index("ix_automation_runs_conversation", "automation_runs", ["conversation_id"])
    op.create_table(
        "conversation_tags",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text()),
        _refer("conversation_tags", *_CONVERSATION),
        sa.PrimaryKeyConstraint("conversation_id", "tag", name="pk_conversation_tags"),
    )
    op.create_index("ix_conversation_tags_tag", "conversation_tags", ["tag"])


def _create_simulations() -> None:
    op.create_table(
        "simulations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("scenario", Json, nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("notes", Json, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("result", Json),
        sa.Column("error", sa.Text()),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name="pk_simulations"),
    )
    op.create_index("ix_simulations_started", "simulations", ["started_at"])


def downgrade() -> None:
    for table in (
        "simulations",
        "conversation_tags",
        "automation_runs",
        "automation_versions",
        "automations",
        "routings",
        "routing_state",
        "waiting_events",
        "waiting",
        "waiting_lines",
        "agent_presence",
        "staffing_changes",
        "agent_profiles",
        "skills",
    ):
        op.drop_table(table)
    for name in ("overflow", "requires"):
        op.drop_column("queues", name)
    op.drop_column("decisions", "evidence")
    op.drop_column("conversations", "policy")
