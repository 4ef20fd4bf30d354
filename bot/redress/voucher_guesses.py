"""Limits on guessing codes of vouchers.

A mistyped code is told without a look-up and never counted. One that no voucher has is counted for
whoever tried it, for their token, and altogether. Who has tried too many is refused before anything
is looked up; a right code is always taken from everybody else, however many others guess.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.tools import Tools
from bot.verification.keyed_digests import make_digest
from crm_store.alerts import record_alert
from crm_store.attempts import count_attempts, record_attempts
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.errors import TooManyRequestsError

WINDOW: Final = timedelta(hours=1)
UNKNOWN_BY_HOLDER: Final = 10
UNKNOWN_BY_TOKEN: Final = 100
UNKNOWN_OVERALL: Final = 500
_SCOPE: Final = "voucher"
_TOLD: Final = "voucher guesses told"
_ALL: Final = "all"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """Who tries a code.

    Attributes:
        token_id: of whose program asks.
        address: of that program.
        holder: the program's own key for the person before it, or empty; counted in place of the
            address, which all of a shop's customers share.
    """

    token_id: str
    address: str
    holder: str = ""


async def require_few_guesses(tools: Tools, trying: Trying, *, now: datetime) -> None:
    """Refuse whoever has tried too many codes that no voucher has.

    Raises:
        TooManyRequestsError: they have.
    """
    counted = _list_limits(tools, trying)
    if not await tools.store.read(_is_below, counted, now=now):
        raise _refuse()


async def count_guess(tools: Tools, trying: Trying, *, now: datetime) -> None:
    """Count a code that no voucher has; supervisors are told once an hour that somebody guesses.

    Raises:
        TooManyRequestsError: so many are guessed altogether that nobody is told of one more.
    """
    limits = _list_limits(tools, trying)
    overall = await tools.store.run(_record, tools, limits, now=now)
    tools.count("voucher_guess")
    if overall > UNKNOWN_OVERALL:
        raise _refuse()


def _refuse() -> TooManyRequestsError:
    return TooManyRequestsError(
        "too many codes were tried that no voucher has; try again in an hour",
        retry_after=int(WINDOW.total_seconds()),
    )


def _list_limits(tools: Tools, trying: Trying) -> dict[str, int]:
    """List what is counted, by its digest, and how often it may be wrong."""
    who = ("holder", trying.token_id, trying.holder) if trying.holder else ("", trying.address)
    return {
        make_digest(tools, "voucher guess from", *who): UNKNOWN_BY_HOLDER,
        make_digest(tools, "voucher guess by", trying.token_id): UNKNOWN_BY_TOKEN,
    }


def _is_below(tx: Transaction, limits: dict[str, int], *, now: datetime) -> bool:
    return all(
        count_attempts(tx, _SCOPE, subject, since=now - WINDOW, most=most) < most
        for subject, most in limits.items()
    )


def _record(tx: Transaction, tools: Tools, limits: dict[str, int], *, now: datetime) -> int:
    tx.lock(_SCOPE)
    record_attempts(tx, _SCOPE, (_ALL, *limits), now=now)
    since = now - WINDOW
    most = UNKNOWN_OVERALL + 1
    overall = count_attempts(tx, _SCOPE, _ALL, since=since, most=most)
    if overall >= UNKNOWN_OVERALL or not _is_below(tx, limits, now=now):
        _tell_once(tx, tools, now=now)
    return overall


def _tell_once(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    if count_attempts(tx, _TOLD, _ALL, since=now - WINDOW, most=1):
        return
    record_attempts(tx, _TOLD, (_ALL,), now=now)
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=None,
        text="Somebody guesses codes of vouchers: they are refused for an hour, and others' codes "
        "work as before.",
        now=now,
    )
    log.warning("vouchers_guessed")
