"""`frontdesk staff deactivate` and `staff activate`: who has left, and who is back."""

import asyncio
from argparse import ArgumentParser
from datetime import datetime
from functools import partial

from crm_store.agent_presence import finish_presence
from crm_store.staff import get_staff_by_email, record_activity
from crm_store.transaction import Transaction
from domain.staff import StaffMember
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="what they log in with")


def _run(call: Invocation, *, active: bool) -> int:
    member = asyncio.run(_record(call.settings, call.arguments.email, active=active))
    if active:
        say(f"{member.name} can log in again, with the password they had.")
    else:
        say(f"{member.name} is logged out everywhere and cannot log in any more.")
    return 0


async def _record(settings: Settings, email: str, *, active: bool) -> StaffMember:
    async with opened_store(settings) as store:
        return await store.run(_change, email, active=active, now=SystemClock().now())


def _change(tx: Transaction, email: str, *, active: bool, now: datetime) -> StaffMember:
    member = get_staff_by_email(tx, email.strip())
    record_activity(tx, member.id, active=active)
    if not active:
        finish_presence(tx, member.id, now=now)
    return member


STAFF_DEACTIVATE = Command(
    name="staff deactivate",
    summary="keep somebody who left from logging in, at once",
    description="End all sessions of a member of staff and keep them from logging in. What they "
    "wrote stays under their name. Conversations they have go back to their queues as soon as the "
    "customer waits.",
    run=partial(_run, active=False),
    add_arguments=_add_arguments,
)

STAFF_ACTIVATE = Command(
    name="staff activate",
    summary="let somebody log in again",
    description="Let a member of staff log in again who was kept from it.",
    run=partial(_run, active=True),
    add_arguments=_add_arguments,
)
