"""A form asks for what is missing, a slot at a time, and then does what was asked for."""

from domain.conversations import ConversationStatus
from domain.self_service import Level, RunState
from tests.stories.bells import BellDesk
from tests.stories.story_desk import ASTRID, NUMBER
from tests.stories.world import KNOWN, KNOWN_ANSWER, UNKNOWN

HOW_OFTEN = "How often shall I ring?"
WHICH = "Which colour has it?"


async def test_what_is_missing_is_asked_for_one_at_a_time(bells_anywhere: BellDesk):
    for text in ("ring the bell", "2", "red"):
        await bells_anywhere.customer_texts(ASTRID, text)
    assert bells_anywhere.said_to(ASTRID) == [HOW_OFTEN, WHICH, "It rang 2 times."]
    run = await bells_anywhere.run_of(ASTRID)
    assert (run.state, run.outcome, run.level) == (RunState.DONE, "rung", Level.KNOWLEDGE)
    assert run.facts["colour"] == "red"
    assert await bells_anywhere.steps_of(ASTRID) == [
        "started",
        "asked times",
        "filled times",
        "asked colour",
        "filled colour",
        "submitted",
        "ended",
    ]
    conversation = await bells_anywhere.conversation(ASTRID)
    assert conversation.status is ConversationStatus.PENDING
    assert conversation.first_response_at is not None


async def test_all_in_one_message_takes_one_reply(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the green one 3 times")
    assert bells.said_to(ASTRID) == ["It rang 3 times."]
    assert (await bells.run_of(ASTRID)).facts["colour"] == "green"


async def test_what_was_said_can_be_corrected_while_something_else_is_asked(bells: BellDesk):
    for text in ("ring the bell", "2", "no, I meant 3", "red"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-2:] == [WHICH, "It rang 3 times."]
    assert "corrected times" in await bells.steps_of(ASTRID)


async def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again(
    bells_anywhere: BellDesk,
):
    await bells_anywhere.customer_texts(ASTRID, "ring the bell")
    await bells_anywhere.customer_texts(ASTRID, KNOWN)
    assert bells_anywhere.said_to(ASTRID)[-1] == f"{KNOWN_ANSWER}\n\n{HOW_OFTEN}"
    await bells_anywhere.customer_texts(ASTRID, "2")
    assert bells_anywhere.said_to(ASTRID)[-1] == WHICH
    assert "digressed times" in await bells_anywhere.steps_of(ASTRID)


async def test_a_question_that_is_half_known_is_asked_about_and_the_form_goes_on(bells: BellDesk):
    for text in ("ring the bell", "what luggage"):
        await bells.customer_texts(ASTRID, text)
    assert "2. How much cabin baggage may I take?" in bells.said_to(ASTRID)[-1]
    await bells.customer_texts(ASTRID, "2")
    assert bells.said_to(ASTRID)[-1] == f"{KNOWN_ANSWER}\n\n{HOW_OFTEN}"
    await bells.customer_texts(ASTRID, "2")
    assert bells.said_to(ASTRID)[-1] == WHICH


async def test_who_answers_the_form_instead_of_choosing_has_answered_it(bells: BellDesk):
    for text in ("ring the bell", "2", "luggage?", "red"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-1] == "It rang 2 times."


async def test_whoever_thinks_better_of_it_is_asked_no_more(bells: BellDesk):
    for text in ("ring the bell", "2", "never mind"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-1].endswith("Nothing was changed.")
    assert (await bells.run_of(ASTRID)).state is RunState.CANCELLED
    await bells.customer_texts(ASTRID, UNKNOWN)
    assert (await bells.last_decision(ASTRID)).rule == "unknown"


async def test_whoever_wants_no_more_messages_is_asked_nothing(bells: BellDesk):
    for text in ("ring the bell", "STOP"):
        await bells.customer_texts(ASTRID, text)
    assert HOW_OFTEN not in bells.said_to(ASTRID)[-1]
    assert (await bells.run_of(ASTRID)).outcome == "opted_out"


async def test_whoever_starts_over_is_asked_from_the_start(bells: BellDesk):
    for text in ("ring the bell", "2", "start over", "1", "red"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-3:] == [HOW_OFTEN, WHICH, "It rang 1 times."]


async def test_what_is_refused_is_said_and_asked_again(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.customer_texts(ASTRID, "9")
    assert bells.said_to(ASTRID)[-1] == f"Three times at most.\n\n{HOW_OFTEN}"


async def test_a_photo_is_no_answer(bells: BellDesk):
    bells.media["bell.jpg"] = b"\xff\xd8\xff\xe0 a bell"
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.customer_texts(ASTRID, "", media=("bell.jpg",))
    assert bells.said_to(ASTRID)[-1] == (
        f"I cannot read files here, so please write it.\n\n{HOW_OFTEN}"
    )
    assert (await bells.conversation(ASTRID)).queue is None


async def test_two_answers_at_once_are_both_heard_in_their_order(bells_anywhere: BellDesk):
    await bells_anywhere.customer_texts(ASTRID, "ring the bell")
    await bells_anywhere.text_arrives(ASTRID, "2")
    await bells_anywhere.text_arrives(ASTRID, "red")
    await bells_anywhere.settle()
    assert bells_anywhere.said_to(ASTRID)[-1] == "It rang 2 times."
    assert len(bells_anywhere.said_to(ASTRID)) == 3


async def test_a_message_that_is_delivered_twice_is_answered_once(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the red bell 2 times", sid="SM1")
    await bells.customer_texts(ASTRID, "ring the red bell 2 times", sid="SM1")
    assert bells.said_to(ASTRID) == ["It rang 2 times."]


async def test_the_same_asked_again_goes_on_where_it_was(bells: BellDesk):
    for text in ("ring the bell", "2", "ring the bell"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-1] == f"Let us go on where we were.\n\n{WHICH}"
    await bells.customer_texts(ASTRID, "red")
    assert bells.said_to(ASTRID)[-1] == "It rang 2 times."


async def test_the_same_asked_again_with_other_facts_begins_anew(bells: BellDesk):
    for text in ("ring the bell", "2", "ring it 3 times", "red"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-1] == "It rang 3 times."


async def test_a_visitor_of_the_chat_rings_as_well(bells: BellDesk):
    for text in ("ring the bell", "2", "red"):
        await bells.visitor_writes("vera", text)
    shown = (await bells.page_shows("vera")).entries
    assert shown[-1].text == "It rang 2 times."
    assert NUMBER not in shown[-1].text
