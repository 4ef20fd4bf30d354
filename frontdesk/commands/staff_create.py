"""`frontdesk staff create`: somebody who can log in."""

import asyncio
from argparse import ArgumentParser

from console.passwords import hash_password
from crm_store.staff import find_staff_by_email, record_staff_member
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.staff import Role, StaffMember
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.password_entry import add_password_argument, read_password
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="what they log in with")
    parser.add_argument("--name", required=True, help="what customers and colleagues see")
    parser.add_argument(
        "--role", required=True, choices=[role.value for role in Role], help="what they may do"
    )
    add_password_argument(parser)


def _run(call: Invocation) -> int:
    arguments, settings = call.arguments, call.settings
    email = check_email(arguments.email)
    password = read_password(arguments.password_file)
    clock = SystemClock()
    member = StaffMember(
        id=SystemIds(clock).new(),
        email=email,
        name=arguments.name,
        role=Role(arguments.role),
        password_hash=hash_password(password),
        active=True,
        created_at=clock.now(),
    )
    asyncio.run(_record(settings, member))
    say(f"{member.name} can log in at {settings.server.public_url}/console/ with {member.email}.")
    return 0


async def _record(settings: Settings, member: StaffMember) -> None:
    async with opened_store(settings) as store:
        await store.run(record_new_member, member)


def record_new_member(tx: Transaction, member: StaffMember) -> None:
    """Add somebody whose address nobody has yet.

    Raises:
        ConflictError: somebody has it.
    """
    if find_staff_by_email(tx, member.email) is not None:
        raise ConflictError(f"somebody on the staff has the address {member.email} already")
    record_staff_member(tx, member)


def check_email(value: str) -> str:
    """Return an address in lower case; only its shape is looked at.

    Raises:
        InvalidInputError: it is none.
    """
    name, at, host = value.strip().lower().rpartition("@")
    if not (name and at and host) or any(char.isspace() for char in name + host):
        raise InvalidInputError(f"{value!r} is no email address such as ada@example.com")
    return f"{name}@{host}"


STAFF_CREATE = Command(
    name="staff create",
    summary="add somebody who can log in to the console",
    description="Add an agent, knowledge manager, supervisor or administrator. The password is "
    "asked for on the terminal, or read from a file.",
    run=_run,
    add_arguments=_add_arguments,
)
