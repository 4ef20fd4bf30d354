"""One web form: its pages, its parser, and the thread pages that collect the answers."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from aiohttp import web

from channels.contract import ChannelKind, ChannelTools, route_name
from channels.web_form.form_routes import FormRoutes
from channels.web_form.intake import FormIntake
from channels.web_form.parser import parse_form_message
from channels.web_form.settings import WebFormSettings
from channels.web_form.thread_routes import ThreadRoutes
from domain.channels import Capabilities, Gateway
from domain.errors import SendError
from domain.messages import InboundMessage, OutboundMessage, RawMessage, Receipt

_STATIC: Final = Path(__file__).parent / "static"
_MEDIA_TYPES: Final = {"form.css": "text/css", "thread.js": "text/javascript"}


class WebFormChannel:
    """A form on a page, and on the page after it the conversation."""

    kind = "web_form"
    capabilities = Capabilities(html=True, buttons=True, collected=True)

    def __init__(self, settings: WebFormSettings, tools: ChannelTools) -> None:
        self._settings = settings
        self._tools = tools
        self.account = settings.account
        self._intake: FormIntake | None = None

    @property
    def path(self) -> str:
        """The path of the form."""
        return f"/channels/web-form/{self.account}"

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add the form, its style and script, and the threads."""
        intake = self.open_intake(gateway)
        form, thread = FormRoutes(intake), ThreadRoutes(intake)
        at_token = f"{self.path}/t/{{token}}"
        for action, method, path, handler in (
            ("form", "GET", self.path, form.show),
            ("take", "POST", self.path, form.take),
            ("style", "GET", f"{self.path}/static/form.css", _serve("form.css")),
            ("script", "GET", f"{self.path}/static/thread.js", _serve("thread.js")),
            ("thread", "GET", at_token, thread.show),
            ("reply", "POST", at_token, thread.take),
            ("entries", "GET", f"{at_token}/entries", thread.list_entries),
        ):
            name = route_name(self.kind, action, self.account)
            router.add_route(method, path, handler, name=name)

    def open_intake(self, gateway: Gateway) -> FormIntake:
        """Return what takes messages in, for pages of other looks too; the limits are shared."""
        if self._intake is None:
            self._intake = FormIntake(self._settings, self._tools, gateway)
        return self._intake

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read what the form recorded; see `parse_form_message`."""
        return parse_form_message(raw)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Refuse: the thread page collects its messages.

        Raises:
            SendError: always, and never retryable.
        """
        raise SendError(
            f"message {message.id} waits for its page; the web form sends nothing",
            retryable=False,
            code="collected",
        )

    async def check(self) -> str:
        """Say where the form is; there is nothing that could be out of reach."""
        return f"form at {self._tools.public_url}{self.path}"


def _serve(file: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    content = (_STATIC / file).read_bytes()
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}

    async def serve(_request: web.Request) -> web.Response:
        return web.Response(
            body=content, content_type=_MEDIA_TYPES[file], charset="utf-8", headers=headers
        )

    return serve


WEB_FORM = ChannelKind(name="web_form", settings=WebFormSettings, build=WebFormChannel)
