"""A stand-in for Telegram's Bot API behind a socket: takes calls, hands out updates and files."""

import asyncio
import io
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestServer

CUT_OFF: Final = "cut off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer that is no success."""

    status: int
    document: dict[str, Any]


def refuse(status: int, description: str, *, retry_after: int | None = None) -> Refusal:
    """What the Bot API says when it does not do what it is asked to."""
    document: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if retry_after is not None:
        document["parameters"] = {"retry_after": retry_after}
    return Refusal(status=status, document=document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A method that was called, and with what."""

    method: str
    fields: dict[str, str]

    def read(self, name: str) -> Any:
        """Read a field that is JSON."""
        return json.loads(self.fields[name])


@dataclass(slots=True)
class BotApi:
    """One bot, as Telegram has it.

    Attributes:
        calls: all that was done, oldest first.
        updates: what waits for `getUpdates`; those below a call's offset are forgotten.
        files: content by file id.
        webhook: what `getWebhookInfo` tells.
    """

    token: str
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    files: dict[str, bytes] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    _failures: defaultdict[str, deque[Refusal | str]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _message_id: int = 1000

    def fail_next(self, method: str, *failures: Refusal | str) -> None:
        """Have the next calls of a method fail, each in its way."""
        self._failures[method].extend(failures)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method that were answered with success."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(self, method: str, *, times: int = 1) -> list[Call]:
        """Wait until a method was called so often."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.calls_of(method)) >= times)
        return self.calls_of(method)

    async def bring(self, *updates: dict[str, Any]) -> None:
        """Have updates wait for whoever asks."""
        async with self._changed:
            self.updates.extend(updates)
            self._changed.notify_all()

    async def forgotten(self, update_id: int) -> None:
        """Wait until an update is confirmed, by asking for those after it."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(
                lambda: all(each["update_id"] > update_id for each in self.updates)
            )

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer `/bot<token>/<method>`."""
        if request.match_info["token"] != self.token:
            return web.json_response(refuse(401, "Unauthorized").document, status=401)
        method = request.match_info["method"]
        fields = {name: str(value) for name, value in (await request.post()).items()}
        fields |= dict(request.query)
        failures = self._failures[method]
        if failures:
            return self._fail(request, failures.popleft())
        result = await self._do(method, fields)
        async with self._changed:
            self.calls.append(Call(method=method, fields=fields))
            self._changed.notify_all()
        return web.json_response({"ok": True, "result": result})

    async def give_file(self, request: web.Request) -> web.Response:
        """Answer `/file/bot<token>/<path>`."""
        content = self.files.get(request.match_info["name"])
        if request.match_info["token"] != self.token or content is None:
            return web.Response(status=404)
        return web.Response(body=io.BytesIO(content))

    def _fail(self, request: web.Request, failure: Refusal | str) -> web.Response:
        if isinstance(failure, Refusal):
            return web.json_response(failure.document, status=failure.status)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _do(self, method: str, fields: dict[str, str]) -> Any:
        match method:
            case "getMe":
                return {**BOT, "id": int(self.token.partition(":")[0])}
            case "sendMessage":
                self._message_id += 1
                chat = {"id": int(fields["chat_id"]), "type": "private"}
                return {"message_id": self._message_id, "date": 1772442000, "chat": chat}
            case "getWebhookInfo":
                plain = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
                return {**plain, **self.webhook}
            case "setWebhook":
                self.webhook = {"url": fields["url"]}
            case "deleteWebhook":
                self.webhook = {}
            case "getFile":
                file_id = fields["file_id"]
                return {
                    "file_id": file_id,
                    "file_unique_id": f"u{file_id}",
                    "file_path": f"documents/{file_id}",
                }
            case "getUpdates":
                return await self._wait_for_updates(fields)
        return True

    async def _wait_for_updates(self, fields: dict[str, str]) -> list[dict[str, Any]]:
        offset = int(fields.get("offset", "0"))
        async with self._changed:
            while self.updates and self.updates[0]["update_id"] < offset:
                self.updates.popleft()
                self._changed.notify_all()
            try:
                async with asyncio.timeout(float(fields.get("timeout", "0"))):
                    await self._changed.wait_for(lambda: bool(self.updates))
            except TimeoutError:
                return []
            return list(self.updates)


BOT: Final = {"id": 0, "is_bot": True, "first_name": "Aurora", "username": "aurora_airways_bot"}


@asynccontextmanager
async def run_bot_api(token: str) -> AsyncIterator[BotApi]:
    """Serve one bot until the context ends."""
    api = BotApi(token=token)
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", api.answer)
    app.router.add_get("/file/bot{token}/documents/{name}", api.give_file)
    server = TestServer(app)
    await server.start_server(access_log=None)
    api.url = str(server.make_url("")).rstrip("/")
    try:
        yield api
    finally:
        await server.close()
