"""`frontdesk token list`: which keys to the API there are."""

import asyncio

from crm_store.staff import list_api_tokens
from domain.staff import ApiToken
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say_table, write_time
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings

HEAD = ("ID", "NAME", "ROLE", "CREATED", "LAST USED")


def _run(call: Invocation) -> int:
    tokens = asyncio.run(_list(call.settings))
    say_table(HEAD, [_write_row(token) for token in tokens])
    return 0


async def _list(settings: Settings) -> tuple[ApiToken, ...]:
    async with opened_store(settings) as store:
        return await store.read(list_api_tokens)


def _write_row(token: ApiToken) -> tuple[str, ...]:
    created, used = write_time(token.created_at), write_time(token.last_used_at)
    return token.id, token.name, token.role, created, used


TOKEN_LIST = Command(
    name="token list",
    summary="list the tokens for the API and when each was last used",
    description="List the tokens for /api/v1: id, name, role, when it was made and when it was "
    "last used, to the minute. The tokens themselves are kept nowhere.",
    run=_run,
)
