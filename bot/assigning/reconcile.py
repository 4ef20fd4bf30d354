"""Those who wait and the rows that say so are made the same again, whatever set them apart.

An upgrade, a customer's new tier or a language that people were registered for leaves rows that say
what was true; whoever waits is never invisible for longer than until the next look.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.assigning.follow_waiting import settle_waiting
from bot.do_regularly import do_regularly
from bot.tools import Tools
from crm_store.conversations import find_unlocked_conversation
from crm_store.transaction import Transaction
from crm_store.waiting_standing import list_unlike

_BATCH: Final = 200
_EVERY_SECONDS: Final = 60.0
log = structlog.get_logger()


async def keep_reconciling(tools: Tools) -> None:
    """Mend what is amiss at once, and look again every minute, for ever."""
    await do_regularly(
        partial(reconcile, tools), every_seconds=_EVERY_SECONDS, failure="reconciling_failed"
    )


async def reconcile(tools: Tools) -> int:
    """Mend all rows that say something else than their conversations; tell how many.

    What cannot be mended, or is being changed by somebody else, is left for the next look.
    """
    mended, tried, left = 0, frozenset[str](), frozenset[str]()
    while wanted := await tools.store.read(list_unlike, skipped=left, limit=_BATCH):
        again = tried & frozenset(wanted)
        mended += await _mend_all(tools, [each for each in wanted if each not in again])
        tried, left = frozenset(wanted), left | again
    if mended:
        log.info("waiting_reconciled", mended=mended)
        tools.count("waiting_reconciled")
    return mended


async def _mend_all(tools: Tools, conversation_ids: Sequence[str]) -> int:
    """Mend some at once, or each alone where that fails; tell how many."""
    try:
        return await tools.store.run(_record_mendings, tools, conversation_ids)
    except Exception:  # noqa: BLE001 - each alone tells which it is
        return sum([await _mend(tools, each) for each in conversation_ids])


async def _mend(tools: Tools, conversation_id: str) -> bool:
    try:
        now = tools.clock.now()
        return await tools.store.run(record_mending, tools, conversation_id, now=now)
    except Exception as error:  # noqa: BLE001 - one that cannot be mended keeps no other waiting
        log.error("not_mended", conversation=conversation_id, error=type(error).__name__)
        return False


def _record_mendings(tx: Transaction, tools: Tools, conversation_ids: Sequence[str]) -> int:
    now = tools.clock.now()
    return sum(record_mending(tx, tools, each, now=now) for each in conversation_ids)


def record_mending(tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime) -> bool:
    """Have the row of one conversation say how it stands; False where somebody else has it."""
    if find_unlocked_conversation(tx, conversation_id) is None:
        return False
    settle_waiting(tx, tools, conversation_id, now=now)
    return True
