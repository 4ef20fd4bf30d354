"""Our actions are for the Rasa server of the settings alone, and say what is wrong with a call."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from console.actions_webhook import ActionsWebhook
from crm_store.store import Store, make_store
from tests.console.api.bench import Readiness, make_services
from tests.console.quick_app import make_quick_app
from tests.fakes import FakeClock

TOKEN = "what Rasa shows when it calls"
CALL = {"next_action": "action_fly", "sender_id": "c1", "tracker": {}, "domain": {}}


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


async def serve(store: Store, token: str | None) -> TestClient[Any, Any]:
    services = replace(make_services(store, FakeClock(), Readiness()), actions_token=token)
    return TestClient(TestServer(make_quick_app(services)))


async def post(client: TestClient[Any, Any], query: str = "", **more: Any) -> tuple[int, Any]:
    async with client.post(f"/actions/webhook{query}", **more) as response:
        return response.status, await response.json()


@pytest.mark.parametrize("query", ["", "?token=", "?token=guessed", f"?token={TOKEN}x"])
async def test_nobody_gets_in_without_the_token(store: Store, query: str):
    async with await serve(store, TOKEN) as client:
        status, said = await post(client, query, json=CALL)
    assert (status, said["error"]) == (401, "the token is not rasa.actions_token")


async def test_a_token_that_is_no_text_is_refused_like_any_other():
    odd: Any = SimpleNamespace(headers={"Authorization": "Bearer \udcff"}, query={})
    assert (await ActionsWebhook(TOKEN).serve(odd)).status == 401


async def test_without_a_token_in_the_settings_nobody_gets_in_at_all(store: Store):
    async with await serve(store, None) as client:
        status, said = await post(client, "?token=", json=CALL)
    assert status == 404
    assert "set rasa.actions_token" in said["error"]


async def test_the_token_stands_in_the_address_or_in_a_header(store: Store):
    async with await serve(store, TOKEN) as client:
        by_address = await post(client, f"?token={TOKEN}", json=CALL)
        header = {"Authorization": f"Bearer {TOKEN}"}
        by_header = await post(client, json=CALL, headers=header)
    refused = {"error": "there is no action 'action_fly'", "action_name": "action_fly"}
    assert by_address == by_header == (404, refused)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 100_000, b" " * 4_194_305])
async def test_what_is_no_call_is_refused(store: Store, body: bytes):
    async with await serve(store, TOKEN) as client:
        status, said = await post(client, f"?token={TOKEN}", data=io.BytesIO(body))
    assert (status, said["error"]) == (400, "the body is no JSON object, or too large")


async def test_what_a_call_lacks_is_named(store: Store):
    async with await serve(store, TOKEN) as client:
        status, said = await post(client, f"?token={TOKEN}", json={"next_action": "action_fly"})
    assert status == 400
    assert "sender_id" in said["error"]
