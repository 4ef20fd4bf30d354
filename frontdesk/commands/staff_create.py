"""`frontdesk staff create`: somebody who can log in."""

import asyncio
import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path

from console.passwords import hash_password
from crm_store.staff import find_staff_by_email, record_staff_member
from crm_store.transaction import Transaction
from domain.errors import ConflictError, FrontdeskError, InvalidInputError
from domain.staff import Role, StaffMember
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds

# NIST SP 800-63B-4, section 3.1.1.2: at least 15 where it is the only factor, and no other rules.
LEAST_PASSWORD_CHARACTERS = 15
MOST_PASSWORD_CHARACTERS = 256


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="what they log in with")
    parser.add_argument("--name", required=True, help="what customers and colleagues see")
    parser.add_argument(
        "--role", required=True, choices=[role.value for role in Role], help="what they may do"
    )
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="read the password from a file's first line; it is asked for otherwise",
    )


def _run(call: Invocation) -> int:
    arguments, settings = call.arguments, call.settings
    email = check_email(arguments.email)
    password = check_password(_read_password(arguments.password_file))
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


def check_password(password: str) -> str:
    """Refuse a password that is too short to be safe.

    Raises:
        InvalidInputError: saying what is needed.
    """
    if not LEAST_PASSWORD_CHARACTERS <= len(password) <= MOST_PASSWORD_CHARACTERS:
        raise InvalidInputError(
            f"a password needs {LEAST_PASSWORD_CHARACTERS} to {MOST_PASSWORD_CHARACTERS} "
            "characters; three or four words do well"
        )
    return password


def _read_password(file: Path | None) -> str:
    if file is not None:
        lines = file.read_text("utf-8").splitlines()
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise FrontdeskError("there is no terminal to ask for the password; use --password-file")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise FrontdeskError("the two passwords differ; nothing was changed")
    return password


STAFF_CREATE = Command(
    name="staff create",
    summary="add somebody who can log in to the console",
    description="Add an agent, knowledge manager, supervisor or administrator. The password is "
    "asked for on the terminal, or read from a file.",
    run=_run,
    add_arguments=_add_arguments,
)
