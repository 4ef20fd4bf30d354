"""What one visitor or one network may do, however many sockets and tokens they have."""

from datetime import timedelta

import aiohttp
import pytest

from tests.channels.web_chat.conftest import BASE, SITE, Chat, Page, StartChat


async def send_all(page: Page, count: int, prefix: str = "m") -> list[str]:
    """Send messages; return which of them were accepted."""
    for number in range(count):
        await page.say(type="message", id=f"{prefix}-{number}", text="x")
    heard = [await hear_answer(page) for _ in range(count)]
    return [frame["id"] for frame in heard if frame["type"] == "accepted"]


async def hear_answer(page: Page) -> dict[str, str]:
    while (frame := await page.hear())["type"] not in {"accepted", "refused"}:
        pass
    return frame


async def test_many_pages_of_one_visitor_send_no_faster_than_one(chat: Chat) -> None:
    first = await chat.enter_idle()
    pages = [first, *[await chat.enter_idle(first.token) for _ in range(3)]]
    accepted = [await send_all(page, 15, f"p{number}") for number, page in enumerate(pages)]
    assert [len(ids) for ids in accepted] == [15, 15, 0, 0]


async def test_a_visitor_has_so_many_messages_in_ten_minutes(chat: Chat) -> None:
    page = await chat.enter_idle()
    accepted = 0
    for burst in range(6):
        accepted += len(await send_all(page, 25, f"b{burst}"))
        chat.clock.advance(timedelta(seconds=6))
    assert 120 <= accepted <= 127, "120, and those that became free meanwhile"
    chat.clock.advance(timedelta(minutes=10))
    await page.say(type="message", id="last", text="x")
    assert (await hear_answer(page))["type"] == "accepted"


async def test_a_network_has_so_many_messages_however_many_visitors_it_makes(
    start_chat: StartChat,
) -> None:
    chat = await start_chat(messages_per_network=20)
    accepted = [len(await send_all(await chat.enter_idle(), 8)) for _ in range(4)]
    assert accepted == [8, 8, 4, 0]


async def test_a_network_makes_so_many_visitors_in_an_hour(start_chat: StartChat) -> None:
    chat = await start_chat(visitors_per_network=2)
    known = [await chat.enter_idle() for _ in range(2)]
    late = await chat.connect()
    await late.say(type="hello", token=None)
    refused = await late.hear()
    assert (refused["type"], refused["code"]) == ("refused", "too_many_sockets")
    assert refused["retry_after"] > 0
    assert await late.hear_close() == 1013
    back = await chat.enter_idle(known[0].token)
    assert back.visitor == known[0].visitor, "who was here before is welcome"
    chat.clock.advance(timedelta(seconds=refused["retry_after"]))
    await chat.enter_idle()


async def test_a_network_takes_no_places_from_the_others(start_chat: StartChat) -> None:
    chat = await start_chat(sockets_per_network=3)
    pages = [await chat.connect() for _ in range(3)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await chat.connect()
    assert refused.value.status == 429
    assert refused.value.headers is not None
    assert int(refused.value.headers["Retry-After"]) > 0
    connector = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
    async with (
        aiohttp.ClientSession(connector=connector) as elsewhere,
        elsewhere.ws_connect(chat.client.make_url(f"{BASE}/ws"), headers={"Origin": SITE}) as other,
    ):
        await other.send_json({"type": "hello", "token": None})
        assert (await other.receive_json(timeout=60))["type"] == "welcome"
    await pages[0].socket.close()
    await chat.enter_idle()


async def test_an_office_of_sixty_chats_from_one_address(chat: Chat) -> None:
    pages = [await chat.enter_idle() for _ in range(60)]
    accepted = [await send_all(page, 1) for page in pages]
    assert accepted == [["m-0"]] * 60
