"""What customers write finds whoever is to have it, in the order in which that is fair."""

from datetime import timedelta
from typing import Any

import pytest

from bot.assigning.keep_turns import start_keeper
from bot.assigning.reconcile import reconcile
from bot.tools import Tools
from crm_store.alerts import list_alerts
from domain.assignment import Presence
from domain.conversations import Priority
from domain.routings import RoutingKind
from domain.staff import Role, StaffMember
from domain.staffing import Taking
from tests.stories.agreements import (
    agent_does,
    agree,
    give_tier,
    given_to_bot,
    make_policy,
    moved_to,
)
from tests.stories.sound_routing import require_sound_routing
from tests.stories.staffed_floor import StaffedFloor
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.supervisors import RULE, ask, do, write
from tests.stories.world import ANN, BEN, UNKNOWN, UNKNOWN_GERMAN

BAGGAGE = "I want to talk to a person about my lost luggage"
REFUND = "I want to talk to a person about my refund"
PUSH, NONE = Taking.PUSH, Taking.NONE


@pytest.fixture
async def floor(desk: StoryDesk) -> StaffedFloor:
    """Ann and Ben, of whom the latter is not there, ask for what they get."""
    return StaffedFloor(desk)


async def hire_priya(floor: StaffedFloor, **profile: Any) -> StaffMember:
    """Have somebody work for the company who is given what she has room for."""
    known = {"taking": PUSH, "capacity": {"web_chat": 2}} | profile
    priya = await floor.hire("Priya", **known)
    await floor.comes(priya)
    return priya


async def test_what_falls_due_first_goes_first_and_not_what_came_first(
    desk: StoryDesk, floor: StaffedFloor
):
    """Answers are promised within two hours in general, and within half an hour for baggage."""
    await desk.visitor_writes("early", UNKNOWN)
    await desk.time_passes(minutes=20)
    await desk.visitor_writes("late", BAGGAGE)
    assert await floor.asks_until_nothing_is_left(ANN) == ["late", "early"]


async def test_of_promises_alike_the_urgent_and_the_gold_one_go_first(
    desk: StoryDesk, floor: StaffedFloor
):
    for name in ("plain", "gold", "urgent"):
        await desk.visitor_writes(name, UNKNOWN)
    await give_tier(desk, "gold", "gold")
    await agent_does(desk, "urgent", "set_priority", priority=Priority.URGENT)
    await reconcile(desk.system.tools)
    await floor.train(ANN, capacity={"web_chat": 3})
    assert await floor.asks_until_nothing_is_left(ANN) == ["urgent", "gold", "plain"]


async def test_who_wrote_before_comes_back_to_who_answered_unless_that_takes_too_long(
    desk: StoryDesk, floor: StaffedFloor
):
    await desk.visitor_writes("astrid", UNKNOWN)
    await desk.system.desk.take(await desk.reference("astrid"), agent=ANN)
    await desk.agent_replies("astrid", "He is.")
    await desk.agent_resolves("astrid")
    await desk.time_passes(days=1)

    await desk.visitor_writes("somebody", UNKNOWN)
    await desk.time_passes(minutes=3)
    await desk.visitor_writes("astrid", "Is he still, and to whom? Nobody knows!")
    assert (await floor.waiting())["astrid"].known_agent == ANN.id
    taken = await floor.asks(ANN)
    assert taken.conversation is not None
    assert taken.conversation.thread == "astrid"
    (line,) = (await floor.routings("astrid", RoutingKind.PULLED))[-1:]
    assert line.known
    assert "somebody who has helped you before" in line.told

    await desk.system.desk.release(taken.conversation.reference, agent=ANN)
    await floor.asks(BEN)
    await desk.time_passes(minutes=110)
    assert (await floor.asks(BEN)).conversation is not None
    assert await floor.has("astrid") == BEN.id


