"""What Telegram posts is kept before it is told so, and nobody else may post."""

import io
import json
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels.telegram import TelegramChannel
from domain.errors import MalformedMessage
from tests.channels.accounts import SECRET_TOKEN
from tests.channels.telegram.conftest import MakeBot
from tests.channels.telegram.updates import GROUP, message
from tests.fake_gateway import FakeGateway

PATH = "/channels/telegram/bot"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET_TOKEN}
Client = TestClient[web.Request, web.Application]


async def post(client: Client, update: Any, **headers: str) -> int:
    response = await client.post(PATH, json=update, headers={**HEADERS, **headers})
    return response.status


async def test_an_update_is_kept_under_its_own_id(client: Client, gateway: FakeGateway):
    update = message(823001, "Where is my bag?")
    assert await post(client, update) == 200
    (raw,) = gateway.received
    assert (raw.delivery_id, raw.source, raw.channel) == ("823001", "4711", "telegram")
    assert json.loads(raw.body) == update


async def test_the_same_update_again_is_accepted_and_changes_nothing(
    client: Client, gateway: FakeGateway
):
    for _ in range(2):
        assert await post(client, message(823001, "Where is my bag?")) == 200
    assert len(gateway.received) == 1


@pytest.mark.parametrize("secret", ["", "another", "ü", SECRET_TOKEN.upper()])
async def test_whoever_does_not_know_the_secret_is_refused(
    client: Client, gateway: FakeGateway, secret: str
):
    response = await client.post(
        PATH, json=message(1, "x"), headers={"X-Telegram-Bot-Api-Secret-Token": secret}
    )
    assert response.status == 403
    assert SECRET_TOKEN not in await response.text()
    assert gateway.received == []


async def test_where_it_cannot_be_kept_telegram_is_to_send_it_again(
    client: Client, gateway: FakeGateway
):
    gateway.refuse_with = OSError("the disk is full")
    assert await post(client, message(1, "x")) == 503


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"ok": true}', b'{"update_id": "1"}'])
async def test_what_is_no_update_is_refused(client: Client, body: bytes):
    response = await client.post(PATH, data=body, headers=HEADERS)
    assert response.status == 400
    assert "update_id" in (await response.json())["detail"]


async def test_too_large_a_body_is_refused(client: Client):
    response = await client.post(PATH, data=io.BytesIO(b"x" * 1_048_577), headers=HEADERS)
    assert response.status == 413


async def test_an_update_that_cannot_be_read_is_kept_to_be_looked_at(
    client: Client, gateway: FakeGateway, bot: TelegramChannel
):
    assert await post(client, message(823002, "x", photo="a new kind of photo")) == 200
    (raw,) = gateway.received
    with pytest.raises(MalformedMessage, match=r"message\.photo"):
        bot.parse(raw)


@pytest.mark.parametrize(
    "update",
    [
        message(1, "is anybody at the gate?", chat=GROUP),
        message(1, "", pinned_message={"message_id": 2, "date": 0, "chat": GROUP}),
        message(1, "beep", **{"from": {"id": 7, "is_bot": True, "first_name": "Beeper"}}),
        {"update_id": 1, "channel_post": message(1, "news")["message"]},
        {"update_id": 1, "business_message": message(1, "hi", **{"from": {"id": 9}})["message"]},
    ],
    ids=["a group", "a service message", "another bot", "a channel", "the owner's own words"],
)
async def test_what_is_no_customers_is_let_go(
    client: Client, gateway: FakeGateway, update: dict[str, Any]
):
    assert await post(client, update) == 200
    assert gateway.received == []


async def test_a_bot_that_asks_for_updates_takes_none_by_webhook(
    make_bot: MakeBot, gateway: FakeGateway
):
    app = web.Application()
    make_bot(mode="polling", secret_token=None).add_routes(app.router, gateway)
    async with TestClient(TestServer(app)) as client:
        response = await client.post(PATH, json=message(1, "x"))
        assert response.status == 403
