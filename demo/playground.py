"""The playground at `/demo`: a telephone, a website and a form, and the record beside them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from console.route import Route, add_route
from crm_store.store import Store
from demo.bookings import holds_demo
from demo.playground_pages import PlaygroundPages
from demo.playground_parts import Playground
from demo.playground_stream import PlaygroundStream
from demo.sms_provider import PROVIDER, SmsProvider, account_path
from demo.stand_ins import PROVIDER_PATH
from demo.static_route import PREFIX, DemoFiles
from demo.telephones import LONGEST_TEXT, Telephones
from domain.errors import InvalidInputError, NotFoundError
from domain.staff import Permission

__all__ = ["TELEPHONES", "Playground", "add_demo_routes"]

TELEPHONES: Final = web.AppKey("demo_telephones", Telephones)
# Bytes; a text message of the longest kind in JSON has a quarter of it.
_LARGEST_BODY: Final = 32 * 1024
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    number: str = Field(max_length=20)
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class _Power(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    number: str = Field(max_length=20)
    on: bool


def add_demo_routes(app: web.Application, playground: Playground) -> None:
    """Add the playground and, where the settings name no SMS account, the provider's stand-in.

    The page shows what is recorded to everybody who can reach the server. So it is there only
    where the database holds the demo company: a real one's record stays closed.
    """
    telephones = _add_telephones(app, playground)
    pages = PlaygroundPages(playground, telephones)
    stream = PlaygroundStream(playground, pages, telephones)
    routes: tuple[tuple[str, str, Handle], ...] = (
        ("GET", "/demo", pages.show_playground),
        ("GET", "/demo/site", pages.show_site),
        ("GET", "/demo/events", stream.stream),
        ("GET", f"{PREFIX}{{name}}", DemoFiles().serve),
        ("POST", "/demo/texts", lambda request: _send_text(request, telephones)),
        ("POST", "/demo/power", lambda request: _switch(request, telephones)),
    )
    gate = _Gate(playground.services.store)
    for method, path, handler in routes:
        _add_public(app, method, path, gate.close(handler))


class _Gate:
    """Lets nobody in where the database is a real one; once it is the demo's it stays so."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open = False

    def close(self, handler: Handle) -> Handle:
        """Put a handler behind the gate."""

        async def handle(request: web.Request) -> web.StreamResponse:
            self._open = self._open or await holds_demo(self._store)
            if not self._open:
                raise NotFoundError(
                    "this database is not the demo's, so there is no playground; start --demo on "
                    "an empty one"
                )
            return await handler(request)

        return handle


def _add_telephones(app: web.Application, playground: Playground) -> Telephones | None:
    auth = playground.sms_auth
    if auth is None:
        return None
    provider = SmsProvider(auth, playground.services.ids)
    telephones = Telephones(playground, provider)
    app[PROVIDER] = provider
    app[TELEPHONES] = telephones
    account = f"{PROVIDER_PATH}{account_path(auth)}"
    _add_public(app, "POST", f"{account}/Messages.json", provider.create_message)
    _add_public(app, "GET", f"{account}.json", provider.read_account)
    app.on_startup.append(telephones.start)
    app.on_cleanup.append(telephones.stop)
    return telephones


def _add_public(app: web.Application, method: str, path: str, handler: Handle) -> None:
    """Add a route for everybody; the guard keeps other sites' pages from changing anything."""
    add_route(app, Route(method, path, handler, Permission.PUBLIC, csrf=False))


async def _send_text(request: web.Request, telephones: Telephones | None) -> web.Response:
    """Send a text from one of the telephones."""
    wanted = _read(_Text, await _read_json(request))
    await _require(telephones).send(wanted.number, wanted.text)
    return web.json_response({}, status=202)


async def _switch(request: web.Request, telephones: Telephones | None) -> web.Response:
    """Switch one of the telephones on or off."""
    wanted = _read(_Power, await _read_json(request))
    await _require(telephones).switch(wanted.number, on=wanted.on)
    return web.json_response({}, status=202)


def _require(telephones: Telephones | None) -> Telephones:
    if telephones is None:
        raise NotFoundError("the settings name an SMS account of their own: use a real telephone")
    return telephones


async def _read_json(request: web.Request) -> Any:
    """Read a body; JSON alone is taken, since no other site's form can send that."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send JSON, with Content-Type application/json")
    if (request.content_length or 0) > _LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(_LARGEST_BODY, request.content_length or 0)
    body = await request.content.read(_LARGEST_BODY + 1)
    if len(body) > _LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(_LARGEST_BODY, len(body))
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidInputError("the body is no JSON") from None


def _read(model: type[BaseModel], value: Any) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise InvalidInputError(first["msg"], field=field) from None