async def test_others_help_from_four_fifths_of_the_promised_time_on_and_not_before(
    desk: StoryDesk, floor: StaffedFloor
):
    await floor.register("baggage")
    await floor.require("baggage", baggage=1, overflow={"general": 0.8})
    priya = await hire_priya(floor)
    await floor.train(BEN, skills={"baggage": 2})
    await desk.visitor_writes("visitor", BAGGAGE)
    await desk.time_passes(minutes=23)
    await floor.comes(priya)
    assert await floor.gives_out() == 0
    await desk.time_passes(minutes=1)
    await floor.comes(priya)
    assert await floor.notes() == 1
    assert await floor.gives_out() == 1
    widened, pushed = (await floor.routings("visitor"))[-2:]
    assert widened.kind is RoutingKind.WIDENED
    assert widened.reason == (
        "80% of the time for a response is gone: the people of General may take it as well."
    )
    assert (pushed.agent, pushed.via, pushed.overflowed) == (priya.id, "general", True)
    assert pushed.told == (
        "So that you need not wait any longer, somebody of another team who can help you with it "
        "has your message now."
    )


async def test_a_promise_that_is_held_does_not_overflow_meanwhile(
    desk: StoryDesk, floor: StaffedFloor
):
    await floor.register("baggage")
    await floor.require("baggage", baggage=1, overflow={"general": 0.8})
    priya = await hire_priya(floor)
    await desk.visitor_writes("visitor", BAGGAGE)
    until = desk.clock.now() + timedelta(hours=5)
    await agent_does(desk, "visitor", "snooze", until=until)
    await desk.time_passes(hours=4)
    await floor.comes(priya)
    assert (await floor.waiting(), await floor.gives_out()) == ({}, 0)
    await desk.time_passes(hours=1)
    assert set(await floor.waiting()) == {"visitor"}
    await require_sound_routing(desk)


async def test_who_matters_least_is_served_although_urgent_ones_never_end(
    desk: StoryDesk, floor: StaffedFloor
):
    await agree(desk, make_policy(first={"default": 240, "urgent": 20}, following=60))
    await floor.train(ANN, capacity={"web_chat": 1})
    keeper = await start_keeper(desk.system.tools)
    await desk.visitor_writes("patient", UNKNOWN)
    for number in range(60):
        await desk.visitor_writes(f"urgent-{number}", UNKNOWN)
        await agent_does(desk, f"urgent-{number}", "set_priority", priority=Priority.URGENT)
        await desk.time_passes(minutes=10)
        await floor.comes(ANN)
        await keeper.go_on()
        taken = (await floor.asks(ANN)).conversation
        assert taken is not None
        if taken.thread == "patient":
            break
        await desk.agent_resolves(taken.thread)
    else:
        pytest.fail("sixty urgent ones went before one who had waited for ten hours")


async def test_who_gets_nothing_is_told_why_and_after_a_restart_the_pressing_one_goes_first(
    desk: StoryDesk, floor: StaffedFloor
):
    """At a restart nobody's turn has come by it; those who were there before are not there yet."""
    priya = await hire_priya(floor, capacity={"web_chat": 5})
    await desk.visitor_writes("patient", UNKNOWN)
    await desk.time_passes(minutes=20)
    await desk.visitor_writes("pressing", BAGGAGE)
    await desk.time_passes(minutes=10)
    keeper = await start_keeper(desk.system.tools)
    await keeper.go_on()
    assert [each.turn_at for each in (await floor.waiting()).values()] == [None, None]
    await floor.comes(priya)
    await keeper.go_on()
    assert None not in [each.turn_at for each in (await floor.waiting()).values()]
    await floor.train(ANN, capacity={"web_chat": 1})
    assert (await floor.asks(ANN)).conversation is not None
    assert await floor.has("pressing") == ANN.id
    assert (await floor.asks(ANN)).reason == (
        "Nothing that waits is for Ann, who has no room for one more web chat (100% busy)."
    )


async def test_each_is_given_what_is_written_in_their_language(
    desk: StoryDesk, floor: StaffedFloor
):
    await floor.register("lang:de")
    priya = await hire_priya(floor, skills={"lang:de": 4})
    lukas = await floor.hire("Lukas", taking=PUSH, capacity={"web_chat": 2})
    await floor.comes(lukas)
    await desk.visitor_writes("german", UNKNOWN_GERMAN)
    await desk.visitor_writes("english", UNKNOWN)
    assert await floor.gives_out() == 2
    assert (await floor.has("german"), await floor.has("english")) == (priya.id, lukas.id)
    (line,) = await floor.routings("german", RoutingKind.PUSHED)
    assert line.told.startswith("Ihre Nachricht ging gleich an jemanden, der Ihre Sprache spricht")


