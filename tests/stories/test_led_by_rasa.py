"""A Rasa server leads an account's conversations; the record is the same as everywhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.conversations import Author, ConversationStatus, Direction
from domain.decisions import Relay
from domain.knowledge import Matcher
from domain.service_levels import ClockKind
from frontdesk.settings import Settings, load_settings
from tests.engines import SLOW_ON_POSTGRES
from tests.rasa_stand_in import Rasa, open_rasa
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER

pytestmark = SLOW_ON_POSTGRES

HANDOFF = {"frontdesk": {"handoff": {"reason": "asked_for_person", "topic": "baggage"}}}


class RasaDesk(StoryDesk):
    """A desk whose text messages a Rasa server answers."""

    rasa_url = ""
    rasa: Rasa

    def _load_settings(self) -> Settings:
        super()._load_settings()
        file = self._folder / "frontdesk.toml"
        led = f'dialogue = "rasa"\n[rasa]\nurl = "{self.rasa_url}"\ntimeout_seconds = 5\n'
        file.write_text(file.read_text() + led)
        return load_settings(file, (), {}).settings


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[RasaDesk]:
    async with open_rasa() as (stand_in, url):
        desk = RasaDesk(database_url, tmp_path, matcher)
        desk.rasa, desk.rasa_url = stand_in, url
        await desk.open()
        yield desk
        await desk.close()


async def test_what_it_says_is_said_and_logged_as_the_bots_answer(desk: RasaDesk):
    desk.rasa.answer = [{"text": "Hello from Rasa."}]
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == ["Hello from Rasa."]
    conversation = await desk.conversation(ASTRID)
    assert conversation.status is ConversationStatus.PENDING
    assert conversation.first_response_at == desk.clock.now()
    (answer,) = await desk.log(ASTRID, Direction.OUT)
    assert answer.author is Author.BOT
    decision = await desk.last_decision(ASTRID)
    assert (decision.rule, decision.decision) == ("led_elsewhere", Relay(to="rasa"))


async def test_it_is_told_the_words_under_the_conversations_id_and_the_messages(desk: RasaDesk):
    await desk.customer_texts(ASTRID, "checkin please")
    (heard,) = desk.rasa.heard
    conversation = await desk.conversation(ASTRID)
    (asked,) = await desk.log(ASTRID, Direction.IN)
    assert (heard["sender"], heard["message"]) == (conversation.id, "checkin please")
    assert heard["metadata"] == {
        "message": asked.id,
        "reference": conversation.reference,
        "language": "en",
    }


async def test_a_number_stands_for_what_it_offered(desk: RasaDesk):
    buttons = [{"title": "Window", "payload": "/window"}, {"title": "Aisle", "payload": "/aisle"}]
    desk.rasa.answer = [{"text": "Which seat?", "buttons": buttons}]
    await desk.customer_texts(ASTRID, "a seat please")
    assert "2. Aisle" in desk.said_to(ASTRID)[-1]
    await desk.customer_texts(ASTRID, "2")
    assert [each["message"] for each in desk.rasa.heard] == ["a seat please", "/aisle"]


@pytest.mark.parametrize("front", ["/ /", "/\u00a0/"])
async def test_nobody_gives_it_commands_by_writing_them(desk: RasaDesk, front: str):
    await desk.customer_texts(ASTRID, f"{front}window")
    assert [each["message"] for each in desk.rasa.heard] == ["window"]


async def test_it_hands_over_with_a_clock_and_hears_nothing_until_that_is_settled(desk: RasaDesk):
    desk.rasa.answer = [{"text": "One moment."}, {"custom": HANDOFF}]
    await desk.customer_texts(ASTRID, "a person please")
    conversation = await desk.conversation(ASTRID)
    assert conversation.queue == "baggage"
    assert len(await desk.clocks(ASTRID, ClockKind.FIRST_RESPONSE)) == 1
    assert desk.said_to(ASTRID)[0] == "One moment."
    assert conversation.reference in desk.said_to(ASTRID)[1]
    await desk.customer_texts(ASTRID, "hello?")
    assert len(desk.rasa.heard) == 1


@pytest.mark.parametrize("fault", ["down", "nonsense", "silent"])
async def test_where_it_gives_no_answer_a_person_does(desk: RasaDesk, fault: str):
    desk.rasa.status = 500 if fault == "down" else 200
    desk.rasa.raw = b"<html>" if fault == "nonsense" else None
    await desk.customer_texts(ASTRID, "Is your captain married?")
    conversation = await desk.conversation(ASTRID)
    assert (conversation.queue, conversation.status) == ("general", ConversationStatus.OPEN)
    assert len(desk.said_to(ASTRID)) == 1
    assert await desk.shunted() == ()


async def test_thanks_need_no_answer(desk: RasaDesk):
    await desk.customer_texts(ASTRID, "thank you")
    assert (await desk.conversation(ASTRID)).queue is None
    assert desk.said_to(ASTRID) == []


async def test_stop_is_heard_before_it_and_other_accounts_are_not_its(desk: RasaDesk):
    await desk.customer_texts(JONAS, "STOP")
    await desk.visitor_writes("vera", KNOWN)
    assert desk.rasa.heard == []
    assert "no more" in desk.said_to(JONAS)[0] or "STOP" in desk.said_to(JONAS)[0].upper()
    assert [entry.text for entry in (await desk.page_shows("vera")).entries][-1] == KNOWN_ANSWER


async def test_the_same_message_twice_is_told_once(desk: RasaDesk):
    desk.rasa.answer = [{"text": "Hello."}]
    for _ in range(2):
        await desk.customer_texts(ASTRID, "hi there, you", sid="SM" + "7" * 32)
    assert len(desk.rasa.heard) == 1
    assert desk.said_to(ASTRID) == ["Hello."]
