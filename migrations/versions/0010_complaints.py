"""The complaint register, what makes complaints good, votes, and the figures of reports."""

import sqlalchemy as sa
from alembic import op

from crm_store.schema.base import Json, Position, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_UNANSWERED = sa.text("answered_at IS NULL")
_STILL_OPEN = sa.text("stage <> 'closed'")
_COUNTING = "met_at IS NULL AND cancelled_at IS NULL AND paused IS NULL"
_OUTSIDE = sa.text(f"{_COUNTING} AND breached_at IS NOT NULL")
_INSIDE = sa.text(f"{_COUNTING} AND breached_at IS NULL")
_HELD = sa.text("status = 'open' AND assignee IS NOT NULL AND merged_into IS NULL")


def upgrade() -> None:
    _create_register()
    _create_policies()
    _create_redress()
    _create_votes()
    _create_figures()
    # What is told to staff may be about no conversation.
    with op.batch_alter_table("alerts") as batch:
        batch.alter_column("conversation_id", existing_type=sa.Text(), nullable=True)
    _create_exceptions()
    _note_past()


def _note_past() -> None:
    """Have all conversations that there are counted, by whoever keeps the figures first."""
    op.execute(
        "INSERT INTO figure_changes (conversation_id) SELECT id FROM conversations ORDER BY id"
    )


