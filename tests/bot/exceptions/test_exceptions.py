"""Each kind of exception stands on the list by what makes it one, and is gone with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.clocks.watch_clocks import watch_clocks
from bot.exceptions.list_exceptions import list_exceptions
from bot.exceptions.rows import ExceptionList, ExceptionRow, ExceptionSearch
from crm_store.conversations import get_conversation
from crm_store.jobs import replay_job
from crm_store.schema import (
    action_runs,
    clocks,
    complaint_questions,
    complaints,
    gestures,
    waiting,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.exceptions import ExceptionKind, Remedy
from domain.jobs import JobKind
from domain.messages import DeliveryState
from domain.routings import RoutingKind
from tests.bot.assigning.floor_record import TestFloor, make_tools
from tests.bot.exceptions.exceptional_record import (
    put_complaint,
    put_gesture,
    put_message,
    put_question,
    put_run,
    put_shunted_job,
)
from tests.console.routing_record import put_routing
from tests.fakes import FakeClock

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Desk:
    """A floor, and what its supervisor sees first."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        self.tools = make_tools(store, self.clock)
        self.floor = TestFloor(self.tools, self.clock)

    async def look(self, **wanted: Any) -> ExceptionList:
        return await list_exceptions(self.tools, ExceptionSearch(**wanted))

    async def row(self, reference: str) -> ExceptionRow:
        listed = await self.look()
        (row,) = [each for each in listed.rows if each.gravest.reference == reference]
        return row

    async def kinds(self, reference: str) -> list[ExceptionKind]:
        return [each.kind for each in (await self.row(reference)).reasons]

    async def put(self, work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        return await self.store.run(work, *given, now=self.clock.now(), **more)

    async def change(self, statement: Any) -> None:
        await self.store.run(lambda tx: tx.execute(statement))

    async def pass_time(self, span: timedelta) -> None:
        """Let time go by, and what falls due meanwhile be seen to."""
        self.clock.advance(span)
        await watch_clocks(self.tools)


@pytest.fixture
async def desk(store: Store) -> Desk:
    desk = Desk(store)
    await desk.floor.queue("general", minutes=60)
    await desk.floor.queue("baggage", minutes=60)
    await desk.floor.agent("ada", presence=Presence.AVAILABLE)
    return desk


async def test_where_all_is_well_nothing_is_listed(desk: Desk) -> None:
    await desk.floor.waits("fresh")
    listed = await desk.look()
    assert (listed.rows, listed.whole, listed.following) == ((), 0, None)
    assert set(listed.counts.values()) == {0}


async def test_a_broken_promise_is_listed_from_its_breach_until_it_is_kept(desk: Desk) -> None:
    await desk.floor.waits("late")
    await desk.pass_time(85 * MINUTE)
    row = await desk.row("FD-LATE")
    assert row.gravest.kind is ExceptionKind.OUTSIDE
    assert row.gravest.since == desk.clock.now() - 25 * MINUTE
    assert row.gravest.why == (
        "Started Mon 09:00 (first response within 1 h), was due Mon 10:00 and is 25 min late. "
        "Nobody in General has taken it."
    )
    assert (row.gravest.remedy, row.gravest.subject) == (Remedy.TAKE, "FD-LATE")
    assert row.gravest.due_at == row.gravest.since
    await desk.floor.resolves("late")
    assert not (await desk.look()).rows


async def test_what_is_past_its_time_is_outside_though_nobody_took_note_yet(desk: Desk) -> None:
    await desk.floor.waits("late")
    desk.clock.advance(61 * MINUTE)
    assert (await desk.row("FD-LATE")).gravest.kind is ExceptionKind.OUTSIDE


async def test_a_broken_promise_that_is_held_is_nobodys_to_see_to(desk: Desk) -> None:
    await desk.floor.waits("late")
    await desk.pass_time(85 * MINUTE)
    await desk.change(update(clocks).values(paused="customer", paused_at=desk.clock.now()))
    assert (await desk.look()).counts[ExceptionKind.OUTSIDE] == 0


async def test_a_promise_is_about_to_be_broken_once_a_fifth_of_its_time_is_left(desk: Desk) -> None:
    await desk.floor.waits("soon")
    desk.clock.advance(47 * MINUTE)
    assert (await desk.look()).counts[ExceptionKind.LEAVING] == 0
    desk.clock.advance(2 * MINUTE)
    row = await desk.row("FD-SOON")
    assert row.gravest.kind is ExceptionKind.LEAVING
    assert row.gravest.since == desk.clock.now() - MINUTE
    assert "due Mon 10:00; 11 min of it left" in row.gravest.why


async def test_who_waits_too_long_is_unowned_until_somebody_takes_them(desk: Desk) -> None:
    await desk.floor.waits("alone")
    desk.clock.advance(14 * MINUTE)
    assert not (await desk.look()).rows
    desk.clock.advance(2 * MINUTE)
    row = await desk.row("FD-ALONE")
    assert row.gravest.kind is ExceptionKind.UNOWNED
    assert row.gravest.why == (
        "Waits in General for 16 min, since Mon 09:00, and nobody has taken it."
    )
    await desk.floor.takes("ada")
    assert not (await desk.look()).rows


async def test_whom_nobody_can_take_is_listed_at_once_with_the_routing_logs_reason(
    desk: Desk,
) -> None:
    await desk.floor.waits("nobody")
    await desk.change(update(waiting).values(unserved_since=desk.clock.now()))
    assert "nobody can take it. Nobody who takes part" in (await desk.row("FD-NOBODY")).gravest.why
    await desk.store.run(_log_why, desk.clock.now())
    row = await desk.row("FD-NOBODY")
    assert "nobody can take it. Nobody here speaks Finnish." in row.gravest.why
    assert row.gravest.remedy is Remedy.WIDEN
    assert row.unserved


def _log_why(tx: Transaction, now: datetime) -> None:
    conversation = get_conversation(tx, "FD-NOBODY")
    put_routing(
        tx, conversation, RoutingKind.UNSERVED, now, reason="Nobody here speaks Finnish.", number=1
    )


async def test_what_somebody_has_and_leaves_alone_for_a_day_is_stuck(desk: Desk) -> None:
    await desk.floor.waits("left", tier="none")
    await desk.floor.takes("ada")
    await desk.floor.changes("left", waiting_since=None)
    desk.clock.advance(23 * HOUR)
    assert (await desk.look()).counts[ExceptionKind.STUCK] == 0
    desk.clock.advance(2 * HOUR)
    row = await desk.row("FD-LEFT")
    stuck = next(each for each in row.reasons if each.kind is ExceptionKind.STUCK)
    assert stuck.why == ("Ada has it, and nothing has happened for 25 h, since Mon 09:00.")
    assert stuck.remedy is Remedy.ASSIGN
    await desk.floor.is_now("ada", Presence.OFFLINE)
    row = await desk.row("FD-LEFT")
    stuck = next(each for each in row.reasons if each.kind is ExceptionKind.STUCK)
    assert stuck.why.startswith("Ada, who is offline, has it")
    assert (stuck.remedy, row.holder_gone) == (Remedy.RETURN, True)
    await desk.floor.changes("left", assignee=None)
    assert (await desk.look()).counts[ExceptionKind.STUCK] == 0


async def test_what_goes_from_queue_to_queue_is_bouncing_for_a_week(desk: Desk) -> None:
    await desk.floor.waits("ball", tier="none")
    await desk.floor.changes("ball", queue="baggage")
    await desk.floor.changes("ball", queue="general")
    assert (await desk.look()).counts[ExceptionKind.BOUNCING] == 0
    await desk.floor.changes("ball", queue="baggage")
    row = await desk.row("FD-BALL")
    (bouncing,) = [each for each in row.reasons if each.kind is ExceptionKind.BOUNCING]
    assert bouncing.why == (
        "Went to another queue 3 times since Mon 09:00: General → Baggage → General → Baggage. "
        "Nobody in Baggage has taken it."
    )
    desk.clock.advance(timedelta(days=8))
    assert (await desk.look()).counts[ExceptionKind.BOUNCING] == 0


async def test_work_that_was_given_up_is_listed_until_it_has_its_turn_again(desk: Desk) -> None:
    await desk.put(put_shunted_job)
    (row,) = (await desk.look()).rows
    assert row.conversation is None
    assert (row.gravest.kind, row.gravest.remedy) == (ExceptionKind.SHUNTED, Remedy.REPLAY)
    assert (row.gravest.subject, row.channel) == ("job-raw-1", "sms")
    assert row.gravest.why == (
        "What came in by text message from +15550199 could not be worked on. It was given up after "
        "5 tries, the last one Mon 09:00: no parser takes these bytes."
    )
    await desk.put(replay_job, "job-raw-1")
    assert not (await desk.look()).rows


async def test_a_message_that_did_not_arrive_is_listed_until_a_later_one_goes_out(
    desk: Desk,
) -> None:
    await desk.floor.waits("lost")
    await desk.floor.takes("ada")
    lost = await desk.put(put_message, "lost")
    await desk.put(put_shunted_job, kind=JobKind.DELIVER, subject=lost)
    row = await desk.row("FD-LOST")
    assert [each.kind for each in row.reasons] == [ExceptionKind.SHUNTED, ExceptionKind.SHUNTED]
    assert any(
        each.why == "What we wrote Mon 09:00 did not arrive: the number is not in service."
        for each in row.reasons
    )
    assert any("could not be handed over to be sent" in each.why for each in row.reasons)
    await desk.put(replay_job, f"job-{lost}")
    desk.clock.advance(MINUTE)
    await desk.put(put_message, "lost", state=DeliveryState.SENT, name="second")
    assert not (await desk.look()).rows


async def test_a_message_of_unknown_fate_is_told_as_such(desk: Desk) -> None:
    await desk.floor.waits("lost")
    await desk.put(put_message, "lost", state=DeliveryState.UNKNOWN)
    assert "may not have arrived" in (await desk.row("FD-LOST")).gravest.why


async def test_an_open_complaint_is_listed_until_it_is_answered_in_time(desk: Desk) -> None:
    await desk.floor.waits("angry")
    due_at = desk.clock.now() + 4 * HOUR
    await desk.put(
        put_complaint,
        "angry",
        severity=Severity.SERIOUS,
        stage_due_at=due_at,
        owner="s-ada",
    )
    row = await desk.row("FD-ANGRY")
    assert (row.gravest.kind, row.gravest.remedy) == (
        ExceptionKind.COMPLAINT,
        Remedy.SEE_COMPLAINT,
    )
    assert (row.complaint, row.severity) == ("C-7K2M9Q", "serious")
    assert row.gravest.why == (
        "Serious complaint C-7K2M9Q about delay, received Mon 09:00, to be acknowledged by "
        "Mon 13:00. Ada sees to it."
    )
    await desk.change(update(complaints).values(owner=None))
    assert (await desk.row("FD-ANGRY")).gravest.why.endswith(". Nobody owns it yet.")
    desk.clock.advance(5 * HOUR)
    row = await desk.row("FD-ANGRY")
    assert "it was to be acknowledged by Mon 13:00 and is 1 h late" in row.gravest.why
    responded = {"stage": ComplaintStage.RESPONDED, "stage_due_at": desk.clock.now() + 80 * HOUR}
    await desk.change(update(complaints).values(responded))
    assert ExceptionKind.COMPLAINT not in await desk.kinds("FD-ANGRY")
    desk.clock.advance(81 * HOUR)
    assert (await desk.kinds("FD-ANGRY"))[0] is ExceptionKind.COMPLAINT
    await desk.change(update(complaints).values(stage=ComplaintStage.CLOSED))
    assert ExceptionKind.COMPLAINT not in await desk.kinds("FD-ANGRY")


async def test_a_question_whether_it_is_a_complaint_waits_for_an_answer(desk: Desk) -> None:
    await desk.floor.waits("maybe")
    await desk.put(put_question, "maybe")
    row = await desk.row("FD-MAYBE")
    assert row.gravest.kind is ExceptionKind.ASKED
    assert "Is it a complaint? It reads so. Nobody has said for" in row.gravest.why
    await desk.change(update(complaint_questions).values(answered_at=desk.clock.now()))
    assert not (await desk.look()).rows


async def test_what_waits_for_a_second_person_is_listed_until_they_decide(desk: Desk) -> None:
    await desk.floor.waits("begun")
    await desk.floor.waits("given")
    await desk.put(put_run, "begun")
    complaint = await desk.put(put_complaint, "given", stage=ComplaintStage.RESPONDED)
    await desk.store.run(put_gesture, complaint, now=desk.clock.now() - 3 * HOUR)
    run, gesture = await desk.row("FD-BEGUN"), await desk.row("FD-GIVEN")
    assert run.gravest.why == (
        "“Return order” has waited for less than a minute for somebody to allow it, since "
        "Mon 09:00."
    )
    assert (run.gravest.remedy, run.gravest.subject) == (Remedy.APPROVE_RUN, "run-begun")
    assert gesture.gravest.why == (
        "A voucher of EUR 50.00 for complaint C-7K2M9Q, proposed by the policy, has waited for 3 h "
        "for a second person, since Mon 06:00."
    )
    assert (gesture.gravest.remedy, gesture.gravest.subject) == (Remedy.SEE_GESTURE, "C-7K2M9Q")
    assert (await desk.look()).counts[ExceptionKind.APPROVAL] == 2
    await desk.change(update(gestures).values(state="given"))
    await desk.change(update(action_runs).values(state="submitting"))
    assert not (await desk.look()).rows


async def test_a_conversation_stands_there_once_under_the_gravest_with_all_its_reasons(
    desk: Desk,
) -> None:
    await desk.floor.waits("all")
    await desk.pass_time(2 * HOUR)
    await desk.put(put_complaint, "all")
    await desk.put(put_question, "all")
    listed = await desk.look()
    (row,) = listed.rows
    assert [each.kind for each in row.reasons] == [
        ExceptionKind.COMPLAINT,
        ExceptionKind.OUTSIDE,
        ExceptionKind.UNOWNED,
        ExceptionKind.ASKED,
    ]
    assert row.since == desk.clock.now() - 2 * HOUR
    assert listed.whole == 1
    assert listed.counts[ExceptionKind.OUTSIDE] == 1


async def test_the_oldest_come_first_over_all_kinds_and_pages_go_on_without_gap(
    desk: Desk,
) -> None:
    for number in range(1, 8):
        await desk.floor.waits(f"v{number}", since=(20 + number) * MINUTE)
        await desk.put(put_question, f"v{number}")
    await desk.store.run(put_shunted_job, now=desk.clock.now() - 24 * MINUTE - MINUTE / 2)
    seen: list[str] = []
    after, pages = None, 0
    while pages == 0 or after is not None:
        listed = await desk.look(limit=3, after=after)
        seen += [row.gravest.reference or "job" for row in listed.rows]
        after, pages = listed.following, pages + 1
    assert seen == ["FD-V7", "FD-V6", "FD-V5", "job", "FD-V4", "FD-V3", "FD-V2", "FD-V1"]


async def test_a_list_can_be_narrowed_by_kind_queue_channel_and_time(desk: Desk) -> None:
    await desk.floor.waits("one", queue="baggage", channel="sms", since=20 * MINUTE)
    await desk.floor.waits("two", since=30 * MINUTE)
    await desk.put(put_shunted_job)

    async def references(**wanted: Any) -> list[str | None]:
        return [each.gravest.reference for each in (await desk.look(**wanted)).rows]

    now = desk.clock.now()
    assert await references(queue="baggage") == ["FD-ONE"]
    assert await references(channel="web_chat") == ["FD-TWO"]
    assert await references(kind=ExceptionKind.SHUNTED) == [None]
    assert await references(since=now - 25 * MINUTE, until=now) == ["FD-ONE"]
    listed = await desk.look(kind=ExceptionKind.SHUNTED, queue="baggage")
    assert listed.rows == ()
    assert listed.counts[ExceptionKind.UNOWNED] == 1


async def test_what_somebody_just_wrote_in_is_not_stuck_nor_is_what_is_resolved(
    desk: Desk,
) -> None:
    await desk.floor.waits("done", tier="none")
    await desk.floor.takes("ada")
    await desk.floor.resolves("done")
    desk.clock.advance(48 * HOUR)
    assert not (await desk.look()).rows
