"""Complaints on the record behind a running console, opened as agents open them."""

from typing import Any

from bot.complaints.open_by_hand import OpenOrder
from domain.complaint_cases import Complaint
from domain.redress_cases import GestureCase
from domain.staff import Role, StaffMember
from tests.console.browser import Console
from tests.console.record import begin, hand_over, make_member, reference_of

REGISTER = "/console/complaints"
BAG = "This is the third time that you lost my bag, and nobody answers."
DOING = "Your bag is on the 14:10 from Oslo."


def member(console: Console, role: Role = Role.AGENT) -> StaffMember:
    return make_member(role, console.clock.now())


async def complain(
    console: Console,
    number: int = 1,
    *,
    text: str = BAG,
    category: str = "lost baggage",
    customer_id: str = "c-astrid",
) -> Complaint:
    """Have a customer write, a person have it, and an agent take it down."""
    now = console.clock.now()

    def record(tx: Any) -> None:
        hand_over(tx, begin(tx, number, now=now, text=text, customer_id=customer_id), now=now)

    await console.services.store.run(record)
    order = OpenOrder(category=category, interaction_id=f"x-{number}")
    return await console.services.complaints.open(
        reference_of(number), order, agent=member(console)
    )


async def set_policy(console: Console, **parts: Any) -> None:
    """Change parts of the policy, as they are written."""
    view = await console.services.redress.read_policy()
    definition = {**view.definition, **parts}
    await console.services.redress.save_policy(definition, by="Supervisor Berg")


async def give_money(console: Console, cost: str = "EUR 20.00", alone: str = "50.00") -> None:
    """Have the policy give a voucher for whatever complaint, in a budget of a thousand."""
    table = [
        {"severity": each, "category": "any", "give": "voucher", "cost": cost}
        for each in ("minor", "moderate", "serious", "critical")
    ]
    limits = {"days": 90, "most_count": 3, "most_sum": {"EUR": "500.00"}}
    gestures = {"approval_above": {"EUR": alone}, "limits": limits, "table": table}
    await set_policy(console, budgets={"EUR": "1000.00"}, gestures=gestures)


async def read(console: Console, number: str) -> Complaint:
    return (await console.services.complaints.get(number)).complaint


async def read_gestures(console: Console, number: str) -> tuple[GestureCase, ...]:
    return await console.services.redress.list_of(number)
