"""Which customers are in danger of being lost, and by how much."""

from datetime import datetime, timedelta

from bot.complaints.policy_at_work import get_complaint_policy
from complaints.asking import find_low
from complaints.risk import WEIGHTS, score_risk
from crm_store.customers_at_risk import list_customers_at_risk
from crm_store.transaction import Transaction
from domain.risk import CustomerAtRisk
from domain.satisfaction import Survey


def list_at_risk(tx: Transaction, *, now: datetime, limit: int) -> tuple[CustomerAtRisk, ...]:
    """List customers in danger of being lost, whoever is most first."""
    recovery = get_complaint_policy(tx).recovery
    found = list_customers_at_risk(
        tx,
        since=now - timedelta(days=recovery.risk_days),
        low={survey: find_low(survey, recovery) for survey in Survey},
        weights=WEIGHTS,
        limit=limit,
    )
    return tuple(
        CustomerAtRisk(
            customer_id=each.customer_id,
            name=each.name,
            tier=each.tier,
            parts=score_risk(each.facts),
        )
        for each in found
    )
