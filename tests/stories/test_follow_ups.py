"""A customer's short question is read after the one before it, and only where it leans on that."""

import pytest

from domain.decisions import Answer
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER, KNOWN_GERMAN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

FREE = "Is there wifi on board?"
FREE_ANSWER = "Yes, on all long flights."


async def answered_with(desk: StoryDesk, thread: str) -> str | None:
    decision = (await desk.last_decision(thread)).decision
    assert isinstance(decision, Answer)
    return None if decision.article is None else decision.article.article_id


async def test_a_question_that_stands_by_itself_is_not_changed_by_the_one_before(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, FREE)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER, FREE_ANSWER]
    assert (await desk.last_decision(ASTRID)).understanding.follows is None


@pytest.mark.parametrize("between", [None, "thanks"])
async def test_a_question_that_names_nothing_is_read_after_the_one_before(
    desk: StoryDesk, between: str | None
):
    await desk.customer_texts(ASTRID, FREE)
    if between is not None:
        await desk.customer_texts(ASTRID, between)
    await desk.customer_texts(ASTRID, "how much is it?")
    understanding = (await desk.last_decision(ASTRID)).understanding
    assert understanding.follows == FREE
    assert understanding.matches[0].article_id == "wifi"


async def test_nothing_is_read_into_the_first_message_of_a_conversation(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(JONAS, "how much is it?")
    assert (await desk.last_decision(JONAS)).understanding.follows is None


async def test_nothing_leans_on_a_question_that_a_person_is_to_answer(desk: StoryDesk):
    await desk.customer_texts(ASTRID, FREE)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(ASTRID, "how much is it?")
    assert (await desk.last_decision(ASTRID)).understanding.follows is None


async def test_nothing_leans_on_a_question_of_the_day_before_yesterday(desk: StoryDesk):
    await desk.customer_texts(ASTRID, FREE)
    await desk.time_passes(hours=40)
    await desk.customer_texts(ASTRID, "how much is it?")
    assert (await desk.last_decision(ASTRID)).understanding.follows is None


async def test_it_is_so_in_german_and_on_a_page(desk: StoryDesk):
    await desk.visitor_writes("v1", KNOWN_GERMAN)
    await desk.visitor_writes("v1", "und was kostet das?")
    understanding = (await desk.last_decision("v1")).understanding
    assert understanding.follows == KNOWN_GERMAN
    assert understanding.matches[0].article_id == "cabin-baggage"
