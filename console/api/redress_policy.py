"""Budgets and the complaint policy by the API."""

from bot.redress.policy_changes import PolicyView
from console.api.operation import Call, Query
from console.api.redress_models import (
    BudgetItem,
    BudgetList,
    NewBudgetLimit,
    NewPolicy,
    NewPolicyRollback,
    PolicyHistory,
    PolicyItem,
    PolicyVersionItem,
)


async def list_budgets(call: Call[Query, None]) -> BudgetList:
    """Answer the budgets of months."""
    found = await call.services.redress.list_budgets()
    return BudgetList(items=tuple(BudgetItem.model_validate(each) for each in found))


async def limit_budget(call: Call[Query, NewBudgetLimit]) -> BudgetItem:
    """Set the limit of a month."""
    sums = await call.services.redress.limit_budget(
        call.path["period"], call.path["currency"], call.body.limit, by=call.agent
    )
    return BudgetItem.model_validate(sums)


async def read_policy(call: Call[Query, None]) -> PolicyItem:
    """Answer the policy at work."""
    return _make_item(await call.services.redress.read_policy())


async def save_policy(call: Call[Query, NewPolicy]) -> PolicyItem:
    """Make a policy the next version."""
    redress = call.services.redress
    body = call.body
    await redress.save_policy(body.definition, by=call.agent.name, based_on=body.based_on)
    return _make_item(await redress.read_policy())


async def list_versions(call: Call[Query, None]) -> PolicyHistory:
    """Answer the versions of the policy."""
    found = await call.services.redress.list_policy_versions()
    return PolicyHistory(items=tuple(PolicyVersionItem.model_validate(each) for each in found))


async def roll_back(call: Call[Query, NewPolicyRollback]) -> PolicyItem:
    """Make an old version the next one."""
    redress = call.services.redress
    body = call.body
    await redress.roll_back_policy(body.number, by=call.agent.name, based_on=body.based_on)
    return _make_item(await redress.read_policy())


def _make_item(view: PolicyView) -> PolicyItem:
    version = view.version
    return PolicyItem(
        number=view.policy.number,
        definition=view.definition,
        created_at=None if version is None else version.created_at,
        created_by=None if version is None else version.created_by,
        oddities=view.oddities,
    )
