"""What the chat's socket promises to a page."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from channels.web_chat import SocketLimits
from domain.messages import QuickReply
from tests.channels.web_chat.conftest import BASE, Chat, StartChat


async def test_a_new_visitor_is_welcomed_and_told_that_they_are_new(chat: Chat) -> None:
    page = await chat.connect()
    await page.say(type="hello", token=None, after=0, language="de")
    welcome = await page.hear()
    assert welcome == {
        "type": "welcome",
        "token": welcome["token"],
        "visitor": "id-000001",
        "new": True,
        "position": 0,
        "company": "Aurora Airways",
        "with_person": False,
    }


async def test_a_message_is_acknowledged_once_it_is_committed(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.say(type="message", id="m-1", text="Where is my bag?")
    assert await page.hear_until("accepted") == {
        "type": "accepted",
        "id": "m-1",
        "duplicate": False,
    }
    [raw] = chat.gateway.received
    assert (raw.channel, raw.account, raw.delivery_id) == ("web_chat", "site", "id-000001:m-1")
    assert chat.channel.parse(raw).text == "Where is my bag?"


async def test_a_message_that_cannot_be_committed_is_refused_and_may_come_again(chat: Chat) -> None:
    page = await chat.enter_idle()
    chat.gateway.refuse_with = RuntimeError("the disk is full")
    await page.say(type="message", id="m-1", text="hello")
    refused = await page.hear()
    assert (refused["type"], refused["id"], refused["code"]) == ("refused", "m-1", "unavailable")
    assert refused["retry_after"] > 0
    assert "disk" not in refused["reason"]
    chat.gateway.refuse_with = None
    await page.say(type="message", id="m-1", text="hello")
    assert (await page.hear())["type"] == "accepted"


async def test_the_same_message_again_changes_nothing(chat: Chat) -> None:
    page = await chat.enter_idle()
    for _ in range(2):
        await page.say(type="message", id="m-1", text="hello")
    first, second = await page.hear_until("accepted"), await page.hear_until("accepted")
    assert (first["duplicate"], second["duplicate"]) == (False, True)
    assert len(chat.gateway.received) == 1


async def test_an_answer_reaches_the_page_as_soon_as_it_is_there(chat: Chat) -> None:
    page = await chat.enter_idle()
    chat.gateway.append(
        page.key,
        "It is in Oslo.",
        html="<p>It is in <b>Oslo</b>.<script>alert(1)</script></p>",
        quick_replies=(QuickReply(label="Thanks", value="thanks"),),
    )
    entry = await page.hear_until("entry")
    assert entry["text"] == "It is in Oslo."
    assert entry["html"] == "<p>It is in <b>Oslo</b>.</p>"
    assert entry["quick_replies"] == [{"label": "Thanks", "value": "thanks"}]
    assert entry["delivery"] == "queued"


async def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_twice(chat: Chat) -> None:
    page = await chat.enter_idle()
    chat.gateway.append(page.key, "one")
    seen = await page.hear_until("entry")
    await page.socket.close()
    for number in range(250):
        chat.gateway.append(page.key, f"missed {number}")
    again = await chat.enter(page.token, after=seen["position"])
    texts = []
    while (frame := await again.hear())["type"] == "entry":
        texts.append(frame["text"])
    assert again.visitor == page.visitor
    assert texts == [f"missed {number}" for number in range(250)]


async def test_a_wake_up_that_got_lost_is_made_up_for(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(poll_seconds=0.05))
    page = await chat.enter_idle()
    chat.gateway.append(page.key, "quietly", announce=False)
    assert (await page.hear_until("entry"))["text"] == "quietly"


async def test_every_tab_of_a_visitor_gets_every_entry(chat: Chat) -> None:
    first = await chat.enter_idle()
    second = await chat.enter_idle(first.token)
    chat.gateway.append(first.key, "to all of you")
    assert (await first.hear_until("entry"))["id"] == (await second.hear_until("entry"))["id"]


async def test_nobody_hears_what_is_said_to_another_visitor(chat: Chat) -> None:
    mine, other = await chat.enter_idle(), await chat.enter_idle()
    chat.gateway.append(other.key, "for the other one")
    chat.gateway.append(mine.key, "for me")
    assert (await mine.hear_until("entry"))["text"] == "for me"
    assert (await other.hear_until("entry"))["text"] == "for the other one"


@pytest.mark.parametrize(
    "forge", [lambda token: token[:-3] + "abc", lambda _: "id-000001", lambda _: ""]
)
async def test_a_forged_token_makes_a_new_visitor(chat: Chat, forge: Callable[[str], str]) -> None:
    known = await chat.enter_idle()
    chat.gateway.append(known.key, "private")
    page = await chat.connect()
    await page.say(type="hello", token=forge(known.token))
    welcome = await page.hear()
    assert welcome["new"]
    assert welcome["visitor"] != known.visitor
    assert (await page.hear())["type"] == "status"


async def test_a_token_of_another_account_makes_a_new_visitor(start_chat: StartChat) -> None:
    one, other = await start_chat(), await start_chat(account="shop")
    visitor = await one.enter_idle()
    socket = await other.client.ws_connect(
        "/channels/web-chat/shop/ws", headers={"Origin": "https://www.example.com"}
    )
    await socket.send_json({"type": "hello", "token": visitor.token})
    assert (await socket.receive_json())["new"]


async def test_a_token_lasts_as_long_as_the_settings_say_and_each_visit_renews_it(
    start_chat: StartChat,
) -> None:
    chat = await start_chat(visitor_days=30)
    page = await chat.enter_idle()
    chat.clock.advance(timedelta(days=29))
    again = await chat.enter_idle(page.token)
    assert again.visitor == page.visitor
    chat.clock.advance(timedelta(days=29))
    assert (await chat.enter_idle(again.token)).visitor == page.visitor
    assert (await chat.enter_idle(page.token)).visitor != page.visitor


async def test_a_token_from_a_server_whose_clock_is_ahead_is_taken(chat: Chat) -> None:
    page = await chat.enter_idle()
    chat.clock.advance(timedelta(seconds=-5))
    assert (await chat.enter_idle(page.token)).visitor == page.visitor


async def test_what_the_page_took_and_what_the_visitor_saw_is_recorded(chat: Chat) -> None:
    page = await chat.enter_idle()
    entry = chat.gateway.append(page.key, "hello")
    await page.hear_until("entry")
    await page.say(type="ack", upto=entry.position)
    await page.say(type="seen", upto=entry.position)
    await page.say(type="message", id="m-1", text="done")
    await page.hear_until("accepted")
    assert [(c.key, c.upto, c.seen) for c in chat.gateway.collected] == [
        (page.key, entry.position, False),
        (page.key, entry.position, True),
    ]


async def test_nothing_can_be_acknowledged_that_was_not_sent(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.say(type="ack", upto=99)
    assert (await page.hear())["type"] == "refused"
    assert not chat.gateway.collected


async def test_the_bot_is_shown_typing_until_its_answer_comes(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.say(type="message", id="m-1", text="hello")
    await page.hear_until("accepted")
    assert await page.hear() == {"type": "typing", "author": "bot", "on": True}
    chat.gateway.append(page.key, "hi")
    assert await page.hear() == {"type": "typing", "author": "bot", "on": False}
    assert (await page.hear())["type"] == "entry"


async def test_the_bot_does_not_seem_to_type_for_ever(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(typing_seconds=0.05))
    page = await chat.enter_idle()
    await page.say(type="message", id="m-1", text="hello")
    assert (await page.hear_until("typing"))["on"] is True
    assert (await page.hear_until("typing"))["on"] is False


async def test_the_bot_does_not_seem_to_type_where_a_person_has_the_conversation(
    chat: Chat,
) -> None:
    chat.gateway.with_person = True
    page = await chat.enter_idle()
    await page.say(type="message", id="m-1", text="hello")
    await page.hear_until("accepted")
    chat.gateway.append(page.key, "Here is Maria.", author="agent", author_name="Maria")
    assert (await page.hear())["type"] == "entry"


async def test_an_agents_typing_is_shown_and_the_visitors_own_is_not_echoed(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.say(type="typing", on=True)
    await page.say(type="message", id="m-1", text="")
    assert (await page.hear())["type"] == "refused"
    [announced] = chat.gateway.announced
    assert announced.topic == page.key.topic
    assert json.loads(announced.payload) == {"typing": "customer", "on": True}
    await chat.gateway.announce(page.key.topic, '{"typing":"agent","on":true,"name":"Maria"}')
    frame = await page.hear()
    assert frame == {"type": "typing", "author": "agent", "on": True, "name": "Maria"}


async def test_the_page_is_told_when_a_person_takes_over(chat: Chat) -> None:
    page = await chat.enter_idle()
    chat.gateway.with_person = True
    chat.gateway.signal(page.key.topic)
    status = await page.hear_until("status")
    assert (status["status"], status["with_person"]) == (None, True)


async def test_a_draining_server_asks_the_pages_to_come_back(chat: Chat) -> None:
    page = await chat.enter_idle()
    listening = page.hear_close()
    await chat.channel.drain()
    assert await listening == 1001


async def test_the_followers_of_a_page_that_left_are_forgotten(chat: Chat) -> None:
    page = await chat.enter_idle()
    await page.socket.close()
    other = await chat.enter_idle(page.token)
    assert chat.gateway.followers(other.key.topic) == 1


async def test_a_page_that_does_not_read_is_disconnected(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(send_seconds=0.2))
    page = await chat.enter_idle()
    assert page.socket._conn is not None
    assert page.socket._conn.protocol is not None
    page.socket._conn.protocol.pause_reading()
    for _ in range(200):
        chat.gateway.append(page.key, "x" * 100_000, announce=False)
    chat.gateway.signal(page.key.topic)
    async with asyncio.timeout(60):
        await chat.gateway.left.wait()
    # Who never reads hears of no end either, and would wait for it.
    page.socket._conn.protocol.resume_reading()


async def test_a_browser_page_that_is_not_listed_is_refused_before_the_socket_opens(
    chat: Chat,
) -> None:
    response = await chat.client.get(f"{BASE}/ws", headers={"Origin": "https://evil.example"})
    assert response.status == 403
    assert response.content_type == "application/problem+json"
    assert "allowed_origins" in (await response.json())["detail"]


@pytest.mark.parametrize("origin", ["http://desk.example", "https://www.example.com"])
async def test_listed_pages_and_the_servers_own_may_connect(chat: Chat, origin: str) -> None:
    page = await chat.connect(origin=origin)
    await page.say(type="hello", token=None)
    assert (await page.hear())["type"] == "welcome"


async def test_a_program_without_origin_may_connect_only_where_no_site_is_named(
    chat: Chat, start_chat: StartChat
) -> None:
    assert (await chat.client.get(f"{BASE}/ws")).status == 403
    free = await start_chat(allowed_origins=[])
    page = await free.connect(origin=None)
    await page.say(type="hello", token=None)
    assert (await page.hear())["type"] == "welcome"
    refused = await free.client.get(f"{BASE}/ws", headers={"Origin": "https://evil.example"})
    assert refused.status == 403


async def test_a_plain_request_to_the_socket_is_told_to_upgrade(chat: Chat) -> None:
    response = await chat.client.get(f"{BASE}/ws", headers={"Origin": "https://www.example.com"})
    assert response.status == 426


async def test_a_visitor_has_a_bounded_number_of_sockets(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(sockets_per_visitor=2))
    first = await chat.enter_idle()
    second = await chat.enter_idle(first.token)
    third = await chat.connect()
    await third.say(type="hello", token=first.token)
    assert (await third.hear())["code"] == "too_many_sockets"
    assert await third.hear_close() == 1013
    await second.socket.close()
    assert (await chat.enter_idle(first.token)).visitor == first.visitor


async def test_a_full_chat_says_when_to_come_back(start_chat: StartChat) -> None:
    chat = await start_chat(max_sockets=1)
    await chat.enter_idle()
    response = await chat.client.get(
        f"{BASE}/ws",
        headers={
            "Origin": "https://www.example.com",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )
    assert response.status == 503
    assert int(response.headers["Retry-After"]) > 0


async def test_a_failing_store_closes_the_socket_so_that_the_page_comes_back(chat: Chat) -> None:
    page = await chat.enter_idle()

    chat.gateway.fail_reading_with = RuntimeError("the database is away")
    chat.gateway.signal(page.key.topic)
    assert await page.hear_close() == 1011
