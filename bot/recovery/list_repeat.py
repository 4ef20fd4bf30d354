"""Which customers complain time and again."""

from datetime import datetime, timedelta

from bot.complaints.policy_at_work import get_complaint_policy
from crm_store.repeat_complainers import list_repeat_complainers
from crm_store.transaction import Transaction
from domain.risk import RepeatComplainer


def list_repeat(tx: Transaction, *, now: datetime, limit: int) -> tuple[RepeatComplainer, ...]:
    """List who complained so often as the policy calls repeated, whoever did most first."""
    recovery = get_complaint_policy(tx).recovery
    since = now - timedelta(days=recovery.repeat_days)
    return list_repeat_complainers(tx, since=since, least=recovery.repeat_count, limit=limit)
