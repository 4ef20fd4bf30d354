"""What a trigger writes by itself goes to people alone, and to those who wrote."""

from crm_store.automation_runs import list_runs_in
from domain.conversations import ConversationStatus
from tests.stories.letters import MARA, Letters
from tests.stories.story_desk import StoryDesk
from tests.stories.supervisors import TRIGGER, ask, do, say, write
from tests.stories.test_triggers import STILL_THERE, wait
from tests.stories.world import UNKNOWN

IDLE = {"idle_minutes": 60}


async def test_a_machine_that_answers_every_letter_is_asked_nothing_more(
    desk: StoryDesk, letters: Letters
):
    await write(
        desk, TRIGGER, "nudge", ask("status", "is", "pending"), schedule=IDLE, actions=[STILL_THERE]
    )
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "Which flight?")
    before = len(letters.sent)
    for _ in range(4):
        await wait(desk, minutes=61)
        await letters.answer(letters.sent[-1], "I am away.", automatic="auto-replied")
    assert len(letters.sent) == before + 1
    assert any("a machine wrote last" in each.text for each in await desk.log(MARA))


async def test_whose_name_was_forged_is_not_written_to(desk: StoryDesk, letters: Letters):
    await write(
        desk,
        TRIGGER,
        "busy",
        ask("status", "is", "open"),
        schedule=IDLE,
        actions=[say("reply", en="It takes a little longer.")],
    )
    await letters.arrive(MARA, UNKNOWN, refuted="it fails DMARC")
    await wait(desk, hours=2)
    assert letters.sent == []


async def test_what_is_resolved_with_a_word_is_resolved_without_it_where_a_machine_wrote_last(
    desk: StoryDesk, letters: Letters
):
    await write(
        desk,
        TRIGGER,
        "close",
        ask("status", "is", "pending"),
        schedule=IDLE,
        actions=[say("reply", en="We close this now."), do("status", "resolved")],
    )
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "Which flight?")
    before = len(letters.sent)
    await letters.answer(letters.sent[-1], "I am away.", automatic="auto-replied")
    await wait(desk, hours=2)
    conversation = await desk.conversation(MARA)
    assert conversation.status is ConversationStatus.RESOLVED
    assert len(letters.sent) == before
    (run,) = await desk.system.store.read(list_runs_in, conversation.id)
    assert run.done == {
        "reply": "wrote nothing to the customer, as a machine wrote last",
        "status resolved": "resolved",
    }
