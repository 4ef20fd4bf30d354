"""The web chat as a channel: what the rest of Frontdesk sees of it."""

from aiohttp import web

from channels.contract import ChannelKind, ChannelTools, route_name
from channels.web_chat.channel_parts import make_parts
from channels.web_chat.file_routes import FileRoutes
from channels.web_chat.messages import KIND, parse_message
from channels.web_chat.settings import SocketLimits, WebChatSettings
from channels.web_chat.socket_route import SocketRoute
from channels.web_chat.widget_script import WidgetRoute
from domain.channels import Capabilities, Gateway
from domain.messages import InboundMessage, OutboundMessage, RawMessage, Receipt


class WebChatChannel:
    """One chat widget. Its pages collect what is said to them, so that nothing is ever pushed."""

    def __init__(
        self,
        settings: WebChatSettings,
        tools: ChannelTools,
        limits: SocketLimits = SocketLimits(),  # noqa: B008 - frozen, so that sharing it is safe
    ) -> None:
        self._parts = make_parts(settings, tools, limits)
        self._sockets: list[SocketRoute] = []

    @property
    def kind(self) -> str:
        """`web_chat`."""
        return KIND

    @property
    def account(self) -> str:
        """Which of several widgets it is."""
        return self._parts.settings.account

    @property
    def capabilities(self) -> Capabilities:
        """Everything: HTML, buttons, and word of what was taken and seen."""
        return Capabilities(html=True, buttons=True, collected=True, receipts=True)

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read a message that came over a socket.

        Raises:
            MalformedMessage: it did not.
        """
        return parse_message(raw)

    async def send(self, message: OutboundMessage) -> Receipt:  # noqa: ARG002 - the protocol's
        """Leave the message where it is: the page collects it from the thread."""
        return Receipt(external_id=None)

    async def check(self) -> str:
        """Say where the widget is and who may embed it."""
        origins = ", ".join(self._parts.settings.allowed_origins) or "this server's pages only"
        return f"widget at {self._base}/widget.js, embeddable by: {origins}"

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add the socket, the widget's script and the files."""
        sockets = SocketRoute(self._parts, gateway)
        self._sockets.append(sockets)
        files = FileRoutes(self._parts, gateway)
        self._add(router, "ws", "ws").add_route("GET", sockets.get)
        self._add(router, "widget", "widget.js").add_route("GET", WidgetRoute(self._parts).get)
        uploads = self._add(router, "upload", "files")
        uploads.add_route("POST", files.post)
        uploads.add_route("OPTIONS", files.preflight)
        self._add(router, "file", "files/{id}").add_route("GET", files.get)

    async def drain(self) -> None:
        """Ask the pages to come back in a moment, and close their sockets."""
        for sockets in self._sockets:
            await sockets.drain()

    @property
    def _base(self) -> str:
        return f"{self._parts.public_url}/channels/web-chat/{self.account}"

    def _add(self, router: web.UrlDispatcher, action: str, path: str) -> web.Resource:
        name = route_name(KIND, action, self.account)
        return router.add_resource(f"/channels/web-chat/{self.account}/{path}", name=name)


def build(settings: WebChatSettings, tools: ChannelTools) -> WebChatChannel:
    """Build one account."""
    return WebChatChannel(settings, tools)


WEB_CHAT = ChannelKind(name=KIND, settings=WebChatSettings, build=build)
