"""The code that a new address confirms itself with, after an old one has agreed to the change."""

from datetime import datetime
from typing import Final

from bot.actions.contract import ActionContext, Telling
from bot.verification.codes import CodeVerdict, begin_code, check_code
from crm_store.action_runs import get_run
from crm_store.conversations import find_conversation_by_id
from crm_store.transaction import Transaction
from domain.messages import Address
from domain.self_service import Said

CONFIRMED: Final = "confirmed"
# No code could be sent there, so the address stays a claim.
SKIPPED: Final = "skipped"


async def send_to_new(context: ActionContext, new: Address) -> bool:
    """Have a code sent to the new address; False where none can be."""
    store = context.tools.store
    return await store.run(_begin, context, new, now=context.now)


async def check_new(telling: Telling, new: Address, told: str) -> str | None:
    """Return `CONFIRMED` for the right code; else say what is wrong, and None to be asked again."""
    if told in {CONFIRMED, SKIPPED}:
        return told
    context = telling.context
    verdict = await context.tools.store.run(_check, context, told, now=context.now)
    if verdict is CodeVerdict.RIGHT:
        return CONFIRMED
    if verdict is CodeVerdict.SPENT and not await send_to_new(context, new):
        return SKIPPED
    name = "code_spent" if verdict is CodeVerdict.SPENT else "code_wrong"
    telling.said.append(Said(key=f"common.{name}", facts={"address": new.value}))
    return None


def _begin(tx: Transaction, context: ActionContext, new: Address, *, now: datetime) -> bool:
    tools = context.tools
    conversation = find_conversation_by_id(tx, context.conversation.id)
    if conversation is None:
        return False
    to = Address(kind=new.kind, value=new.value, verified=True)
    # The new address may well be of the kind that asks: what it proves is that it is read.
    anybody = Address(kind="", value="")
    run = get_run(tx, context.run_id)
    sent = begin_code(tx, tools, run, conversation, (to,), anybody, now=now, at_once=False)
    return sent is not None


def _check(tx: Transaction, context: ActionContext, told: str, *, now: datetime) -> CodeVerdict:
    return check_code(tx, context.tools, get_run(tx, context.run_id), told, now=now)
