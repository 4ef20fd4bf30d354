"""What a Rasa server's REST channel answers becomes a reply, whatever it answers."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from domain.dialogue import DialogueError, DialogueHandoff
from domain.errors import FrontdeskError
from domain.messages import QuickReply
from frontdesk.rasa_server import RasaServer
from tests.rasa_stand_in import Rasa, open_rasa


@pytest.fixture
async def rasa() -> AsyncIterator[tuple[Rasa, RasaServer]]:
    async with open_rasa() as (stand_in, url), aiohttp.ClientSession() as session:
        yield stand_in, RasaServer(url, lambda: session, timeout=5)


async def test_what_it_says_is_said_in_order_with_what_can_be_pressed(
    rasa: tuple[Rasa, RasaServer],
):
    stand_in, server = rasa
    stand_in.answer = [
        {"recipient_id": "c1", "text": "Hello"},
        {"recipient_id": "c1", "image": "https://example.com/map.png"},
        {"recipient_id": "c1", "text": "Go on?", "buttons": [{"title": "Yes", "payload": "/yes"}]},
    ]
    reply = await server.tell("c1", "hi", {"message": "m1"})
    assert reply.texts == ("Hello", "https://example.com/map.png", "Go on?")
    assert reply.quick_replies == (QuickReply(label="Yes", value="/yes"),)
    assert reply.handoff is None
    assert stand_in.heard == [{"sender": "c1", "message": "hi", "metadata": {"message": "m1"}}]


async def test_a_custom_message_of_ours_hands_over(rasa: tuple[Rasa, RasaServer]):
    stand_in, server = rasa
    custom = {"frontdesk": {"handoff": {"reason": "asked_for_person", "topic": "baggage"}}}
    stand_in.answer = [{"recipient_id": "c1", "custom": custom}]
    reply = await server.tell("c1", "agent", {})
    assert reply.handoff == DialogueHandoff(reason="asked_for_person", topic="baggage")
    assert reply.texts == ()


async def test_custom_messages_of_others_are_left_out(rasa: tuple[Rasa, RasaServer]):
    stand_in, server = rasa
    stand_in.answer = [{"custom": {"carousel": []}}, {"custom": "x"}, {"custom": {"frontdesk": 1}}]
    assert await server.tell("c1", "hi", {}) == await server.tell("c1", "hi", {})
    assert (await server.tell("c1", "hi", {})).handoff is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"<html>", "cannot be read"),
        (b'{"text": "no list"}', "cannot be read"),
        (b'[{"text": 7}]', "cannot be read"),
        (b"[" + b" " * 1_000_001, "more than 1,000,000 bytes"),
    ],
)
async def test_what_cannot_be_read_is_said(rasa: tuple[Rasa, RasaServer], raw: bytes, says: str):
    stand_in, server = rasa
    stand_in.raw = raw
    with pytest.raises(DialogueError, match=says):
        await server.tell("c1", "hi", {})


async def test_an_error_and_an_absence_are_said(rasa: tuple[Rasa, RasaServer]):
    stand_in, server = rasa
    stand_in.status = 500
    with pytest.raises(DialogueError, match="answered 500"):
        await server.tell("c1", "hi", {})
    async with aiohttp.ClientSession() as session:
        nobody = RasaServer("http://127.0.0.1:9", lambda: session, timeout=5)
        with pytest.raises(DialogueError, match="does not answer"):
            await nobody.tell("c1", "hi", {})
        with pytest.raises(FrontdeskError, match=r"check rasa\.url"):
            await nobody.check()


async def test_the_doctor_is_told_that_its_channel_is_open(rasa: tuple[Rasa, RasaServer]):
    _, server = rasa
    assert "is open" in await server.check()
