"""Who stops in the middle of a form is reminded once, and by nobody at night."""

from datetime import timedelta

import pytest

from bot.remind_runs import record_reminder, remind_runs
from bot.start_message import Started, Unwanted, start_message
from crm_store.consents import record_consent
from crm_store.transaction import Transaction
from domain.messages import Address
from domain.replies import Reply
from tests.stories.bells import BellDesk
from tests.stories.story_desk import ASTRID, JONAS
from tests.stories.world import ANN

HOW_OFTEN = "How often shall I ring?"


async def remind(desk: BellDesk) -> int:
    told = await remind_runs(desk.system.tools)
    await desk.settle()
    return told


async def test_who_left_a_question_open_is_reminded_of_it_once(bells_anywhere: BellDesk):
    desk = bells_anywhere
    await desk.customer_texts(ASTRID, "ring the bell")
    await desk.time_passes(minutes=119)
    assert await remind(desk) == 0
    await desk.time_passes(minutes=1)
    assert await remind(desk) == 1
    assert desk.said_to(ASTRID)[-1].startswith("Shall we go on?")
    assert HOW_OFTEN in desk.said_to(ASTRID)[-1]
    await desk.time_passes(hours=3)
    assert await remind(desk) == 0
    assert (await desk.steps_of(ASTRID)).count("reminded times") == 1
    await desk.customer_texts(ASTRID, "2")
    assert "Which colour has it?" in desk.said_to(ASTRID)[-1]


async def test_who_finished_or_refused_messages_is_not_reminded(bells: BellDesk):
    for text in ("ring the bell", "2", "red"):
        await bells.customer_texts(ASTRID, text)
    await bells.customer_texts(JONAS, "ring the bell")

    def refuse(tx: Transaction) -> None:
        jonas = Address(kind="phone", value=JONAS)
        now = bells.clock.now()
        record_consent(tx, jonas, channel="sms", granted=False, source="the desk", now=now)

    await bells.system.store.run(refuse)
    await bells.time_passes(hours=3)
    assert await remind(bells) == 0


async def test_two_processes_that_look_at_once_remind_once(bells_anywhere: BellDesk):
    desk = bells_anywhere
    await desk.customer_texts(ASTRID, "ring the bell")
    await desk.time_passes(hours=2)
    run, now = await desk.run_of(ASTRID), desk.clock.now()
    store, tools = desk.system.store, desk.system.tools
    assert await store.run(record_reminder, tools, run, now=now) is not None
    assert await store.run(record_reminder, tools, run, now=now) is None


async def test_who_is_not_to_be_written_to_keeps_nobody_else_from_it(
    bells: BellDesk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.remind_runs.MOST_AT_ONCE", 1)
    await bells.customer_texts(JONAS, "ring the bell")
    await bells.system.desk.take(await bells.reference(JONAS), agent=ANN)
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.time_passes(hours=3)
    assert await remind(bells) == 1
    assert bells.said_to(ASTRID)[-1].startswith("Shall we go on?")


async def test_nobody_is_reminded_at_night(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the bell")
    tonight = bells.clock.now().replace(hour=19, minute=30)
    await bells.time_passes(seconds=(tonight - bells.clock.now()).total_seconds())
    await bells.customer_texts(ASTRID, "never mind")
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.time_passes(hours=3)
    assert await remind(bells) == 0
    morning = (tonight + timedelta(days=1)).replace(hour=8, minute=0)
    await bells.time_passes(seconds=(morning - bells.clock.now()).total_seconds())
    assert await remind(bells) == 1


async def test_what_we_begin_at_night_waits_and_keeps_no_answer_back(bells: BellDesk):
    await bells.customer_texts(ASTRID, "hello")
    tonight = bells.clock.now().replace(hour=22)
    await bells.time_passes(seconds=(tonight - bells.clock.now()).total_seconds())
    conversation = await bells.conversation(ASTRID)

    def begin(tx: Transaction) -> Started | Unwanted:
        news = Reply(text="Your bag is here.")
        return start_message(tx, bells.system.tools, conversation, news, now=bells.clock.now())

    started = await bells.system.store.run(begin)
    assert isinstance(started, Started)
    assert started.held_until == (tonight + timedelta(days=1)).replace(hour=8)
    await bells.customer_texts(ASTRID, "ring the bell")
    assert bells.said_to(ASTRID)[-1] == HOW_OFTEN
    await bells.time_passes(seconds=(started.held_until - bells.clock.now()).total_seconds())
    assert bells.said_to(ASTRID)[-1] == "Your bag is here."
