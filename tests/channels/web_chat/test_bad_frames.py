"""Frames that no good page would send: each is refused by name, none hurts."""

import json
from datetime import timedelta

import aiohttp
import pytest

from channels.web_chat import SocketLimits
from tests.channels.web_chat.conftest import Chat, StartChat

UNREADABLE = {
    "not JSON": "garbage {",
    "not an object": "[1, 2]",
    "deeply nested": "[" * 30_000,
    "no type": "{}",
    "an unknown type": '{"type": "teleport"}',
    "an unknown field": '{"type": "message", "id": "m", "text": "x", "admin": true}',
    "a text that is a number": '{"type": "message", "id": "m", "text": 5}',
    "a position that is a text": '{"type": "ack", "upto": "5"}',
    "a position that is true": '{"type": "ack", "upto": true}',
    "a position below zero": '{"type": "seen", "upto": -1}',
    "a position without end": '{"type": "ack", "upto": 1e400}',
    "a number of 20,000 digits": '{"type": "ack", "upto": ' + "9" * 20_000 + "}",
    "an id with blanks": '{"type": "message", "id": "a b", "text": "x"}',
    "an id of half a character": '{"type": "message", "id": "\\ud800", "text": "x"}',
    "a choice with a control": '{"type": "message", "id": "m", "text": "", "choice": "a\\u0000"}',
    "six files": json.dumps({"type": "message", "id": "m", "files": ["f"] * 6}),
    "a second hello": '{"type": "hello", "token": null}',
}


@pytest.mark.parametrize("frame", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_cannot_be_read_is_refused_with_a_reason_and_the_socket_stays_open(
    chat: Chat, frame: str
) -> None:
    page = await chat.enter_idle()
    await page.socket.send_str(frame)
    refused = await page.hear()
    assert (refused["type"], refused["code"]) == ("refused", "bad_frame")
    assert len(refused["reason"]) > 10
    await page.say(type="message", id="m-1", text="still here")
    assert (await page.hear())["type"] == "accepted"


async def test_binary_frames_are_refused(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.socket.send_bytes(b"\x00\xff")
    assert "binary" in (await page.hear())["reason"]


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 8_001, "too_long"), ("", "empty"), ("\u200b \x00\n", "empty")]
)
async def test_texts_too_long_or_empty_are_refused_under_their_id(
    chat: Chat, text: str, code: str
) -> None:
    page = await chat.enter_idle()
    await page.say(type="message", id="m-1", text=text)
    refused = await page.hear()
    assert (refused["id"], refused["code"]) == ("m-1", code)
    assert not chat.gateway.received


async def test_the_longest_text_goes_through(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.socket.send_str(
        json.dumps({"type": "message", "id": "m-1", "text": "語" * 8_000}, ensure_ascii=False)
    )
    assert (await page.hear())["type"] == "accepted"


async def test_a_frame_beyond_64_kb_closes_the_socket(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.say(type="message", id="m-1", text="x" * 1_000_000)
    assert await page.hear_close() == 1009
    assert not chat.gateway.received


async def test_invalid_utf8_closes_the_socket(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.socket.send_frame(b'{"type": "\xff"}', aiohttp.WSMsgType.TEXT)
    assert await page.hear_close() == 1007


async def test_after_twenty_unreadable_frames_the_socket_is_closed(chat: Chat) -> None:
    page = await chat.enter_idle()
    for _ in range(20):
        await page.socket.send_str("garbage")
    assert await page.hear_close() == 1008


@pytest.mark.parametrize(
    "first", ['{"type": "message", "id": "m", "text": "x"}', "garbage", '{"type": "hello", "x": 1}']
)
async def test_hello_must_come_first(chat: Chat, first: str) -> None:
    page = await chat.connect()
    await page.socket.send_str(first)
    assert (await page.hear())["type"] == "refused"
    assert await page.hear_close() == 1008
    assert not chat.gateway.received


async def test_a_page_that_never_says_hello_is_let_go(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(hello_seconds=0.05))
    page = await chat.connect()
    assert (await page.hear())["code"] == "hello"
    assert await page.hear_close() == 1008


async def test_frames_over_the_rate_are_refused_with_the_time_to_wait(chat: Chat) -> None:
    page = await chat.enter_idle()
    for number in range(31):
        await page.say(type="message", id=f"m-{number}", text="quick")
    refused = await page.hear_until("refused")
    assert (refused["id"], refused["code"]) == ("m-30", "rate")
    assert refused["retry_after"] >= 1
    chat.clock.advance(timedelta(seconds=refused["retry_after"]))
    await page.say(type="message", id="m-30", text="quick")
    assert (await page.hear_until("accepted"))["id"] == "m-30"


async def test_ten_thousand_frames_hurt_nobody(chat: Chat) -> None:
    flood, other = await chat.enter_idle(), await chat.enter_idle()
    flood.socket._autoping = False
    for number in range(10_000):
        await flood.say(type="message", id=f"m-{number}", text="x")
    await other.say(type="message", id="calm", text="hello")
    assert (await other.hear_until("accepted"))["id"] == "calm"
    assert len(chat.gateway.received) == 31
    await flood.socket.ping()
    while (await flood.socket.receive(timeout=60)).type is not aiohttp.WSMsgType.PONG:
        pass
    chat.clock.advance(timedelta(minutes=1))
    await flood.say(type="message", id="late", text="sorry")
    assert (await flood.hear())["type"] == "accepted"


async def test_a_flood_without_end_is_cut_off(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(max_excess_frames=50))
    page = await chat.enter_idle()
    for _ in range(100):
        await page.say(type="typing", on=True)
    assert await page.hear_close() == 1008
