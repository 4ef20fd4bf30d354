"""Whoever is handed over hears how soon a person usually answers, where that is known."""

from tests.stories.story_desk import StoryDesk
from tests.stories.world import UNKNOWN

PHONES = [f"+1555020{number}" for number in range(6)]
ME = "+15550300"
PERSON = "I want to talk to a person"


async def waited(desk: StoryDesk, phones: list[str], *, minutes: int, text: str = UNKNOWN) -> None:
    """Let customers wait for an agent, one after the other."""
    for phone in phones:
        await desk.customer_texts(phone, text)
        await desk.time_passes(minutes=minutes)
        await desk.agent_replies(phone, "Here I am.")


async def test_who_asks_for_a_person_hears_how_long_others_waited(desk: StoryDesk):
    await waited(desk, PHONES, minutes=12, text=PERSON)
    await desk.customer_texts(ME, PERSON)
    assert "usually in 15 minutes" in desk.said_to(ME)[-1]
    assert len(desk.said_to(ME)[-1]) <= 160


async def test_a_few_are_no_usual_and_only_the_promise_is_told(desk: StoryDesk):
    await waited(desk, PHONES[:4], minutes=12)
    await desk.customer_texts(ME, UNKNOWN)
    assert "usually" not in desk.said_to(ME)[-1]
    assert "today" in desk.said_to(ME)[-1]


async def test_nothing_is_told_while_those_before_still_wait(desk: StoryDesk):
    for phone in PHONES:
        await desk.customer_texts(phone, UNKNOWN)
    await desk.time_passes(minutes=30)
    await waited(desk, PHONES[:2], minutes=1)
    await desk.customer_texts(ME, UNKNOWN)
    assert "usually" not in desk.said_to(ME)[-1]


async def test_the_night_tells_nothing_of_the_day(desk: StoryDesk):
    await waited(desk, PHONES, minutes=12)
    await desk.time_passes(hours=12)
    await desk.customer_texts(ME, UNKNOWN)
    assert "usually" not in desk.said_to(ME)[-1]
    await desk.time_passes(hours=11)
    await desk.customer_texts("+15550301", UNKNOWN)
    assert "usually in 15 minutes" in desk.said_to("+15550301")[-1]
