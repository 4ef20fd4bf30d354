"""Agents have several things done at once: all of them, or none."""

import pytest

from crm_store.automation_runs import list_runs_in
from crm_store.conversation_tags import list_tags
from crm_store.routings import list_routings
from domain.conversations import ConversationStatus, Direction, Priority
from domain.errors import ConflictError, NotFoundError
from tests.stories.agreements import agree, make_policy
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.supervisors import MACRO, SUE, ask, do, say, write
from tests.stories.world import ANN, BEN, UNKNOWN


@pytest.fixture
async def astrid(desk: StoryDesk) -> str:
    """The reference of a conversation that waits for a person."""
    await desk.customer_texts(ASTRID, UNKNOWN)
    return await desk.reference(ASTRID)


async def test_a_macro_does_all_that_it_says(desk: StoryDesk, astrid: str):
    await agree(desk, make_policy("speedy", conditions={"tiers": ("never",)}))
    await write(
        desk, MACRO, "lost",
        actions=[
            do("status", "pending"), do("assign", "me"), do("queue", "baggage"),
            do("priority", "high"), do("tag", "lost"), do("policy", "speedy"),
            say("note", en="Form sent by {agent}."), do("notify", "supervisors"),
            say("reply", en="Hello {name}, your case is {reference}. {agent}"),
        ],
    )  # fmt: skip
    changed = await desk.system.desk.run_macro(astrid, "lost", agent=ANN)
    await desk.settle()
    assert (changed.queue, changed.assignee) == ("baggage", ANN.id)
    assert (changed.priority, changed.status) == (Priority.HIGH, ConversationStatus.PENDING)
    assert changed.policy == "speedy"
    assert await desk.system.store.read(list_tags, changed.id) == ("lost",)
    assert desk.said_to(ASTRID)[-1] == f"Hello, your case is {astrid}. Ann"
    (note,) = await desk.log(ASTRID, Direction.NOTE)
    assert (note.text, note.author_name) == ("Form sent by Ann.", "Ann")
    (run,) = await desk.system.store.read(list_runs_in, changed.id)
    assert (run.automation, run.by) == ("lost", ANN.id)


async def test_who_has_a_conversation_already_is_not_given_it_anew(desk: StoryDesk, astrid: str):
    await write(desk, MACRO, "mine", actions=[do("assign", "me"), do("tag", "seen")])
    await desk.system.desk.run_macro(astrid, "mine", agent=ANN)
    first = await desk.conversation(ASTRID)
    given = await desk.system.store.read(list_routings, first.id)
    await desk.system.desk.run_macro(astrid, "mine", agent=ANN)
    assert (await desk.conversation(ASTRID)).assignee == ANN.id
    assert await desk.system.store.read(list_routings, first.id) == given


async def test_where_one_thing_cannot_be_done_nothing_is(desk: StoryDesk, astrid: str):
    before = await desk.conversation(ASTRID)
    await write(
        desk, MACRO, "close",
        actions=[do("tag", "done"), say("reply", en="Bye."), do("assign", BEN.email)],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, "STOP")
    told = len(desk.said_to(ASTRID))
    with pytest.raises(ConflictError, match=r"nothing of the macro 'close' was done: reply.*opted"):
        await desk.system.desk.run_macro(astrid, "close", agent=ANN)
    await desk.settle()
    after = await desk.conversation(ASTRID)
    assert (after.assignee, after.queue) == (before.assignee, before.queue)
    assert await desk.system.store.read(list_tags, after.id) == ()
    assert await desk.system.store.read(list_runs_in, after.id) == ()
    assert len(desk.said_to(ASTRID)) == told


async def test_what_the_bot_has_is_taken_by_a_macro_that_says_so(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "hello")
    reference = await desk.reference(ASTRID)
    await write(desk, MACRO, "up", actions=[do("priority", "high")])
    with pytest.raises(ConflictError, match="the bot has"):
        await desk.system.desk.run_macro(reference, "up", agent=ANN)
    await write(desk, MACRO, "up", actions=[do("priority", "high"), do("assign", "me")])
    changed = await desk.system.desk.run_macro(reference, "up", agent=ANN)
    assert (changed.assignee, changed.priority) == (ANN.id, Priority.HIGH)


async def test_a_macro_is_for_what_it_says_and_while_it_is_on(desk: StoryDesk, astrid: str):
    run = desk.system.desk.run_macro
    await write(desk, MACRO, "vip", ask("tag", "is", "vip"), actions=[do("assign", "me")])
    with pytest.raises(ConflictError, match="not for this conversation: It is not tagged vip"):
        await run(astrid, "vip", agent=ANN)
    await desk.system.desk.tag(astrid, agent=ANN, add=["vip"])
    assert (await run(astrid, "vip", agent=ANN)).assignee == ANN.id
    await desk.system.rules.switch(MACRO, "vip", on=False, by=SUE)
    with pytest.raises(ConflictError, match="switched off"):
        await run(astrid, "vip", agent=ANN)
    with pytest.raises(NotFoundError, match="no macro 'none'"):
        await run(astrid, "none", agent=ANN)


async def test_asked_for_twice_under_one_name_it_is_done_once(desk: StoryDesk, astrid: str):
    await write(desk, MACRO, "hi", actions=[say("reply", en="Hi.", de="Hallo.")])
    for _ in range(2):
        await desk.system.desk.run_macro(astrid, "hi", agent=ANN, key="k1")
        await desk.settle()
    assert desk.said_to(ASTRID)[1:] == ["Hi."]


async def test_a_macro_resolves_and_opens(desk: StoryDesk, astrid: str):
    await write(desk, MACRO, "done", actions=[do("status", "resolved"), do("assign", "nobody")])
    changed = await desk.system.desk.run_macro(astrid, "done", agent=ANN)
    assert (changed.status, changed.disposition) == (ConversationStatus.RESOLVED, "solved")