async def test_what_is_registered_or_renamed_holds_for_who_waits_already(
    desk: StoryDesk, floor: StaffedFloor
):
    await desk.visitor_writes("german", UNKNOWN_GERMAN)
    assert (await floor.waiting())["german"].line.language == ""
    await floor.register("lang:de", "baggage")
    await reconcile(desk.system.tools)
    assert (await floor.waiting())["german"].line.language == "de"
    assert (await floor.asks(ANN)).conversation is None
    await floor.supervisors.rename_skill("lang:de", to="lang:nl", by="Sue")
    await reconcile(desk.system.tools)
    assert (await floor.asks(ANN)).conversation is not None

    await floor.require("baggage", baggage=2)
    await floor.train(ANN, skills={"baggage": 3}, capacity={"web_chat": 3})
    await desk.visitor_writes("first", BAGGAGE)
    await floor.asks(ANN)
    await desk.visitor_writes("second", BAGGAGE)
    await floor.supervisors.rename_skill("baggage", to="lost-and-found", by="Sue")
    assert await floor.notes() == 0, "nobody is told that anything is nobody's"
    assert (await floor.asks(ANN)).conversation is not None
    assert (await floor.has("first"), await floor.has("second")) == (ANN.id, ANN.id)
    await require_sound_routing(desk)


async def test_the_next_one_is_given_as_soon_as_one_is_settled_wrapped_up_and_not_before(
    desk: StoryDesk, floor: StaffedFloor
):
    lengthen_wrap_up(desk.system.tools, minutes=1)
    priya = await hire_priya(floor, capacity={"web_chat": 1})
    for name in ("first", "second"):
        await desk.visitor_writes(name, UNKNOWN)
    assert await floor.gives_out() == 1
    await agent_does(desk, "first", "resolve", agent=priya, disposition="solved")
    assert await floor.gives_out() == 0
    await desk.time_passes(seconds=61)
    await floor.look()
    assert await floor.gives_out() == 1
    assert await floor.has("second") == priya.id


def lengthen_wrap_up(tools: Tools, *, minutes: int) -> None:
    object.__setattr__(tools.settings.routing, "wrap_up", timedelta(minutes=minutes))


async def test_who_goes_away_gets_nothing_more_and_a_colleague_does(
    desk: StoryDesk, floor: StaffedFloor
):
    priya = await hire_priya(floor)
    lukas = await floor.hire("Lukas", taking=PUSH, capacity={"web_chat": 1})
    await floor.comes(lukas)
    await floor.is_now(priya, Presence.AWAY)
    for name in ("first", "second"):
        await desk.visitor_writes(name, UNKNOWN)
    assert await floor.gives_out() == 1
    assert (await floor.has("first"), await floor.has("second")) == (lukas.id, None)
    await floor.is_now(priya, Presence.AVAILABLE)
    assert await floor.gives_out() == 1
    assert await floor.has("second") == priya.id


async def test_after_a_time_without_frontdesk_who_was_there_before_is_given_nothing(
    desk: StoryDesk, floor: StaffedFloor
):
    """Open pages have a while to give a sign before anybody is offline, and may have none."""
    priya = await hire_priya(floor)
    desk.clock.advance(timedelta(hours=14))
    await desk.visitor_writes("visitor", UNKNOWN)
    assert await floor.gives_out() == 0
    await floor.comes(priya)
    assert await floor.gives_out() == 1


