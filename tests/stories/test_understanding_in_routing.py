"""What is read in a message, and what was promised before, decides how soon a person sees it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.conversations import Direction, Priority
from domain.decisions import DecisionRecord, Escalate
from domain.knowledge import Matcher
from domain.service_levels import ClockKind
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import agree, make_policy
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk, open_story_desk
from tests.stories.world import ANN, KNOWN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

FURIOUS = (
    "This is the third time I write and nobody answers. I was promised somebody would call. "
    "Can you not even tell whether your captain is married? Disgraceful!"
)
HASTY = "Urgent, call me today: is your captain married?"
DISPLEASED = "I am unhappy, the captain was unfriendly. Is your captain married?"


@pytest.fixture
async def reading(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    """A Frontdesk that reads feelings, by words alone, on each engine in turn."""
    async with open_story_desk(database_url, tmp_path, matcher) as desk:
        desk.system.feelings.load()
        yield desk


def known(record: DecisionRecord) -> dict[str, str]:
    return {each.name: each.value for each in record.evidence}


def hits(record: DecisionRecord) -> list[str]:
    return [each.rule for each in record.trace if each.hit]


async def test_a_complaint_is_marked_and_goes_ahead_and_the_record_says_why(
    reading: StoryDesk,
) -> None:
    await reading.customer_texts(ASTRID, FURIOUS)
    conversation = await reading.conversation(ASTRID)
    assert conversation.priority is Priority.HIGH
    assert conversation.complained_at == reading.clock.now()
    record = await reading.last_decision(ASTRID)
    assert isinstance(record.decision, Escalate)
    assert record.decision.priority is Priority.HIGH
    assert "likely_complaint" in hits(record)
    assert known(record)["sentiment"] == "negative"
    assert known(record)["tier"] == "standard"
    assert known(record)["recent_breach"] == "none"
    (complaint,) = (each for each in record.evidence if each.name == "complaint")
    assert "third time" in complaint.why


async def test_what_is_urgent_goes_ahead_and_is_no_complaint_for_that(reading: StoryDesk) -> None:
    await reading.customer_texts(ASTRID, HASTY)
    conversation = await reading.conversation(ASTRID)
    assert conversation.priority is Priority.HIGH
    assert conversation.complained_at is None
    record = await reading.last_decision(ASTRID)
    assert hits(record)[-1] == "urgent_message"
    assert known(record)["urgency"] == "high"


async def test_what_asks_for_nothing_special_has_the_usual_priority(reading: StoryDesk) -> None:
    await reading.customer_texts(ASTRID, UNKNOWN)
    conversation = await reading.conversation(ASTRID)
    assert (conversation.priority, conversation.complained_at) == (Priority.NORMAL, None)
    record = await reading.last_decision(ASTRID)
    assert known(record)["open_conversations"] == "0"
    assert not any(each.hit for each in record.trace[-3:])


async def test_what_the_bot_answers_is_read_and_the_customer_looked_up_for_nothing(
    reading: StoryDesk,
) -> None:
    await reading.customer_texts(ASTRID, KNOWN)
    record = await reading.last_decision(ASTRID)
    assert set(known(record)) == {"topic", "language", "urgency", "sentiment", "complaint"}
    assert known(record)["topic"] == "baggage"


async def test_whom_we_kept_waiting_of_late_is_not_kept_waiting_again(reading: StoryDesk) -> None:
    await reading.customer_texts(ASTRID, UNKNOWN)
    await reading.time_passes(hours=3)
    await reading.agent_replies(ASTRID, "He is.")
    await reading.agent_resolves(ASTRID)
    await reading.time_passes(days=5)

    await reading.customer_texts(ASTRID, DISPLEASED)
    await reading.customer_texts(JONAS, DISPLEASED)

    record = await reading.last_decision(ASTRID)
    assert hits(record)[-1] == "promise_broken_before"
    assert (await reading.conversation(ASTRID)).priority is Priority.HIGH
    assert known(record)["recent_breach"].startswith("2026-")
    assert (await reading.conversation(JONAS)).priority is Priority.NORMAL


async def test_a_priority_that_staff_gave_is_not_lowered(reading: StoryDesk) -> None:
    await reading.customer_texts(ASTRID, UNKNOWN)
    reference = await reading.reference(ASTRID)
    await reading.system.desk.set_priority(reference, agent=ANN, priority=Priority.URGENT)
    await reading.system.self_service.give_back(reference, agent=ANN)
    await reading.customer_texts(ASTRID, FURIOUS)
    conversation = await reading.conversation(ASTRID)
    assert (conversation.reference, conversation.priority) == (reference, Priority.URGENT)


async def test_without_what_reads_feelings_routing_is_as_ever(desk: StoryDesk) -> None:
    await desk.customer_texts(ASTRID, FURIOUS)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.priority, conversation.complained_at) == (Priority.NORMAL, None)
    assert set(known(await desk.last_decision(ASTRID))) == {
        "language",
        "tier",
        "open_conversations",
        "recent_breach",
    }


@pytest.mark.parametrize(("text", "complains"), [(FURIOUS, True), (HASTY, False)])
async def test_what_is_written_to_people_goes_ahead_too_and_keeps_what_was_promised(
    reading: StoryDesk, text: str, complains: bool
) -> None:
    await agree(reading, make_policy(first={"default": 60, "high": 10}))
    await reading.customer_texts(ASTRID, UNKNOWN)
    await reading.system.desk.take(await reading.reference(ASTRID), agent=ANN)
    (before,) = await reading.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    await reading.time_passes(minutes=5)

    await reading.customer_texts(ASTRID, text)

    conversation = await reading.conversation(ASTRID)
    assert (conversation.priority, conversation.assignee) == (Priority.HIGH, ANN.id)
    assert (conversation.complained_at is not None) is complains
    (after,) = await reading.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert after.state.due_at == before.state.due_at
    told = (await reading.log(ASTRID, Direction.EVENT))[-1].text
    assert told.startswith("Priority raised from normal to high: The message is ")
    events = [each.text for each in await reading.log(ASTRID, Direction.EVENT)]
    assert any(each.startswith("Opened as complaint C-") for each in events) is complains
    record = await reading.last_decision(ASTRID)
    assert record.deciding is not None
    assert record.deciding.rule == "person_has_conversation"

    await reading.customer_texts(ASTRID, text)
    assert (await reading.log(ASTRID, Direction.EVENT))[-1].text == told


async def test_what_staff_made_urgent_stays_so_and_the_complaint_is_marked_all_the_same(
    reading: StoryDesk,
) -> None:
    await reading.customer_texts(ASTRID, UNKNOWN)
    reference = await reading.reference(ASTRID)
    await reading.system.desk.set_priority(reference, agent=ANN, priority=Priority.URGENT)
    await reading.customer_texts(ASTRID, FURIOUS)
    conversation = await reading.conversation(ASTRID)
    assert conversation.priority is Priority.URGENT
    assert conversation.complained_at == reading.clock.now()
    told = (await reading.log(ASTRID, Direction.EVENT))[-1].text
    assert told.startswith("Opened as complaint C-")
