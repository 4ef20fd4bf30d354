"""Limits on guessing: references, names and whatever else somebody could try out.

An action asks `allow` before it looks anything up for somebody who has proven nothing, and tells
`count_wrong` of each answer that was not right; a reference that is not there is one, too. Both
work outside transactions. What was guessed is kept as a keyed digest and never as it was said.
"""

from datetime import datetime, timedelta

import structlog

from bot.actions.contract import ActionContext
from bot.tools import Tools
from bot.verification.keyed_digests import make_digest
from crm_store.attempts import count_attempts, record_attempts
from crm_store.transaction import Transaction
from domain.messages import Address

WINDOW = timedelta(hours=1)
_ALL = "all"
log = structlog.get_logger()


async def allow(context: ActionContext, scope: str, subject: str) -> bool:
    """Say whether one more answer may be tried.

    Args:
        scope: the kind of thing that is guessed, such as `booking`; counted apart from others.
        subject: the very thing, such as a booking's reference.
    """
    tools = context.tools
    counted = _list_limits(tools, scope, context.address, subject)
    return await tools.store.read(_is_below, scope, counted, now=context.now)


async def count_wrong(context: ActionContext, scope: str, subject: str) -> None:
    """Count an answer that was not right; see `allow`."""
    tools = context.tools
    counted = _list_limits(tools, scope, context.address, subject)
    overall = await tools.store.run(_record, scope, counted, now=context.now)
    if overall >= tools.settings.verification.wrong_overall:
        log.warning("guessing_stopped", scope=scope, wrong_within_hour=overall)
        tools.count("guessing_stopped", scope=scope)


def _list_limits(tools: Tools, scope: str, address: Address, subject: str) -> dict[str, int]:
    """List what is counted, by its digest, and how often it may be wrong."""
    policy = tools.settings.verification
    of_address = make_digest(tools, "guess from", scope, address.kind, address.value)
    of_subject = make_digest(tools, "guess of", scope, subject.strip().casefold())
    return {
        _ALL: policy.wrong_overall,
        of_address: policy.wrong_per_address,
        of_subject: policy.wrong_per_subject,
    }


def _is_below(tx: Transaction, scope: str, counted: dict[str, int], *, now: datetime) -> bool:
    return all(
        count_attempts(tx, scope, subject, since=now - WINDOW, most=most) < most
        for subject, most in counted.items()
    )


def _record(tx: Transaction, scope: str, counted: dict[str, int], *, now: datetime) -> int:
    record_attempts(tx, scope, tuple(counted), now=now)
    return count_attempts(tx, scope, _ALL, since=now - WINDOW, most=counted[_ALL])
