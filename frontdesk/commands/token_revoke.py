"""`frontdesk token revoke`: a key that opens nothing any more."""

import asyncio
from argparse import ArgumentParser

from crm_store.staff import finish_api_token, list_api_tokens
from crm_store.transaction import Transaction
from domain.errors import ConflictError, NotFoundError
from domain.staff import ApiToken
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "token", metavar="ID_OR_NAME", help="as `frontdesk token list` shows it; not the token"
    )


def _run(call: Invocation) -> int:
    token = asyncio.run(_revoke(call.settings, call.arguments.token))
    say(f"The token {token.name} ({token.id}) opens nothing any more.")
    return 0


async def _revoke(settings: Settings, wanted: str) -> ApiToken:
    async with opened_store(settings) as store:
        return await store.run(record_revocation, wanted)


def record_revocation(tx: Transaction, wanted: str) -> ApiToken:
    """Forget the one token that has this id or name.

    Raises:
        NotFoundError: there is none.
        ConflictError: several have the name.
    """
    tokens = list_api_tokens(tx)
    found = [each for each in tokens if each.id == wanted] or [
        each for each in tokens if each.name == wanted
    ]
    if not found:
        raise NotFoundError("there is no token with that id or name; see: frontdesk token list")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise ConflictError(f"{len(found)} tokens have that name; name one by its id: {ids}")
    finish_api_token(tx, found[0].id)
    return found[0]


TOKEN_REVOKE = Command(
    name="token revoke",
    summary="take a token for the API back, at once",
    description="Take a token for /api/v1 back, by its id or, where no other has it, by its name. "
    "The next request with it is refused, by every process.",
    run=_run,
    add_arguments=_add_arguments,
)
