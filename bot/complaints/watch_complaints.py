"""What is to happen to complaints by itself is seen to as it falls due.

What nobody looked at in time is recorded as of its instant all the same.
"""

from datetime import datetime
from functools import partial

from bot.complaints.grade import list_conversation_ids
from bot.complaints.plan_next import plan_next
from bot.complaints.tell_late import is_late_unseen, tell_late
from bot.recovery.follow_up import is_follow_up_due, record_follow_up
from bot.see_to_due import MOST_AT_ONCE, PutOff, keep_looking, note_failure, see_to_each
from bot.tools import Tools
from crm_store.clocks import find_due_clock
from crm_store.complaints import change_complaint, find_unlocked_complaint
from crm_store.conversations import find_unlocked_conversation
from crm_store.due_complaints import find_next_complaint_at, list_due_complaints
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint


async def keep_watching_complaints(tools: Tools) -> None:
    """See to complaints as something about them falls due, for ever."""
    put_off = PutOff()
    await keep_looking(
        tools,
        partial(watch_complaints, tools, put_off),
        partial(_find_next_at, tools, put_off),
        failure="watching_complaints_failed",
    )


async def watch_complaints(tools: Tools, put_off: PutOff | None = None) -> int:
    """See to the complaints that are due by now; tell of how many."""
    put_off, now = put_off or PutOff(), tools.clock.now()
    skipped = put_off.list_left_alone(now=now)
    due = await tools.store.read(list_due_complaints, now=now, skipped=skipped, limit=MOST_AT_ONCE)
    places = dict(due)
    await see_to_each(list(places), partial(_see_to, tools, put_off, places, now=now))
    return len(due)


def record_due(
    tx: Transaction, tools: Tools, complaint_id: str, conversation_id: str, *, now: datetime
) -> None:
    """See to what a complaint has reached, unless somebody else has it or did so first."""
    conversation = find_unlocked_conversation(tx, conversation_id)
    complaint = None if conversation is None else find_unlocked_complaint(tx, complaint_id)
    if complaint is None or complaint.conversation_id != conversation_id:
        return
    if complaint.next_at is None or complaint.next_at > now:
        return
    # What its clocks have reached may have made it graver, and its limit an earlier one.
    ids = list_conversation_ids(tx, complaint)
    if any(find_due_clock(tx, each, now=now) is not None for each in ids):
        return
    _do_due(tx, tools, complaint, now=now)


def _do_due(tx: Transaction, tools: Tools, complaint: Complaint, *, now: datetime) -> None:
    if is_late_unseen(complaint, now):
        complaint = tell_late(tx, tools, complaint, now=now)
    if is_follow_up_due(complaint, now):
        complaint = record_follow_up(tx, tools, complaint, now=now)
    planned = plan_next(complaint)
    if planned != complaint.next_at:
        change_complaint(tx, complaint, next_at=planned)


async def _see_to(
    tools: Tools, put_off: PutOff, places: dict[str, str], complaint_id: str, *, now: datetime
) -> None:
    place = places[complaint_id]
    try:
        await tools.store.run(record_due, tools, complaint_id, place, now=now)
        put_off.forget(complaint_id)
    except Exception as error:  # noqa: BLE001 - one that cannot be seen to stops no other
        note_failure(tools, "complaint_failed", error, complaint=complaint_id)
        put_off.put_off(complaint_id, now=now)


async def _find_next_at(tools: Tools, put_off: PutOff) -> datetime | None:
    skipped = put_off.list_left_alone(now=tools.clock.now())
    return await tools.store.read(find_next_complaint_at, skipped=skipped)
