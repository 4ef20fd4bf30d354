"""What an agent sees and does by the API."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.end_to_end.processes import Site

WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class DeskApi:
    """The API of a site, with an agent's token."""

    site: Site
    token: str
    http: aiohttp.ClientSession

    async def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Call it: a GET, or a POST where there is a body."""
        method = "GET" if body is None else "POST"
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.site.url}/api/v1{path}"
        async with self.http.request(method, url, json=body, headers=headers) as response:
            assert response.status in {200, 201}, await response.text()
            return await response.json()

    async def conversations(self) -> list[dict[str, Any]]:
        """All conversations, oldest first, with what was said in them."""
        listed = (await self.call("/conversations?limit=100"))["items"]
        return [await self.conversation(each["reference"]) for each in reversed(listed)]

    async def conversation(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.call(f"/conversations/{reference}")
        return found

    async def reply(self, reference: str, text: str, **copies: Any) -> None:
        await self.call(f"/conversations/{reference}/replies", {"text": text, **copies})

    async def wait_until(
        self, holds: Callable[[list[dict[str, Any]]], bool]
    ) -> list[dict[str, Any]]:
        """Wait until something holds of all conversations."""
        found: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while not holds(found := await self.conversations()):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(found) from None
        return found


def said(conversation: dict[str, Any], direction: str) -> list[str]:
    """The texts of one direction: `in`, `out`, `note` or `event`."""
    return [each["text"] for each in conversation["interactions"] if each["direction"] == direction]