async def test_a_queue_that_loses_its_last_trained_agent_is_told_once_and_goes_on_with_the_next(
    desk: StoryDesk, floor: StaffedFloor
):
    await floor.register("money")
    await floor.require("bookings", money=3)
    for name in ("one", "two"):
        await desk.visitor_writes(name, REFUND)
    assert await floor.notes() == 2
    assert await floor.notes() == 0
    supervisor = await floor.hire("Sue", role=Role.SUPERVISOR, taking=NONE)
    told = [each for each in await alerts_of(desk, supervisor) if "Nobody can take" in each]
    assert told == [
        "Nobody can take this: nobody is trained for Money at level 3. The same holds of one other."
    ]
    for name in ("one", "two"):
        (line,) = await floor.routings(name, RoutingKind.UNSERVED)
        assert "not lost" in line.told
    await hire_priya(floor, skills={"money": 3})
    assert await floor.gives_out() == 2
    assert await floor.waiting() == {}


async def alerts_of(desk: StoryDesk, member: StaffMember) -> list[str]:
    found = await desk.system.store.read(list_alerts, member, limit=50)
    return [each.text for each in found]


async def test_what_a_rule_says_is_what_people_are_given_first(
    desk: StoryDesk, floor: StaffedFloor
):
    await floor.register("money")
    await floor.require("bookings", money=1)
    await agree(desk, make_policy("speedy", first=5, conditions={"tiers": ("never",)}))
    await write(
        desk, RULE, "violins", ask("text", "contains", "violin"),
        actions=[do("queue", "bookings"), do("priority", "high"), do("policy", "speedy")],
    )  # fmt: skip
    await floor.train(ANN, skills={"money": 1})
    await desk.visitor_writes("first", UNKNOWN)
    await desk.time_passes(minutes=2)
    await desk.visitor_writes("violin", "Who pays for my violin?")
    row = (await floor.waiting())["violin"]
    assert (row.line.queue, row.line.priority) == ("bookings", "high")
    assert row.due_at == desk.clock.now() + timedelta(minutes=5)
    assert (await floor.asks(BEN)).conversation is not None
    assert await floor.has("violin") is None, "Ben is not trained for it"
    assert await floor.asks_until_nothing_is_left(ANN) == ["violin"]


async def test_what_is_opened_again_and_given_back_waits_for_somebody(
    desk: StoryDesk, floor: StaffedFloor
):
    """Nobody wrote since it was settled, but somebody said that there is something to do."""
    await desk.visitor_writes("visitor", UNKNOWN)
    await desk.system.desk.take(await desk.reference("visitor"), agent=ANN)
    await desk.agent_resolves("visitor")
    await agent_does(desk, "visitor", "reopen")
    await agent_does(desk, "visitor", "release")
    assert set(await floor.waiting()) == {"visitor"}
    await agent_does(desk, "visitor", "resolve", disposition="solved")
    await agent_does(desk, "visitor", "reopen", agent=BEN)
    await moved_to(desk, "visitor", "baggage")
    assert (await floor.waiting())["visitor"].line.queue == "baggage"
    taken = [
        (each.kind, each.before, each.agent)
        for each in await floor.routings("visitor", RoutingKind.TAKEN)
    ]
    assert taken == [(RoutingKind.TAKEN, None, ANN.id), (RoutingKind.TAKEN, None, BEN.id)]
    await require_sound_routing(desk)


async def test_whoever_answers_first_has_it_and_the_log_says_so(
    desk: StoryDesk, floor: StaffedFloor
):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=7)
    await desk.agent_replies(ASTRID, "He is.", agent=BEN)
    (line,) = await floor.routings(ASTRID, RoutingKind.TAKEN)
    assert (line.agent, line.by, line.before) == (BEN.id, BEN.id, None)
    assert line.waited == timedelta(minutes=7)
    assert line.reason == "Ben answered it, and has it from then on."
    await desk.agent_replies(ASTRID, "To whom we may not say.", agent=ANN)
    assert len(await floor.routings(ASTRID, RoutingKind.TAKEN)) == 1

    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.system.desk.take(await desk.reference(JONAS), agent=ANN)
    await given_to_bot(desk, JONAS)
    (line,) = await floor.routings(JONAS, RoutingKind.RELEASED)
    assert (line.before, line.agent, line.queue) == (ANN.id, None, None)
    assert line.reason == "Ann gave it back to the bot."
    assert line.told.startswith("Our automatic assistant goes on with your message")
    await require_sound_routing(desk)
