"""A bot, Telegram at its other end, and a gateway that remembers."""

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeAlias

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels.contract import ChannelTools
from channels.telegram import TelegramChannel, TelegramSettings
from channels.telegram.receiving import Waits
from tests.channels.accounts import ACCOUNTS, BOT_TOKEN
from tests.channels.telegram.bot_api import BotApi, run_bot_api
from tests.fake_gateway import FakeGateway

MakeBot: TypeAlias = Callable[..., TelegramChannel]
# Nothing here waits for longer than it must.
AT_ONCE = Waits(poll=5, turn=0.01, first=0.01, last=0.01)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with run_bot_api(BOT_TOKEN) as api:
        yield api


@pytest.fixture
def make_bot(api: BotApi, tools: ChannelTools) -> MakeBot:
    def make(**changed: Any) -> TelegramChannel:
        account = {**ACCOUNTS["telegram"], "api_base_url": api.url, **changed}
        return TelegramChannel(TelegramSettings.model_validate(account), tools, waits=AT_ONCE)

    return make


@pytest.fixture
def bot(make_bot: MakeBot) -> TelegramChannel:
    return make_bot()


@pytest.fixture
async def client(
    bot: TelegramChannel, gateway: FakeGateway
) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """Telegram's side of the webhook."""
    app = web.Application()
    bot.add_routes(app.router, gateway)
    async with TestClient(TestServer(app)) as client:
        yield client
