"""Two agents and a bot on one conversation never overwrite each other."""

import asyncio

import pytest

from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, BEN, KNOWN, UNKNOWN


async def test_the_second_to_take_a_conversation_is_told_who_has_it(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.take(reference, agent=ANN)
    with pytest.raises(ConflictError, match="Ann has"):
        await desk.system.desk.take(reference, agent=BEN)
    assert (await desk.conversation(ASTRID)).assignee == ANN.id


async def test_of_two_who_take_it_at_once_one_has_it(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    outcomes = await asyncio.gather(
        *(desk.system.desk.take(reference, agent=agent) for agent in (ANN, BEN)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, ConflictError)]
    assert len(refused) == 1
    taken = await desk.log(ASTRID, Direction.EVENT)
    assert sum(each.source_ids["event"] == "take" for each in taken) == 1


async def test_taking_what_one_has_already_changes_nothing_for_the_worse(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.take(reference, agent=ANN)
    await desk.system.desk.take(reference, agent=ANN)
    assert (await desk.conversation(ASTRID)).assignee == ANN.id


async def test_a_conversation_can_be_given_to_a_colleague_by_name(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.take(reference, agent=ANN)
    await desk.system.desk.assign(reference, agent=ANN, assignee=BEN.id, queue="baggage")
    conversation = await desk.conversation(ASTRID)
    assert (conversation.assignee, conversation.queue) == (BEN.id, "baggage")
    event = (await desk.log(ASTRID, Direction.EVENT))[-1]
    assert event.text == "Assigned to Baggage and Ben by Ann"


async def test_a_conversation_given_back_can_be_taken_by_a_colleague(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.take(reference, agent=ANN)
    await desk.system.desk.release(reference, agent=ANN)
    await desk.system.desk.take(reference, agent=BEN)
    assert (await desk.conversation(ASTRID)).assignee == BEN.id


async def test_whoever_writes_what_they_saw_before_a_change_is_refused(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    stale = await desk.conversation(ASTRID)
    await desk.system.desk.take(stale.reference, agent=ANN)

    def overwrite(tx: Transaction) -> None:
        change_conversation(tx, stale, now=desk.clock.now(), assignee=BEN.id)

    with pytest.raises(ConflictError, match="changed by somebody else"):
        await desk.system.store.run(overwrite)
    assert (await desk.conversation(ASTRID)).assignee == ANN.id


async def test_a_customer_and_an_agent_who_write_at_once_are_both_heard(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    writing = [desk.text_arrives(ASTRID, f"more {number}") for number in range(5)]
    replying = [
        desk.system.desk.reply(reference, agent=ANN, text=f"answer {number}") for number in range(5)
    ]
    await asyncio.gather(*writing, *replying)
    await desk.settle()
    said = await desk.said(ASTRID)
    assert {f"in more {number}" for number in range(5)} <= set(said)
    assert [line for line in said if line.startswith("out answer")] == [
        f"out {text}" for text in desk.said_to(ASTRID)[1:]
    ]
    assert await desk.shunted() == ()


async def test_resolving_twice_is_refused_and_so_is_a_word_nobody_knows(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_resolves(ASTRID)
    with pytest.raises(ConflictError, match="resolved already"):
        await desk.agent_resolves(ASTRID)
    with pytest.raises(InvalidInputError, match="solved"):
        await desk.system.desk.resolve("FD-NOWHERE", agent=ANN, disposition="whatever")


async def test_a_reference_that_does_not_exist_is_said_by_name(desk: StoryDesk):
    with pytest.raises(NotFoundError, match="FD-NOWHERE"):
        await desk.system.desk.reply("FD-NOWHERE", agent=ANN, text="Hello")


async def test_a_reply_sent_again_after_a_lost_response_is_said_once(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    before = len(desk.said_to(ASTRID))
    for _ in range(2):
        await desk.system.desk.reply(reference, agent=ANN, text="On its way.", key="draft-1")
        await desk.system.desk.note(reference, agent=ANN, text="Told her.", key="draft-2")
        await desk.settle()
    assert desk.said_to(ASTRID)[before:] == ["On its way."]
    assert [note.text for note in await desk.log(ASTRID, Direction.NOTE)] == ["Told her."]


async def test_two_replies_of_the_same_words_and_different_names_are_both_said(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    before = len(desk.said_to(ASTRID))
    for key in ("draft-1", "draft-2", None):
        await desk.system.desk.reply(reference, agent=ANN, text="Yes.", key=key)
        await desk.settle()
    assert desk.said_to(ASTRID)[before:] == ["Yes."] * 3


async def test_who_answers_in_a_conversation_that_was_opened_again_is_heard_there(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.agent_resolves(ASTRID)
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.system.desk.reopen(reference, agent=ANN)
    await desk.system.desk.reply(reference, agent=ANN, text="Is it still so?")
    await desk.settle()
    before = len(desk.said_to(ASTRID))
    await desk.customer_texts(ASTRID, KNOWN)
    assert len(desk.said_to(ASTRID)) == before, "the bot spoke over the agent's head"
    first, _ = await desk.conversations(ASTRID)
    assert first.reference == reference
    assert first.waiting_since is not None
