"""Staff make a link with which a customer's chat on Telegram joins their record."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from channels.contract import ChannelTools
from channels.telegram import TelegramChannel, TelegramSettings
from console.api.authentication import digest_token
from console.services import Services
from crm_store.staff import record_api_token
from domain.staff import ApiToken, Role
from tests.channels.accounts import ACCOUNTS, BOT_TOKEN
from tests.channels.telegram.bot_api import BotApi, refuse, run_bot_api
from tests.console.browser import Browser, words_of
from tests.console.quick_app import make_quick_app
from tests.fakes import MONDAY_MORNING

CARD = "/console/customers/c-astrid"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with run_bot_api(BOT_TOKEN) as api:
        yield api


@pytest.fixture
async def agent(console_services: Services, api: BotApi) -> AsyncIterator[Browser]:
    """An agent of a company that has a bot on Telegram."""
    async with aiohttp.ClientSession() as session:
        services = _with_telegram(console_services, api, session)
        async with TestServer(make_quick_app(services)) as server:
            jar = CookieJar(unsafe=True)
            client: TestClient[web.Request, None] = TestClient(server, cookie_jar=jar)
            async with client:
                browser = Browser(client=client)
                await browser.log_in("agent@example.com")
                yield browser


def _with_telegram(services: Services, api: BotApi, session: aiohttp.ClientSession) -> Services:
    tools = ChannelTools(
        clock=services.clock,
        ids=services.ids,
        public_url=services.public_url,
        secret=services.secret,
        company=services.company,
        http=lambda: session,
    )
    settings = TelegramSettings.model_validate({**ACCOUNTS["telegram"], "api_base_url": api.url})
    bot = TelegramChannel(settings, tools)
    channels = {**services.tools.channels, ("telegram", "bot"): bot}
    return replace(services, tools=replace(services.tools, channels=channels))


async def test_an_agent_gets_a_link_for_a_customer_to_give_away(agent: Browser):
    assert "Connect Telegram" in words_of(await agent.read(CARD))

    response = await agent.act(f"{CARD}/links/telegram")

    page = await response.text()
    assert response.status == 200, page
    assert response.headers["Cache-Control"] == "no-store"
    link = re.search(r"<code>(https://t\.me/aurora_airways_bot\?start=[\w-]{1,64})</code>", page)
    assert link is not None
    assert "it works once, until" in words_of(page)


async def test_each_link_is_another(agent: Browser):
    pages = [await (await agent.act(f"{CARD}/links/telegram")).text() for _ in range(2)]
    first, second = (re.findall(r"start=([\w-]+)", page)[0] for page in pages)
    assert first != second


async def test_a_script_gets_a_link_by_the_api(agent: Browser, console_services: Services):
    kept = ApiToken(
        id="t-1",
        name="shop",
        role=Role.AGENT,
        digest=digest_token("a-token"),
        created_at=MONDAY_MORNING,
        last_used_at=None,
    )
    await console_services.store.run(record_api_token, kept)

    response = await agent.client.post(
        "/api/v1/customers/c-astrid/links",
        json={"channel": "telegram"},
        headers={"Authorization": "Bearer a-token"},
    )

    answer = await response.json()
    assert response.status == 201, answer
    assert answer["url"].startswith("https://t.me/aurora_airways_bot?start=")
    assert answer["expires_at"] == "2026-03-02T10:00:00Z"


async def test_a_telegram_that_refuses_is_told_in_words(agent: Browser, api: BotApi):
    api.fail_next("getMe", refuse(401, "Unauthorized"))

    response = await agent.act(f"{CARD}/links/telegram")

    assert response.status >= 400
    assert "copy it anew from @BotFather" in words_of(await response.text())
    assert BOT_TOKEN not in await response.text()


async def test_a_company_without_a_bot_is_offered_no_link(browser: Browser):
    await browser.log_in("agent@example.com")
    assert "Connect Telegram" not in await browser.read(CARD)
    assert (await browser.act(f"{CARD}/links/telegram")).status == 404
