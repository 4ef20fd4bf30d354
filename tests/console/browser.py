"""What a person does in a browser, by HTTP alone."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import BaseTestServer, TestClient

from console.services import Services
from tests.console.record import PASSWORD
from tests.fakes import FakeClock


@dataclass
class Console:
    """A running console and the record behind it."""

    app: web.Application
    server: BaseTestServer
    services: Services

    @property
    def clock(self) -> FakeClock:
        assert isinstance(self.services.clock, FakeClock)
        return self.services.clock


@dataclass
class Browser:
    """One browser; it follows no redirect, so that tests see where they are sent."""

    client: TestClient[Any, Any]

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.client.get(path, headers=headers, allow_redirects=False)

    async def post(
        self, path: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None
    ) -> ClientResponse:
        return await self.client.post(path, data=fields, headers=headers, allow_redirects=False)

    async def read(self, path: str) -> str:
        """Read a page that must be there."""
        response = await self.get(path)
        text = await response.text()
        assert response.status == 200, text
        return text

    async def log_in(self, email: str, password: str = PASSWORD, **more: str) -> ClientResponse:
        fields = {"email": email, "password": password, **more}
        return await self.post("/console/login", fields)

    async def token(self) -> str:
        """Read the CSRF token that the pages carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', await self.read("/console/"))
        assert found is not None
        return found[1]

    async def act(self, path: str, **fields: str) -> ClientResponse:
        """Post a form of a page, with its token."""
        return await self.post(path, {"csrf": await self.token(), **fields})


def words_of(page: str) -> str:
    """Take the words of a page as they are read: no tags, single spaces."""
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))
