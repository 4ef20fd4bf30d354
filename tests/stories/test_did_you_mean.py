"""The bot half knows what is meant, asks which it is, and understands the answer."""

from domain.decisions import Ask
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import HALF_KNOWN, HALF_KNOWN_BOOKING, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

LOST_ANSWER = "Report it at the desk within 7 days."


async def test_a_telephone_gets_numbered_choices(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    (asked,) = desk.said_to(ASTRID)
    assert "1. My suitcase did not arrive" in asked
    assert "2. How much cabin baggage may I take?" in asked
    assert "3. None of these" in asked
    assert isinstance((await desk.last_decision(ASTRID)).decision, Ask)


async def test_a_digit_chooses(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, "2")
    assert desk.said_to(ASTRID)[-1] == KNOWN_ANSWER
    assert (await desk.conversation(ASTRID)).pending is None
    reply = (await desk.log(ASTRID))[-1]
    assert reply.source_ids == {"article": "cabin-baggage", "version": 1}


async def test_words_choose_too(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, "the first one please")
    assert desk.said_to(ASTRID)[-1] == LOST_ANSWER


async def test_a_number_that_was_not_offered_is_no_choice(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, "7")
    assert desk.said_to(ASTRID)[-1] not in {KNOWN_ANSWER, LOST_ANSWER}


async def test_none_of_these_goes_to_the_people_who_know_about_the_question(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, "none of these")
    conversation = await desk.conversation(ASTRID)
    assert conversation.queue == "baggage"
    assert conversation.reference in desk.said_to(ASTRID)[-1]


async def test_none_of_these_by_its_number_goes_there_too(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN_BOOKING)
    await desk.customer_texts(ASTRID, "3")
    assert (await desk.conversation(ASTRID)).queue == "bookings"


async def test_a_second_unclear_question_goes_to_a_person(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, HALF_KNOWN_BOOKING)
    assert (await desk.last_decision(ASTRID)).rule == "unknown"
    assert (await desk.conversation(ASTRID)).queue == "bookings"


async def test_a_second_question_that_says_nothing_goes_where_the_first_one_belongs(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert (await desk.conversation(ASTRID)).queue == "baggage"


async def test_a_clear_question_in_between_is_simply_answered(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.customer_texts(ASTRID, "When do I get my refund?")
    assert desk.said_to(ASTRID)[-1] == "Within seven days."


async def test_a_chat_page_gets_buttons(desk: StoryDesk):
    await desk.visitor_writes("vera", HALF_KNOWN)
    asked = (await desk.page_shows("vera")).entries[-1]
    assert "1." not in asked.text
    assert [reply.label for reply in asked.quick_replies] == [
        "My suitcase did not arrive",
        "How much cabin baggage may I take?",
        "None of these",
    ]


async def test_a_pressed_button_chooses(desk: StoryDesk):
    await desk.visitor_writes("vera", HALF_KNOWN)
    asked = (await desk.page_shows("vera")).entries[-1]
    pressed = asked.quick_replies[1]
    await desk.visitor_writes("vera", pressed.label, choice=pressed.value)
    answer = (await desk.page_shows("vera")).entries[-1]
    assert answer.text == KNOWN_ANSWER
    assert "<strong>8 kg</strong>" in (answer.html or "")


async def test_a_value_that_was_never_offered_is_not_taken_for_a_choice(desk: StoryDesk):
    await desk.visitor_writes("vera", HALF_KNOWN)
    await desk.visitor_writes("vera", UNKNOWN, choice="article:wifi")
    answer = (await desk.page_shows("vera")).entries[-1]
    assert "wifi" not in answer.text
    assert (await desk.conversation("vera")).queue == "baggage"
