"""A server with one web form, and a browser's and a program's way to post to it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from channels.contract import ChannelTools
from channels.web_form import WebFormChannel, WebFormSettings
from domain.channels import ThreadKey
from tests.fake_gateway import FakeGateway
from tests.fakes import FakeClock

PATH = "/channels/web-form/contact"
FIELDS = {
    "name": "Astrid Lindqvist",
    "email": "Astrid.Lindqvist@example.com",
    "phone": "+1 415 555 0142",
    "subject": "Lost suitcase",
    "message": "My suitcase did not arrive.\r\nIt is blue.",
}


class Visitor:
    """Somebody with a browser that has no script."""

    def __init__(
        self,
        client: TestClient[web.Request, web.Application],
        clock: FakeClock,
        gateway: FakeGateway,
    ) -> None:
        self.client = client
        self.clock = clock
        self.gateway = gateway

    async def open_form(self, path: str = PATH) -> str:
        """Open the page and return what the hidden field of the form holds."""
        page = await (await self.client.get(path)).text()
        return find_value(page, "token")

    async def post(self, fields: dict[str, str], path: str = PATH, **more: Any) -> ClientResponse:
        return await self.client.post(path, data=fields, allow_redirects=False, **more)

    async def send(self, **changed: str) -> ClientResponse:
        """Fill in the form as a person does, in a minute, and send it."""
        token = await self.open_form()
        self.clock.advance(timedelta(minutes=1))
        return await self.post({**FIELDS, "token": token, "website": "", **changed})

    async def begin_thread(self) -> tuple[str, ThreadKey]:
        """Send the form; return the thread's page and its key."""
        response = await self.send()
        assert response.status == 303
        thread = self.gateway.received[-1].delivery_id
        key = ThreadKey(channel="web_form", account="contact", thread=thread)
        return response.headers["Location"], key

    async def post_json(self, document: Any, **more: Any) -> ClientResponse:
        return await self.client.post(PATH, json=document, **more)


def find_value(page: str, name: str) -> str:
    """Find the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return unescape(found[1])


@pytest.fixture
def form_settings() -> dict[str, Any]:
    return {"account": "contact"}


@pytest.fixture
async def visitor(
    form_settings: dict[str, Any], tools: ChannelTools, clock: FakeClock, gateway: FakeGateway
) -> AsyncIterator[Visitor]:
    app = web.Application()
    settings = WebFormSettings.model_validate(form_settings)
    WebFormChannel(settings, tools).add_routes(app.router, gateway)
    async with TestClient(TestServer(app)) as client:
        yield Visitor(client, clock, gateway)
