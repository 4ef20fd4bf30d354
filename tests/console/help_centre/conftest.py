"""A help centre over real HTTP, with what is published, and much that is not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from bot.tools import Tools
from channels.contract import ChannelTools
from channels.web_form import WebFormChannel, WebFormSettings
from console.services import Services
from crm_store.articles import record_article
from crm_store.categories import record_category
from crm_store.store import Store
from domain.knowledge import Article, ArticleState
from domain.knowledge_desk import Category
from tests.console.api.bench import StoringGateway, no_http
from tests.console.browser import Browser, Console
from tests.console.quick_app import make_quick_app
from tests.fakes import FakeClock

URL = "http://127.0.0.1:8080"
LONG = "\n\n".join(f"## Part {number}\n\n{'All about bags. ' * 60}" for number in range(1, 5))


@dataclass
class Desk:
    """What knowledge managers do, for tests of what readers see of it."""

    services: Services

    @property
    def store(self) -> Store:
        return self.services.store

    @property
    def clock(self) -> FakeClock:
        assert isinstance(self.services.clock, FakeClock)
        return self.services.clock

    async def publish(self, article_id: str, locale: str = "en", **more: Any) -> Article:
        told: dict[str, Any] = {
            "title": f"All about {article_id}",
            "answer": f"What is to be known about {article_id}.",
            **more,
        }
        article = Article(id=article_id, locale=locale, variants=(), **told)
        return await self.store.run(
            record_article, article, author="Kim", now=self.services.clock.now()
        )

    async def retire(self, article_id: str, locale: str = "en", **more: Any) -> None:
        await self.publish(article_id, locale, state=ArticleState.RETIRED, **more)

    async def shelve(self, category_id: str, parent: str | None = None, **titles: str) -> None:
        category = Category(
            id=category_id,
            parent=parent,
            titles=titles or {"en": category_id.title()},
            descriptions={"en": f"Everything about {category_id}."},
        )
        await self.store.run(record_category, category)


@dataclass
class Reader(Browser):
    """A reader of the help centre, who follows no redirect."""

    desk: Desk

    async def ask(self, path: str, status: int, **headers: str) -> str:
        """Read a page that must be answered so."""
        response = await self.get(path, **headers)
        text = await response.text()
        assert response.status == status, text
        return text

    async def rate(self, article_id: str, **fields: str) -> ClientResponse:
        return await self.post(f"/help/en/articles/{article_id}/rating", fields)


@pytest.fixture
async def help_services(console_services: Services) -> Services:
    return add_web_form(console_services)


def add_web_form(services: Services) -> Services:
    """Have the first web form take in what readers write."""
    form = WebFormChannel(
        WebFormSettings(account="contact"),
        ChannelTools(
            clock=services.clock,
            ids=services.ids,
            public_url=URL,
            secret=services.secret,
            company=services.company,
            http=no_http,
        ),
    )
    known = {**services.tools.channels, ("web_form", "contact"): form}
    tools: Tools = replace(services.tools, channels=known)
    gateway = StoringGateway(tools)
    return replace(
        services,
        tools=tools,
        gateway=gateway,
        channels=(*services.channels, form),
        languages=("en", "de"),
    )


@pytest.fixture
async def desk(help_services: Services) -> Desk:
    """Two shelves, one in the other, and articles in two languages."""
    desk = Desk(help_services)
    await desk.shelve("baggage", en="Baggage", de="Gepäck")
    await desk.shelve("lost", "baggage", en="Lost baggage", de="Verlorenes")
    await desk.shelve("empty", en="Nothing in here")
    await desk.publish("cabin", title="How much may I take?", category="baggage", answer=LONG)
    await desk.publish("late", title="My bag is late", category="lost")
    await desk.publish("late", "de", title="Mein Koffer fehlt", category="lost", answer="Warten.")
    await desk.publish(
        "wifi", title="Is there <wifi>?", answer="Yes & no. See [bags](article:late)."
    )
    return desk


@pytest.fixture
async def reader(desk: Desk) -> AsyncIterator[Reader]:
    app = make_quick_app(desk.services)
    async with TestServer(app) as server:
        jar = CookieJar(unsafe=True)
        client: TestClient[web.Request, None] = TestClient(server, cookie_jar=jar)
        async with client:
            yield Reader(client=client, desk=desk)


@pytest.fixture
async def console(desk: Desk) -> AsyncIterator[Console]:
    """The console on the same record."""
    app = make_quick_app(replace(desk.services, metrics=CollectorRegistry()))
    async with TestServer(app) as server:
        yield Console(app=app, server=server, services=desk.services)
