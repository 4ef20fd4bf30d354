"""One-time codes: sent to an address on file, told back on the channel that asks.

The code is made of its id with the secret, so that neither the record, the log, the outbox nor a
page ever holds it (see docs/decisions/022-verification.md); a digest of it is kept to compare with.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.log_event import log_event
from bot.tools import LEASE, Tools
from bot.verification.code_channels import find_code_account
from bot.verification.code_reading import read_code
from bot.verification.keyed_digests import make_code, make_digest
from bot.verification.masked_addresses import mask_address
from crm_store.jobs import record_job
from crm_store.one_time_codes import (
    OneTimeCode,
    count_codes_of,
    count_codes_to,
    lock_latest_code,
    record_code,
    record_code_used,
    record_wrong_try,
)
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.jobs import Job, JobKind
from domain.messages import Address
from domain.self_service import ActionRun

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Which kind of address is asked first; the kind that the customer writes from is left out.
_PREFERRED = ("email", "phone", "telegram")


class CodeVerdict(StrEnum):
    """What a customer's answer to "What is the code?" comes to.

    `right`: it is proven who they are. `wrong`: another try is left. `spent`: the code was used,
    is too old, was answered too often, or there is none, so that only a new one helps. `unread`:
    the message holds no code, and nothing was counted.
    """

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    """A code on its way.

    Attributes:
        address: where to, masked, as the customer who asks may read it.
        job: that sends it; this process's to begin after the commit where it is leased.
    """

    address: str
    job: Job


def choose_address(addresses: Sequence[Address], asking: Address) -> Address | None:
    """Choose where a code goes: to a verified address of another kind than the one that asks.

    Whoever has taken over the telephone or the mailbox that asks must not be told there as well.
    """
    fit = [each for each in addresses if each.verified and each.kind != asking.kind]
    known = [each for each in fit if each.kind in _PREFERRED]
    return min(known, key=lambda each: _PREFERRED.index(each.kind), default=None)


def begin_code(  # noqa: PLR0917 - six things of six types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    run: ActionRun,
    conversation: Conversation,
    addresses: Sequence[Address],
    asking: Address,
    *,
    now: datetime,
    at_once: bool = True,
) -> CodeSent | None:
    """Have a code sent to one of the addresses on file; a former code of the run is void.

    The conversation, which is locked, logs where it went and not what it was.

    Args:
        addresses: on file for the matter; those that are not verified are passed over.
        asking: where the customer writes from.
        at_once: whether the caller begins the job itself after the commit; otherwise whichever
            process finds it does.

    Returns:
        None where nothing may be sent: no address will do, or the limits are reached.
    """
    reachable = [each for each in addresses if find_code_account(tx, tools, each) is not None]
    to = choose_address(reachable, asking)
    if to is None or not _is_within_limits(tx, tools, run, to, now):
        return None
    code = _make_code(tools, run, to, now)
    record_code(tx, code)
    told = mask_address(to)
    text = f"A one-time code was sent to {told}"
    log_event(tx, tools, conversation, text, event="code_sent", now=now, run=run.id)
    lease = now + LEASE if at_once and tools.room(JobKind.CODE) else None
    return CodeSent(address=told, job=_record_job(tx, tools, code, lease, now))


def check_code(
    tx: Transaction, tools: Tools, run: ActionRun, text: str, *, now: datetime
) -> CodeVerdict:
    """Compare what a customer wrote with the latest code of a run, and count it."""
    told = read_code(text)
    if told is None:
        return CodeVerdict.UNREAD
    code = lock_latest_code(tx, run.id)
    if code is None or not is_good(tools, code, now=now):
        return CodeVerdict.SPENT
    if hmac.compare_digest(code.digest, _digest(tools, code.id, told)):
        record_code_used(tx, code, now=now)
        return CodeVerdict.RIGHT
    record_wrong_try(tx, code)
    last = code.tries + 1 >= tools.settings.verification.code_tries
    return CodeVerdict.SPENT if last else CodeVerdict.WRONG


def is_good(tools: Tools, code: OneTimeCode, *, now: datetime) -> bool:
    """Say whether a code may still be answered."""
    tries = tools.settings.verification.code_tries
    return code.used_at is None and now < code.expires_at and code.tries < tries


def _is_within_limits(
    tx: Transaction, tools: Tools, run: ActionRun, to: Address, now: datetime
) -> bool:
    """Count what was sent before; two who ask at once are counted one after the other."""
    policy = tools.settings.verification
    tx.lock(f"codes:{to.kind}:{to.value}")
    if count_codes_to(tx, to, since=now - HOUR) >= policy.codes_per_address:
        return False
    return count_codes_of(tx, run.customer_id, since=now - DAY) < policy.codes_per_customer


def _make_code(tools: Tools, run: ActionRun, to: Address, now: datetime) -> OneTimeCode:
    code_id = tools.ids.new()
    return OneTimeCode(
        id=code_id,
        run_id=run.id,
        to=to,
        digest=_digest(tools, code_id, make_code(tools, code_id)),
        created_at=now,
        expires_at=now + tools.settings.verification.code_lifetime,
    )


def _digest(tools: Tools, code_id: str, code: str) -> str:
    return make_digest(tools, "digest of a one-time code", code_id, code)


def _record_job(
    tx: Transaction, tools: Tools, code: OneTimeCode, lease: datetime | None, now: datetime
) -> Job:
    return record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.CODE,
        ordering_key=f"code:{code.to.kind}:{code.to.value}",
        subject=code.id,
        now=now,
        lease_until=lease,
    )
