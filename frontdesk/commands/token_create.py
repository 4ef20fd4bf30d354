"""`frontdesk token create`: a key to the API."""

import asyncio
import hashlib
from argparse import ArgumentParser

from crm_store.staff import record_api_token
from domain.staff import ApiToken, Role
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds

PREFIX = "fdt_"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--role",
        required=True,
        choices=[role.value for role in Role],
        help="what its holder may do",
    )
    parser.add_argument(
        "--name", default="command line", help="what it is for, to tell tokens apart"
    )


def _run(call: Invocation) -> int:
    role = Role(call.arguments.role)
    say(asyncio.run(create_token(call.settings, role=role, name=call.arguments.name)))
    return 0


async def create_token(settings: Settings, *, role: Role, name: str) -> str:
    """Make a token and keep its digest; the token itself is told here and never again."""
    clock = SystemClock()
    ids = SystemIds(clock)
    text = PREFIX + ids.secret()
    token = ApiToken(
        id=ids.new(),
        name=name,
        role=role,
        # A random text of 256 bits needs no slow hash: there is nothing to guess.
        digest=hashlib.sha256(text.encode()).hexdigest(),
        created_at=clock.now(),
        last_used_at=None,
    )
    async with opened_store(settings) as store:
        await store.run(record_api_token, token)
    return text


TOKEN_CREATE = Command(
    name="token create",
    summary="make a token for the API and print it, alone on its line",
    description="Make a token for /api/v1 and print it, alone on its line. It is shown this once: "
    "only its digest is kept.",
    run=_run,
    add_arguments=_add_arguments,
)
