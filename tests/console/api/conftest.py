"""The API on SQLite, fresh for each test; a test of both engines asks for `store` itself."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console.api.health import add_health_routes
from console.api.http_metrics import make_metrics_middleware
from console.api.routes import add_api_routes
from crm_store.store import Store, make_store
from domain.staff import Role
from tests.console.api.bench import (
    Bench,
    Readiness,
    make_services,
    record_customers,
    record_queues_and_staff,
    record_token,
)
from tests.fakes import FakeClock


async def serve(store: Store, requests_per_minute: int = 6000) -> AsyncIterator[Bench]:
    clock, readiness = FakeClock(), Readiness()
    services = make_services(store, clock, readiness)
    await record_queues_and_staff(store, clock.now())
    await record_customers(store, clock.now())
    app = web.Application(middlewares=[make_metrics_middleware(services.metrics)])
    add_api_routes(app, services, requests_per_minute=requests_per_minute)
    add_health_routes(app, services)
    async with TestClient(TestServer(app)) as client:
        bench = Bench(client=client, services=services, clock=clock, readiness=readiness)
        for role in Role:
            bench.tokens[role] = f"fdt_{role}-{services.ids.secret()}"
            await record_token(store, role, bench.tokens[role], clock.now())
        yield bench


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def bench(sqlite_store: Store) -> AsyncIterator[Bench]:
    async for each in serve(sqlite_store):
        yield each


@pytest.fixture
async def strict_bench(sqlite_store: Store) -> AsyncIterator[Bench]:
    """An API that allows a token three requests a minute."""
    async for each in serve(sqlite_store, requests_per_minute=3):
        yield each


@pytest.fixture
async def either_bench(store: Store) -> AsyncIterator[Bench]:
    """The API on each engine in turn."""
    async for each in serve(store):
        yield each
