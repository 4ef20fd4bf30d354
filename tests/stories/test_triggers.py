"""What is done by itself: once nothing has happened for a while, or at set times; and once."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.automating.trigger_occasions import find_slot
from bot.automating.watch_triggers import Progress, watch_triggers
from bot.see_to_due import MOST_AT_ONCE
from crm_store.alerts import list_alerts
from crm_store.automation_runs import list_runs_in
from crm_store.conversation_tags import list_tags
from domain.conversations import Author, ConversationStatus, Direction, Priority
from domain.errors import InvalidInputError
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.supervisors import RULE, SUE, TRIGGER, ask, do, say, write
from tests.stories.world import ANN, UNKNOWN

PENDING = ask("status", "is", "pending")
STILL_THERE = say("reply", en="Are you still there?")


async def look(desk: StoryDesk) -> None:
    """Have triggers look at all there is."""
    progress = Progress()
    while await watch_triggers(desk.system.tools, progress) == MOST_AT_ONCE:
        pass
    await desk.settle()


async def wait(desk: StoryDesk, **by: float) -> None:
    await desk.time_passes(**by)
    await look(desk)


async def answered(desk: StoryDesk, number: str = ASTRID) -> None:
    await desk.customer_texts(number, UNKNOWN)
    await desk.agent_replies(number, "Which flight?")


async def test_who_does_not_answer_is_asked_once_for_each_silence(desk: StoryDesk):
    await write(
        desk, TRIGGER, "nudge", PENDING, schedule={"idle_minutes": 60}, actions=[STILL_THERE]
    )
    await answered(desk)
    await wait(desk, minutes=59)
    assert "Are you still there?" not in desk.said_to(ASTRID)
    await wait(desk, minutes=1)
    await wait(desk, hours=5)
    assert desk.said_to(ASTRID).count("Are you still there?") == 1
    (said,) = [each for each in await desk.log(ASTRID, Direction.OUT) if "still" in each.text]
    assert said.author is Author.BOT
    # The customer writes, and is silent again after the next answer.
    await desk.customer_texts(ASTRID, "Sorry, tomorrow's.")
    await desk.agent_replies(ASTRID, "Thank you. And your name?")
    await wait(desk, hours=2)
    assert desk.said_to(ASTRID).count("Are you still there?") == 2


async def test_two_processes_that_look_at_once_do_it_once(desk: StoryDesk):
    await write(
        desk, TRIGGER, "nudge", PENDING, schedule={"idle_minutes": 60}, actions=[STILL_THERE]
    )
    await answered(desk)
    await desk.time_passes(hours=2)
    await asyncio.gather(*(watch_triggers(desk.system.tools) for _ in range(4)))
    await desk.settle()
    await look(desk)
    assert desk.said_to(ASTRID).count("Are you still there?") == 1
    (run,) = await desk.system.store.read(list_runs_in, (await desk.conversation(ASTRID)).id)
    assert (run.by, run.done) == (None, {"reply": "wrote to the customer"})


async def test_what_nobody_takes_is_raised_and_told(desk: StoryDesk):
    await write(
        desk, TRIGGER, "stale", ask("assignee", "unknown"), ask("queue", "is", "general"),
        schedule={"idle_minutes": 30},
        actions=[do("priority", "urgent"), do("queue", "bookings"), do("tag", "stale"),
                 say("note", en="Nobody took it."), do("notify", "supervisors")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.system.desk.take(await desk.reference(JONAS), agent=ANN)
    await wait(desk, minutes=31)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.queue, conversation.priority) == ("bookings", Priority.URGENT)
    assert await desk.system.store.read(list_tags, conversation.id) == ("stale",)
    assert (await desk.conversation(JONAS)).queue == "general"
    alerts = [each.text for each in await desk.system.store.read(list_alerts, SUE, limit=9)]
    assert any("stale" in each and conversation.reference in each for each in alerts)
    event = next(each.text for each in await desk.log(ASTRID) if each.text.startswith("stale:"))
    assert "moved to the queue bookings; priority urgent" in event


async def test_what_stood_long_enough_is_resolved_and_never_again(desk: StoryDesk):
    await write(
        desk, TRIGGER, "close", PENDING, schedule={"idle_minutes": 1440},
        actions=[say("reply", en="We close this now."), do("status", "resolved")],
    )  # fmt: skip
    await answered(desk)
    await wait(desk, days=2)
    conversation = await desk.conversation(ASTRID)
    assert conversation.status is ConversationStatus.RESOLVED
    assert (conversation.disposition, desk.said_to(ASTRID)[-1]) == (
        "no_action",
        "We close this now.",
    )
    await wait(desk, days=2)
    assert desk.said_to(ASTRID).count("We close this now.") == 1


async def test_where_one_thing_cannot_be_done_nothing_is_and_it_is_said(desk: StoryDesk):
    await write(
        desk, TRIGGER, "nudge", PENDING, schedule={"idle_minutes": 60},
        actions=[do("tag", "nudged"), STILL_THERE],
    )  # fmt: skip
    await answered(desk)
    await desk.customer_texts(ASTRID, "STOP")
    conversation = await desk.conversation(ASTRID)
    await wait(desk, hours=2)
    await wait(desk, hours=2)
    assert await desk.system.store.read(list_tags, conversation.id) == ()
    assert "Are you still there?" not in desk.said_to(ASTRID)
    (run,) = await desk.system.store.read(list_runs_in, conversation.id)
    assert "opted out" in run.done["refused"]
    said = [each.text for each in await desk.log(ASTRID) if each.text.startswith("nudge:")]
    assert said == ["nudge: nothing was done, as the customer has opted out of messages"]


async def test_set_times_are_kept_once_each(desk: StoryDesk):
    await write(
        desk, TRIGGER, "morning", ask("priority", "is", "normal"),
        schedule={"at": ["09:30"], "weekdays": ["monday", "tuesday"]}, actions=[do("tag", "seen")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, UNKNOWN)
    conversation = await desk.conversation(ASTRID)
    await wait(desk, minutes=29)
    assert await desk.system.store.read(list_tags, conversation.id) == ()
    await wait(desk, minutes=2)
    await wait(desk, minutes=2)
    assert await desk.system.store.read(list_tags, conversation.id) == ("seen",)
    assert len(await desk.system.store.read(list_runs_in, conversation.id)) == 1
    await wait(desk, days=1)
    assert len(await desk.system.store.read(list_runs_in, conversation.id)) == 2
    await wait(desk, days=1)
    assert len(await desk.system.store.read(list_runs_in, conversation.id)) == 2


async def test_what_is_said_by_itself_counts_and_stops_with_what_the_bot_says(desk: StoryDesk):
    most = desk.system.tools.settings.policy.most_replies_to_sender_per_day
    for number in range(most + 2):
        await write(
            desk, TRIGGER, f"t{number:02}", PENDING, schedule={"idle_minutes": 60},
            actions=[say("reply", en=f"Nudge {number}.")],
        )  # fmt: skip
    await answered(desk)
    for _ in range(most + 2):
        await wait(desk, minutes=61)
    assert sum(each.startswith("Nudge") for each in desk.said_to(ASTRID)) < most


async def test_a_trigger_that_is_off_or_changed_does_nothing_of_old(desk: StoryDesk):
    await write(
        desk, TRIGGER, "nudge", PENDING, schedule={"idle_minutes": 60}, actions=[STILL_THERE]
    )
    await answered(desk)
    await desk.system.rules.switch(TRIGGER, "nudge", on=False, by=SUE)
    await wait(desk, hours=3)
    assert "Are you still there?" not in desk.said_to(ASTRID)
    tried = await desk.system.rules.dry_run(TRIGGER, "nudge", by=SUE)
    assert (tried.looked_at, tried.hit) == (1, 1)
    assert "Are you still there?" not in desk.said_to(ASTRID)


async def test_a_rule_has_no_schedule_and_a_macro_no_dry_run(desk: StoryDesk):
    with pytest.raises(InvalidInputError, match="means nothing"):
        await write(
            desk, RULE, "r", PENDING, schedule={"idle_minutes": 5}, actions=[do("tag", "x")]
        )


async def test_a_night_change_of_clocks_loses_no_set_time(desk: StoryDesk):
    trigger = await write(
        desk, TRIGGER, "night", schedule={"at": ["02:30", "23:50"]}, everybody=True,
        actions=[do("tag", "x")],
    )  # fmt: skip
    zone = "Europe/Oslo"
    # The clocks go from two to three at 01:00 UTC.
    at = datetime(2026, 3, 29, 1, 35, tzinfo=UTC)
    assert find_slot(trigger, time_zone=zone, now=at) == "at:2026-03-29T02:30"
    past_midnight = datetime(2026, 3, 29, 22, 10, tzinfo=UTC)
    assert find_slot(trigger, time_zone=zone, now=past_midnight) == "at:2026-03-29T23:50"
    assert find_slot(trigger, time_zone=zone, now=datetime(2026, 3, 29, 12, 0, tzinfo=UTC)) is None
