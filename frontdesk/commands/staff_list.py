"""`frontdesk staff list`: who can log in."""

import asyncio

from crm_store.staff import list_staff
from domain.staff import StaffMember
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say_table, write_time
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings

HEAD = ("EMAIL", "NAME", "ROLE", "LOG-IN", "CREATED")


def _run(call: Invocation) -> int:
    say_table(HEAD, [_write_row(member) for member in asyncio.run(_list(call.settings))])
    return 0


async def _list(settings: Settings) -> tuple[StaffMember, ...]:
    async with opened_store(settings) as store:
        return await store.read(list_staff)


def _write_row(member: StaffMember) -> tuple[str, ...]:
    log_in = "active" if member.active else "barred"
    return member.email, member.name, member.role, log_in, write_time(member.created_at)


STAFF_LIST = Command(
    name="staff list",
    summary="list the staff and who of them can log in",
    description="List the staff by name: address, name, role, whether they can log in, and since "
    "when they are here.",
    run=_run,
)
