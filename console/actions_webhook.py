"""`POST /actions/webhook`: our self-service actions, as Rasa's action server protocol calls them.

See Rasa's documentation, "Rasa Action Server". What cannot be done is answered 4xx with
`{"error", "action_name"}`, as rasa-sdk's own server does; Rasa then takes the turn back.
"""

import asyncio
import hmac
import json
from typing import Any, Final

import structlog
from aiohttp import web

from bot.tools import Tools
from console.keys import SERVICES
from domain.errors import FrontdeskError, NotFoundError

# Bytes; a tracker holds all that was said.
_LARGEST_CALL: Final = 4 * 1024 * 1024
log = structlog.get_logger()


class ActionsWebhook:
    """Serves actions to whoever has the token of the settings."""

    def __init__(self, token: str | None) -> None:
        self._token = token
        self._server: Any = None
        self._making = asyncio.Lock()

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one call."""
        if self._token is None:
            return _refuse(404, "no Rasa server is let in here; set rasa.actions_token")
        said = _find_token(request).encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(said, self._token.encode()):
            return _refuse(401, "the token is not rasa.actions_token")
        call = await _read_call(request)
        if not isinstance(call, dict):
            return _refuse(400, "the body is no JSON object, or too large")
        name = str(call.get("next_action", ""))[:200]
        try:
            server = await self._get_server(request.app[SERVICES].tools)
            served = await server.serve(call)
        except NotFoundError as error:
            return _refuse(404, str(error), name)
        except FrontdeskError as error:
            return _refuse(400, str(error), name)
        log.debug("action_served", action=name)
        return web.json_response({"events": served.events, "responses": served.responses})

    async def _get_server(self, tools: Tools) -> Any:
        """Make the server when it is called first: rasa-sdk takes a while to load."""
        async with self._making:
            if self._server is None:
                self._server = await asyncio.to_thread(_make_server, tools)
        return self._server


def _make_server(tools: Tools) -> Any:
    from bot.rasa.serve_action import ActionServer  # noqa: PLC0415 - it loads rasa-sdk

    return ActionServer(tools)


async def _read_call(request: web.Request) -> Any:
    body = bytearray()
    async for piece in request.content.iter_chunked(65_536):
        body += piece
        if len(body) > _LARGEST_CALL:
            return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _find_token(request: web.Request) -> str:
    """Find the token where Rasa puts it: in the address, or in a header it is told to send."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value if scheme.lower() == "bearer" else request.query.get("token", "")


def _refuse(status: int, error: str, action: str = "") -> web.Response:
    return web.json_response({"error": error, "action_name": action}, status=status)
