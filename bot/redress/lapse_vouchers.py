"""What vouchers had reserved goes back to the budget as they expire; a ticker sees to it."""

from datetime import datetime
from functools import partial

from bot.redress.budget_keeping import release
from bot.redress.tell import ITSELF, record_gesture_event
from bot.see_to_due import MOST_AT_ONCE, PutOff, keep_looking, note_failure, see_to_each
from bot.tools import Tools
from crm_store.complaints import get_complaint_by_id
from crm_store.gestures import change_gesture, find_unlocked_gesture
from crm_store.transaction import Transaction
from crm_store.vouchers import find_next_lapse_at, get_voucher, list_lapsed, record_lapse
from domain.redress import VoucherStatus
from domain.redress_cases import GestureState


async def keep_lapsing_vouchers(tools: Tools) -> None:
    """See to vouchers as they expire, for ever."""
    left_alone = PutOff()
    await keep_looking(
        tools,
        partial(lapse_vouchers, tools, left_alone),
        partial(_find_next_at, tools, left_alone),
        failure="lapsing_vouchers_failed",
    )


async def lapse_vouchers(tools: Tools, left_alone: PutOff | None = None) -> int:
    """See to the vouchers that have expired by now; tell how many there were."""
    now = tools.clock.now()
    left_alone = left_alone or PutOff()
    skipped = left_alone.list_left_alone(now=now)
    due = await tools.store.read(list_lapsed, now=now, skipped=skipped, limit=MOST_AT_ONCE)
    await see_to_each(due, partial(_see_to, tools, left_alone, now=now))
    return len(due)


async def _find_next_at(tools: Tools, left_alone: PutOff) -> datetime | None:
    skipped = left_alone.list_left_alone(now=tools.clock.now())
    return await tools.store.read(find_next_lapse_at, skipped=skipped)


async def _see_to(tools: Tools, left_alone: PutOff, voucher_id: str, *, now: datetime) -> None:
    try:
        await tools.store.run(record_lapsed, voucher_id, now=now)
        left_alone.forget(voucher_id)
    except Exception as error:  # noqa: BLE001 - one voucher that cannot be seen to stops no other
        note_failure(tools, "voucher_failed", error, voucher=voucher_id)
        left_alone.put_off(voucher_id, now=now)


def record_lapsed(tx: Transaction, voucher_id: str, *, now: datetime) -> None:
    """Give back what an expired voucher had reserved, once."""
    seen = get_voucher(tx, voucher_id)
    case = find_unlocked_gesture(tx, seen.gesture_id)
    if case is None:
        return
    voucher = get_voucher(tx, voucher_id)
    expired = voucher.state.status_at(now) is VoucherStatus.EXPIRED
    if not expired or voucher.lapsed_at is not None:
        return
    record_lapse(tx, voucher_id, now=now)
    changed = change_gesture(tx, case, state=GestureState.LAPSED)
    complaint = get_complaint_by_id(tx, case.complaint_id)
    at = voucher.state.terms.expires_at
    record_gesture_event(tx, complaint, changed, by=ITSELF, why="it expired", now=at)
    release(tx, case, now=now)
