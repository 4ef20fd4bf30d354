"""What makes complaints good in stories: its policy, its people, and what is left of its budget."""

import re
from dataclasses import replace
from typing import Any

from bot.redress.voucher_guesses import Trying
from complaints.budget import replay
from complaints.response_edits import ResponseEdits
from crm_store.budgets import BudgetSums, list_budget_events, list_budgets
from crm_store.gestures import list_gestures_of
from domain.complaint_register import Severity
from domain.redress import RedemptionAsked
from domain.redress_cases import GestureCase
from domain.staff import Role
from tests.stories.complaint_cases import ADA, read_complaint
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN

BOB = replace(ANN, id="staff-bob", name="Bob", email="bob@example.com", role=Role.SUPERVISOR)
SHOP = replace(ANN, id="token:shop", name="the shop", email="", password_hash="")
DOING = ResponseEdits(doing="Oslo is searching for your bag")
CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")
LINE = {"severity": "minor", "give": "voucher", "cost": "EUR 25.00"}


def give(*lines: dict[str, Any], budget: str = "1000.00", **gestures: Any) -> dict[str, Any]:
    """A policy that gives a voucher of EUR 25.00 for everything, or what `lines` say."""
    table = list(lines) or [LINE | {"severity": each.value} for each in Severity]
    return {
        "budgets": {"EUR": budget},
        "voucher_days": 30,
        "gestures": {"approval_above": {"EUR": "50.00"}, "table": table} | gestures,
    }


async def set_policy(desk: StoryDesk, definition: dict[str, Any]) -> None:
    """Have a policy hold from now on."""
    await desk.system.redress.save_policy(definition, by=ADA.name)


async def answer(desk: StoryDesk, number: str, customer: str) -> str:
    """Answer a complaint; return the code that its customer got, or nothing."""
    await desk.system.complaints.respond(number, agent=ANN, edits=DOING)
    await desk.settle()
    found = CODE.search(desk.said_to(customer)[-1])
    return found[0] if found else ""


async def redeem(desk: StoryDesk, code: str, use: str = "order 1", **asked: Any) -> str:
    """Have the shop redeem a code; return what refuses it, `repeated`, or nothing."""
    wanted = RedemptionAsked(**{"use": use, "currency": "EUR"} | asked)
    trying = Trying(token_id=SHOP.id, address="192.0.2.1")
    done = await desk.system.redress.redeem(code, wanted, by=SHOP, trying=trying)
    return done.redemption.refusal or ("repeated" if done.redemption.repeated else "")


async def list_of(desk: StoryDesk, number: str) -> tuple[GestureCase, ...]:
    """The gestures of a complaint."""
    complaint = await read_complaint(desk, number)
    return await desk.system.store.read(list_gestures_of, complaint.id)


async def budget(desk: StoryDesk) -> tuple[int, int, int]:
    """What the one budget has as limit, reserved and spent, proven by its events."""
    (sums,) = await desk.system.store.read(list_budgets)
    await prove(desk, sums)
    return sums.limit, sums.reserved, sums.spent


async def prove(desk: StoryDesk, sums: BudgetSums) -> None:
    """Prove that running sums are what the events add up to."""
    events = await desk.system.store.read(list_budget_events, sums.period, sums.currency)
    state = replay(sums.currency, events)
    assert (sums.limit, sums.reserved, sums.spent) == (
        state.limit,
        sum(state.reserved.values()),
        state.spent,
    )
