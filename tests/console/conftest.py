"""The console over real HTTP on a real store, with staff and a few conversations."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from console.services import Services
from crm_store.store import Store, make_store
from tests.console.api.bench import Readiness, make_services
from tests.console.browser import Browser, Console
from tests.console.quick_app import make_quick_app
from tests.console.record import record_company
from tests.fakes import FakeClock


@pytest.fixture
async def console_store(sqlite_url: str) -> AsyncIterator[Store]:
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def console_services(console_store: Store) -> Services:
    services = make_services(console_store, FakeClock(), Readiness())
    await console_store.run(record_company, services.clock.now())
    return services


@pytest.fixture
async def console(console_services: Services) -> AsyncIterator[Console]:
    """The running console."""
    app = make_quick_app(console_services)
    async with TestServer(app) as server:
        yield Console(app=app, server=server, services=console_services)


@pytest.fixture
async def browser(console: Console) -> AsyncIterator[Browser]:
    """A browser in which nobody has logged in yet."""
    jar = CookieJar(unsafe=True)
    client: TestClient[web.Request, None] = TestClient(console.server, cookie_jar=jar)
    async with client:
        yield Browser(client=client)
