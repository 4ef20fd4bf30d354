"""The playground at `/demo`: a telephone, a website, a mailbox, and the record beside them."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from console.route import Route, add_route
from crm_store.store import Store
from demo.airline_pages import PAGES_PATH, AirlinePages
from demo.bookings import holds_demo
from demo.json_bodies import parse_body
from demo.mailbox_routes import MailboxRoutes
from demo.mailboxes import Mailboxes
from demo.playground_pages import PlaygroundPages
from demo.playground_parts import Playground
from demo.playground_stream import PlaygroundStream
from demo.sms_provider import PROVIDER, SmsProvider, account_path
from demo.stand_ins import PROVIDER_PATH
from demo.static_route import PREFIX, DemoFiles
from demo.telephones import LONGEST_TEXT, Telephones
from domain.errors import NotFoundError
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
    """Add the playground, and the other ends of the channels that the settings do not name.

    The page shows what is recorded to everybody who can reach the server. So it is there only
    where the database holds the demo company: a real one's record stays closed.
    """
    telephones = _add_telephones(app, playground)
    mailboxes = _add_mailboxes(app, playground)
    pages = PlaygroundPages(playground, telephones, mailboxes)
    stream = PlaygroundStream(playground, pages, telephones, mailboxes)
    mail = MailboxRoutes(mailboxes)
    routes: tuple[tuple[str, str, Handle], ...] = (
        ("GET", "/demo", pages.show_playground),
        ("GET", "/demo/site", pages.show_site),
        ("GET", "/demo/events", stream.stream),
        ("GET", f"{PREFIX}{{name}}", DemoFiles().serve),
        ("POST", "/demo/texts", lambda request: _send_text(request, telephones)),
        ("POST", "/demo/power", lambda request: _switch(request, telephones)),
        ("POST", "/demo/mails", mail.send),
        ("GET", "/demo/mails/{mail}", mail.show),
        ("GET", "/demo/mails/{mail}/files/{number}", mail.fetch_file),
        ("GET", PAGES_PATH, AirlinePages(playground).pass_on),
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


def _add_mailboxes(app: web.Application, playground: Playground) -> Mailboxes | None:
    if playground.email is None:
        return None
    mailboxes = Mailboxes(playground)
    app.on_startup.append(mailboxes.start)
    app.on_cleanup.append(mailboxes.stop)
    return mailboxes


def _add_public(app: web.Application, method: str, path: str, handler: Handle) -> None:
    """Add a route for everybody; the guard keeps other sites' pages from changing anything."""
    add_route(app, Route(method, path, handler, Permission.PUBLIC, csrf=False))


async def _send_text(request: web.Request, telephones: Telephones | None) -> web.Response:
    """Send a text from one of the telephones."""
    wanted = await parse_body(request, _Text, largest=_LARGEST_BODY)
    await _require(telephones).send(wanted.number, wanted.text)
    return web.json_response({}, status=202)


async def _switch(request: web.Request, telephones: Telephones | None) -> web.Response:
    """Switch one of the telephones on or off."""
    wanted = await parse_body(request, _Power, largest=_LARGEST_BODY)
    await _require(telephones).switch(wanted.number, on=wanted.on)
    return web.json_response({}, status=202)


def _require(telephones: Telephones | None) -> Telephones:
    if telephones is None:
        raise NotFoundError("the settings name an SMS account of their own: use a real telephone")
    return telephones