def _refer(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _create_register() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("product", sa.Text()),
        sa.Column("root_cause", sa.Text()),
        sa.Column("lessons", sa.Text()),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_since", UtcTime(), nullable=False),
        sa.Column("stage_due_at", UtcTime()),
        sa.Column("late_seen_at", UtcTime()),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("acknowledged_at", UtcTime()),
        sa.Column("responded_at", UtcTime()),
        sa.Column("closed_at", UtcTime()),
        sa.Column("escalated_at", UtcTime()),
        sa.Column("reopenings", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("grade", Json, nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("special", Json, nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.Text()),
        sa.Column("opened_why", sa.Text(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.Column("follow_up_at", UtcTime()),
        sa.Column("follow_up_sent_at", UtcTime()),
        sa.Column("follow_up_answer", sa.Text()),
        sa.Column("follow_up_answered_at", UtcTime()),
        sa.Column("recovery", sa.Text()),
        sa.Column("next_at", UtcTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        _refer("complaints", "customer_id", "customers"),
        _refer("complaints", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
        sa.UniqueConstraint("number", name="uq_complaints_number"),
    )
    op.create_index("ix_complaints_closed", "complaints", ["closed_at"])
    op.create_index("ix_complaints_conversation", "complaints", ["conversation_id"])
    op.create_index("ix_complaints_customer", "complaints", ["customer_id", "received_at"])
    op.create_index("ix_complaints_next", "complaints", ["next_at"])
    _create_index(
        "ix_complaints_open", "complaints", ["received_at", "conversation_id"], _STILL_OPEN
    )
    op.create_index("ix_complaints_owner", "complaints", ["owner", "stage"])
    op.create_index("ix_complaints_received", "complaints", ["received_at"])
    op.create_index("ix_complaints_stage", "complaints", ["stage", "severity", "received_at"])
    op.create_table(
        "complaint_events",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        _refer("complaint_events", "complaint_id", "complaints"),
        sa.PrimaryKeyConstraint("position", name="pk_complaint_events"),
    )
    op.create_index("ix_complaint_events_at", "complaint_events", ["at"])
    op.create_index(
        "ix_complaint_events_complaint", "complaint_events", ["complaint_id", "position"]
    )
    op.create_table(
        "complaint_conversations",
        sa.Column("complaint_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("why", sa.Text(), nullable=False),
        _refer("complaint_conversations", "complaint_id", "complaints"),
        _refer("complaint_conversations", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint(
            "complaint_id", "conversation_id", name="pk_complaint_conversations"
        ),
    )
    op.create_index(
        "ix_complaint_conversations_conversation", "complaint_conversations", ["conversation_id"]
    )
    op.create_table(
        "complaint_references",
        sa.Column("complaint_id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        _refer("complaint_references", "complaint_id", "complaints"),
        sa.PrimaryKeyConstraint("complaint_id", "reference", name="pk_complaint_references"),
    )
    op.create_index("ix_complaint_references_reference", "complaint_references", ["reference"])
    op.create_table(
        "complaint_questions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.Text(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("answered_at", UtcTime()),
        sa.Column("answered_by", sa.Text()),
        sa.Column("complaint_id", sa.Text()),
        _refer("complaint_questions", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_questions"),
    )
    op.create_index(
        "ix_complaint_questions_conversation", "complaint_questions", ["conversation_id"]
    )
    op.create_index(
        "ix_complaint_questions_open",
        "complaint_questions",
        ["at"],
        sqlite_where=_UNANSWERED,
        postgresql_where=_UNANSWERED,
    )


def _create_policies() -> None:
    op.create_table(
        "complaint_policy_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_complaint_policy_versions"),
    )
    op.create_table(
        "response_template_versions",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.Text()),
        sa.PrimaryKeyConstraint(
            "language", "channel", "number", name="pk_response_template_versions"
        ),
    )


def _create_redress() -> None:
    op.create_table(
        "gestures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tried", Json, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text()),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", UtcTime()),
        sa.Column("given_at", UtcTime()),
        sa.Column("done_by", sa.Text()),
        sa.Column("done_at", UtcTime()),
        sa.Column("voucher_id", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        _refer("gestures", "complaint_id", "complaints"),
        _refer("gestures", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name="pk_gestures"),
    )
    op.create_index("ix_gestures_complaint", "gestures", ["complaint_id"])
    op.create_index("ix_gestures_customer", "gestures", ["customer_id", "proposed_at"])
    op.create_index("ix_gestures_given", "gestures", ["given_at"])
    op.create_index("ix_gestures_state", "gestures", ["state", "proposed_at"])
    op.create_table(
        "vouchers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("gesture_id", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("redeemed_at", UtcTime()),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("revoked_at", UtcTime()),
        sa.Column("revoked_for", sa.Text(), nullable=False),
        sa.Column("lapsed_at", UtcTime()),
        _refer("vouchers", "gesture_id", "gestures"),
        _refer("vouchers", "complaint_id", "complaints"),
        _refer("vouchers", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name="pk_vouchers"),
        sa.UniqueConstraint("digest", name="uq_vouchers_digest"),
        sa.UniqueConstraint("gesture_id", name="uq_vouchers_gesture_id"),
    )
    op.create_index("ix_vouchers_complaint", "vouchers", ["complaint_id"])
    op.create_index("ix_vouchers_customer", "vouchers", ["customer_id"])
    op.create_index("ix_vouchers_expires", "vouchers", ["expires_at"])
    op.create_index("ix_vouchers_issued", "vouchers", ["issued_at"])
    op.create_table(
        "voucher_events",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("voucher_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("terms", Json),
        _refer("voucher_events", "voucher_id", "vouchers"),
        sa.PrimaryKeyConstraint("position", name="pk_voucher_events"),
    )
    op.create_index("ix_voucher_events_voucher", "voucher_events", ["voucher_id", "position"])
    op.create_table(
        "budgets",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("limit", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("period", "currency", name="pk_budgets"),
    )
    op.create_table(
        "budget_events",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("gesture_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_budget_events"),
    )
    op.create_index("ix_budget_events_budget", "budget_events", ["period", "currency", "position"])
    op.create_index("ix_budget_events_gesture", "budget_events", ["gesture_id"])


def _create_votes() -> None:
    op.create_table(
        "ballots",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.Text()),
        sa.Column("agent", sa.Text()),
        sa.Column("queue", sa.Text()),
        sa.Column("planned_at", UtcTime(), nullable=False),
        sa.Column("ask_at", UtcTime()),
        sa.Column("asked_at", UtcTime()),
        sa.Column("interaction_id", sa.Text()),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("closes_at", UtcTime()),
        sa.Column("value", sa.Integer()),
        sa.Column("voted_at", UtcTime()),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text()),
        _refer("ballots", "conversation_id", "conversations"),
        _refer("ballots", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name="pk_ballots"),
    )
    op.create_index("ix_ballots_ask", "ballots", ["ask_at"])
    op.create_index("ix_ballots_asked", "ballots", ["asked_at"])
    op.create_index("ix_ballots_conversation", "ballots", ["conversation_id"])
    op.create_index("ix_ballots_customer", "ballots", ["customer_id", "asked_at"])
    op.create_table(
        "votes",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("ballot_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        _refer("votes", "ballot_id", "ballots"),
        sa.PrimaryKeyConstraint("position", name="pk_votes"),
    )
    op.create_index("ix_votes_ballot", "votes", ["ballot_id", "position"])


def _create_figures() -> None:
    op.create_table(
        "figure_changes",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_figure_changes"),
    )
    op.create_index("ix_figure_changes_conversation", "figure_changes", ["conversation_id"])
    op.create_table(
        "figure_parts",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "part", name="pk_figure_parts"),
    )
    op.create_index("ix_figure_parts_figure", "figure_parts", ["figure", "day", "label"])
    op.create_table(
        "figure_days",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "figure", "day", "hour", "queue", "channel", "tier", "label", name="pk_figure_days"
        ),
    )
    op.create_table(
        "figure_weeks",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "figure", "day", "hour", "queue", "channel", "tier", "label", name="pk_figure_weeks"
        ),
    )
    op.create_table(
        "figure_totals",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "figure", "day", "hour", "queue", "channel", "tier", "label", name="pk_figure_totals"
        ),
    )
    op.create_table(
        "figure_checks",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("begun_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime()),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("conversations", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.BigInteger(), nullable=False),
        sa.Column("examples", Json, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_figure_checks"),
    )
    op.create_index("ix_figure_checks_begun", "figure_checks", ["begun_at"])
    op.create_table(
        "report_subscriptions",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "period", name="pk_report_subscriptions"),
    )
    op.create_table(
        "report_mails",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "period", "day", name="pk_report_mails"),
    )


def _create_exceptions() -> None:
    op.create_table(
        "queue_moves",
        sa.Column("position", Position, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        _refer("queue_moves", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint("position", name="pk_queue_moves"),
    )
    op.create_index("ix_queue_moves_at", "queue_moves", ["at", "conversation_id"])
    op.create_index("ix_queue_moves_conversation", "queue_moves", ["conversation_id", "at"])
    op.create_index("ix_waiting_longest", "waiting", ["waiting_since", "conversation_id"])
    _create_index("ix_clocks_outside", "clocks", ["breached_at", "conversation_id"], _OUTSIDE)
    _create_index("ix_clocks_due", "clocks", ["due_at", "conversation_id"], _INSIDE)
    _create_index("ix_conversations_held", "conversations", ["updated_at", "id"], _HELD)


def _create_index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table in _INDEXES:
        op.drop_index(name, table)
    for table in reversed(_TABLES):
        op.drop_table(table)


_INDEXES = (
    ("ix_conversations_held", "conversations"),
    ("ix_clocks_due", "clocks"),
    ("ix_clocks_outside", "clocks"),
    ("ix_waiting_longest", "waiting"),
)
_TABLES = (
    "complaints",
    "complaint_events",
    "complaint_conversations",
    "complaint_references",
    "complaint_questions",
    "complaint_policy_versions",
    "response_template_versions",
    "gestures",
    "vouchers",
    "voucher_events",
    "budgets",
    "budget_events",
    "ballots",
    "votes",
    "figure_changes",
    "figure_parts",
    "figure_days",
    "figure_weeks",
    "figure_totals",
    "figure_checks",
    "report_subscriptions",
    "report_mails",
    "queue_moves",
)
