"""A question the bot cannot answer goes to people, and stays with them until it is resolved."""

from datetime import timedelta

import pytest

from domain.conversations import Author, ConversationStatus, Direction
from domain.decisions import Escalate
from domain.errors import InvalidInputError
from domain.service_levels import ClockKind
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, BEN, HALF_KNOWN, KNOWN, KNOWN_ANSWER, UNKNOWN

FIRST, NEXT = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE


async def test_an_unknown_question_waits_in_the_default_queue(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.queue, conversation.status) == ("general", ConversationStatus.OPEN)
    assert conversation.waiting_since == desk.clock.now()
    assert conversation.assignee is None
    decision = (await desk.last_decision(ASTRID)).decision
    assert isinstance(decision, Escalate)
    assert decision.reason == "unknown"


async def test_the_customer_is_told_the_reference_and_by_when(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    (told,) = desk.said_to(ASTRID)
    assert await desk.reference(ASTRID) in told
    assert "by 11:15 today" in told


async def test_a_clock_starts_with_the_target_of_the_queue(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "I want to talk to a person about my lost luggage")
    assert (await desk.conversation(ASTRID)).queue == "baggage"
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert (clock.state.terms.target, clock.state.terms.queue) == (timedelta(minutes=30), "baggage")
    assert clock.state.due_at == desk.clock.now() + timedelta(minutes=30)


async def test_the_bot_is_silent_while_people_have_it(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "hello?")
    assert len(desk.said_to(ASTRID)) == 1
    assert (await desk.last_decision(ASTRID)).rule == "person_has_conversation"
    assert len(await desk.clocks(ASTRID, FIRST)) == 1
    assert await desk.clocks(ASTRID, NEXT) == []


async def test_the_agents_answer_reaches_the_customer_and_stops_the_clock(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    answered_at = await desk.time_passes(minutes=20)
    await desk.agent_replies(ASTRID, "He is, to our chief mechanic.")
    assert desk.said_to(ASTRID)[-1] == "He is, to our chief mechanic."
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert (clock.state.met_at, clock.state.breached_at) == (answered_at, None)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.assignee, conversation.waiting_since) == (ANN.id, None)
    assert conversation.first_response_at == answered_at
    reply = (await desk.log(ASTRID))[-1]
    assert (reply.author, reply.author_name) == (Author.AGENT, "Ann")


async def test_an_acknowledgement_is_no_first_response(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert (await desk.conversation(ASTRID)).first_response_at is None
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert clock.state.met_at is None


async def test_thanks_start_no_clock_and_another_question_does(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "thanks!")
    assert await desk.clocks(ASTRID, NEXT) == []
    assert (await desk.conversation(ASTRID)).waiting_since is None
    asked_at = await desk.time_passes(minutes=5)
    await desk.customer_texts(ASTRID, "And is she on board too?")
    (clock,) = await desk.clocks(ASTRID, NEXT)
    assert (clock.state.started_at, clock.state.met_at) == (asked_at, None)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.status, conversation.waiting_since) == (ConversationStatus.OPEN, asked_at)
    await desk.agent_replies(ASTRID, "Always.")
    (clock,) = await desk.clocks(ASTRID, NEXT)
    assert clock.state.met_at == asked_at


async def test_whoever_asks_twice_has_waited_since_the_first_time(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    since = desk.clock.now()
    await desk.time_passes(minutes=10)
    await desk.customer_texts(ASTRID, "Hello? Is anybody there?")
    assert (await desk.conversation(ASTRID)).waiting_since == since


async def test_a_message_after_the_matter_is_resolved_begins_a_new_one(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.agent_resolves(ASTRID)
    await desk.customer_texts(ASTRID, KNOWN)
    old, new = await desk.conversations(ASTRID)
    assert (old.status, old.disposition) == (ConversationStatus.RESOLVED, "solved")
    assert (new.status, new.queue) == (ConversationStatus.PENDING, None)
    assert old.customer_id == new.customer_id
    assert desk.said_to(ASTRID)[-1] == KNOWN_ANSWER


async def test_an_answer_after_all_opens_a_resolved_matter_again(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_resolves(ASTRID)
    await desk.agent_replies(ASTRID, "I forgot: he is.")
    conversation = await desk.conversation(ASTRID)
    assert conversation.status is ConversationStatus.PENDING
    assert (conversation.resolved_at, conversation.disposition) == (None, None)


async def test_what_the_bot_answered_goes_on_for_three_days(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.time_passes(hours=71)
    await desk.customer_texts(ASTRID, "When do I get my refund?")
    assert len(await desk.conversations(ASTRID)) == 1
    await desk.time_passes(hours=73)
    await desk.customer_texts(ASTRID, KNOWN)
    assert len(await desk.conversations(ASTRID)) == 2


async def test_what_people_have_goes_on_however_long_it_takes(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(days=40)
    await desk.customer_texts(ASTRID, "Still waiting")
    assert len(await desk.conversations(ASTRID)) == 1


async def test_a_call_for_a_person_goes_to_those_who_know_what_it_was_about(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, "agent")
    assert (await desk.conversation(ASTRID)).queue == "baggage"
    assert (await desk.last_decision(ASTRID)).rule == "asked_for_person"


async def test_an_agent_can_step_in_before_the_bot_gives_up(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.system.desk.take(await desk.reference(ASTRID), agent=BEN)
    await desk.customer_texts(ASTRID, "1")
    assert len(desk.said_to(ASTRID)) == 1
    assert (await desk.conversation(ASTRID)).assignee == BEN.id


async def test_a_note_is_for_colleagues_alone(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.note(reference, agent=ANN, text="A joker, I think.")
    await desk.settle()
    (note,) = await desk.log(ASTRID, Direction.NOTE)
    assert note.text == "A joker, I think."
    assert len(desk.said_to(ASTRID)) == 1


async def test_nothing_is_no_answer(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    for nothing in ("", " \n\t ", "\x00\x07"):
        with pytest.raises(InvalidInputError, match="write something"):
            await desk.agent_replies(ASTRID, nothing)
    assert len(desk.said_to(ASTRID)) == 1


async def test_a_letter_is_acknowledged_by_name(desk: StoryDesk):
    await desk.form_is_sent("erik@example.com", UNKNOWN, name="Erik Holm")
    (conversation,) = await desk.conversations()
    _, acknowledgement = [
        each.text for each in await desk.log(conversation.thread) if each.text != "Handed over"
    ][::2]
    assert "Erik Holm" in acknowledgement
    assert conversation.reference in acknowledgement


async def test_the_reference_told_when_a_form_was_sent_is_that_of_its_conversation(
    desk: StoryDesk,
):
    accepted = await desk.form_is_sent("erik@example.com", UNKNOWN)
    (conversation,) = await desk.conversations()
    assert conversation.reference == accepted.reference
