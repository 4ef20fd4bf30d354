"""`frontdesk staff set-password`: another password, for who forgot or lost theirs."""

import asyncio
from argparse import ArgumentParser

from console.passwords import hash_password
from crm_store.staff import get_staff_by_email, record_new_password
from crm_store.transaction import Transaction
from domain.staff import StaffMember
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.password_entry import add_password_argument, read_password
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="what they log in with")
    add_password_argument(parser)


def _run(call: Invocation) -> int:
    password_hash = hash_password(read_password(call.arguments.password_file))
    member = asyncio.run(_record(call.settings, call.arguments.email, password_hash))
    say(f"{member.name} has another password and is logged out everywhere.")
    if not member.active:
        say("They cannot log in all the same; see: frontdesk staff activate --help")
    return 0


async def _record(settings: Settings, email: str, password_hash: str) -> StaffMember:
    async with opened_store(settings) as store:
        return await store.run(_replace, email, password_hash)


def _replace(tx: Transaction, email: str, password_hash: str) -> StaffMember:
    member = get_staff_by_email(tx, email.strip())
    record_new_password(tx, member.id, password_hash)
    return member


STAFF_SET_PASSWORD = Command(
    name="staff set-password",
    summary="give somebody another password and log them out everywhere",
    description="Give a member of staff another password; all their sessions end. It is asked for "
    "on the terminal, or read from a file.",
    run=_run,
    add_arguments=_add_arguments,
)
