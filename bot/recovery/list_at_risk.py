"""Which customers are in danger of being lost, and by how much."""

from datetime import datetime, timedelta

from bot.complaints.policy_at_work import get_complaint_policy
from complaints.asking import find_low
from complaints.risk import AT_RISK, score_risk
from crm_store.customers_at_risk import map_names, read_risks
from crm_store.transaction import Transaction
from domain.risk import CustomerAtRisk
from domain.satisfaction import Survey


def list_at_risk(tx: Transaction, *, now: datetime, limit: int) -> tuple[CustomerAtRisk, ...]:
    """List customers in danger of being lost, whoever is most first."""
    recovery = get_complaint_policy(tx).recovery
    risks = read_risks(
        tx,
        since=now - timedelta(days=recovery.risk_days),
        low={survey: find_low(survey, recovery) for survey in Survey},
    )
    scored = ((customer_id, score_risk(facts)) for customer_id, facts in risks.items())
    summed = ((sum(part.points for part in parts), each, parts) for each, parts in scored)
    worst = sorted((one for one in summed if one[0] >= AT_RISK), key=lambda one: (-one[0], one[1]))[
        :limit
    ]
    names = map_names(tx, [customer_id for _, customer_id, _ in worst])
    return tuple(
        CustomerAtRisk(
            customer_id=customer_id,
            name=names[customer_id][0],
            tier=names[customer_id][1],
            parts=parts,
        )
        for _, customer_id, parts in worst
    )
