"""What a chat page reads: its own thread, once, and nothing that is for staff alone."""

from domain.conversations import Direction
from domain.messages import DeliveryState
from tests.stories.story_desk import StoryDesk, chat
from tests.stories.world import ANN, KNOWN, KNOWN_ANSWER, UNKNOWN


async def test_it_reads_the_question_and_the_answer(desk: StoryDesk):
    await desk.visitor_writes("vera", KNOWN)
    view = await desk.page_shows("vera")
    assert [(entry.author, entry.text) for entry in view.entries] == [
        ("customer", KNOWN),
        ("bot", KNOWN_ANSWER),
    ]
    assert not view.with_person


async def test_a_page_that_comes_back_reads_only_what_is_new(desk: StoryDesk):
    await desk.visitor_writes("vera", UNKNOWN)
    last = (await desk.page_shows("vera")).entries[-1].position
    assert (await desk.page_shows("vera", after=last)).entries == ()
    await desk.agent_replies("vera", "He is.")
    (entry,) = (await desk.page_shows("vera", after=last)).entries
    assert (entry.text, entry.author, entry.author_name) == ("He is.", "agent", "Ann")


async def test_notes_and_events_are_never_shown(desk: StoryDesk):
    await desk.visitor_writes("vera", UNKNOWN)
    reference = await desk.reference("vera")
    await desk.system.desk.take(reference, agent=ANN)
    await desk.system.desk.note(reference, agent=ANN, text="A secret")
    shown = (await desk.page_shows("vera")).entries
    assert {entry.author for entry in shown} == {"customer", "bot"}
    assert len(shown) == 2
    assert (await desk.page_shows("vera")).with_person


async def test_another_visitors_thread_never_shows(desk: StoryDesk):
    await desk.visitor_writes("vera", KNOWN)
    assert (await desk.page_shows("victor")).entries == ()
    assert (await desk.page_shows("victor")).status is None


async def test_a_message_is_queued_until_a_page_takes_it_then_delivered_then_seen(
    desk: StoryDesk,
):
    await desk.visitor_writes("vera", KNOWN)
    (answer,) = await desk.log("vera", Direction.OUT)
    assert (answer.delivery, answer.seen_at) == (DeliveryState.QUEUED, None)
    gateway = desk.system.gateway
    await gateway.record_collected(chat("vera"), upto=answer.position, seen=False)
    (answer,) = await desk.log("vera", Direction.OUT)
    assert (answer.delivery, answer.seen_at) == (DeliveryState.DELIVERED, None)
    seen_at = await desk.time_passes(seconds=5)
    await gateway.record_collected(chat("vera"), upto=answer.position, seen=True)
    (answer,) = await desk.log("vera", Direction.OUT)
    assert (answer.delivery, answer.seen_at) == (DeliveryState.DELIVERED, seen_at)


async def test_a_page_collects_nothing_beyond_what_it_names_nor_from_another_thread(
    desk: StoryDesk,
):
    await desk.visitor_writes("vera", KNOWN)
    (answer,) = await desk.log("vera", Direction.OUT)
    gateway = desk.system.gateway
    await gateway.record_collected(chat("vera"), upto=answer.position - 1, seen=True)
    await gateway.record_collected(chat("victor"), upto=answer.position, seen=True)
    (answer,) = await desk.log("vera", Direction.OUT)
    assert answer.delivery is DeliveryState.QUEUED


async def test_a_second_look_does_not_move_the_instant_it_was_first_seen(desk: StoryDesk):
    await desk.visitor_writes("vera", KNOWN)
    (answer,) = await desk.log("vera", Direction.OUT)
    seen_at = desk.clock.now()
    await desk.system.gateway.record_collected(chat("vera"), upto=answer.position, seen=True)
    await desk.time_passes(minutes=5)
    await desk.system.gateway.record_collected(chat("vera"), upto=answer.position, seen=True)
    (answer,) = await desk.log("vera", Direction.OUT)
    assert answer.seen_at == seen_at


async def test_a_page_reads_on_from_a_resolved_matter_into_the_next(desk: StoryDesk):
    await desk.visitor_writes("vera", UNKNOWN)
    await desk.agent_resolves("vera")
    await desk.visitor_writes("vera", KNOWN)
    view = await desk.page_shows("vera")
    assert view.entries[-1].text == KNOWN_ANSWER
    assert len({entry.reference for entry in view.entries}) == 2
    assert (view.status, view.with_person) == ("pending", False)


async def test_a_page_is_woken_when_something_is_said(desk: StoryDesk):
    async with desk.system.gateway.follow(chat("vera").topic) as follower:
        await desk.visitor_writes("vera", KNOWN)
        assert await follower.next(5) is not None


async def test_a_page_set_to_german_is_greeted_in_german(desk: StoryDesk):
    await desk.visitor_writes("vera", "Aurora 4711", language="de-AT")
    assert "Ein Mensch" in (await desk.page_shows("vera")).entries[-1].text
