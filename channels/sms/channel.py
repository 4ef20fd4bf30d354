"""One SMS account: its routes, its parser, its way out."""

from typing import Final
from urllib.parse import urlencode

import structlog
from aiohttp import web
from yarl import URL

from channels.contract import ChannelKind, ChannelTools, Shown, route_name
from channels.sms.client import TIMEOUT, TwilioClient
from channels.sms.media import FetchedMedia, fetch_media
from channels.sms.parser import parse_sms
from channels.sms.segments import count_segments, to_gsm7_friendly
from channels.sms.settings import SmsSettings
from channels.sms.webhook import SmsWebhook
from domain.channels import Capabilities, Gateway
from domain.errors import FrontdeskError, SendError
from domain.messages import InboundMessage, OutboundMessage, RawMessage, Receipt

_LONGEST_BODY: Final = 1600  # characters; Twilio refuses longer ones with 21617
_MOST_MEDIA: Final = 10

_log = structlog.get_logger()


def _count_parts(text: str) -> int:
    """Count the messages a text is charged as, once it is written as it will be sent."""
    return count_segments(to_gsm7_friendly(text)).segments


class SmsChannel:
    """Text messages through a Twilio-compatible provider."""

    kind = "sms"

    def __init__(self, settings: SmsSettings, tools: ChannelTools) -> None:
        self._settings = settings
        self._tools = tools
        self._client = TwilioClient(settings, tools.http)
        self.account = settings.account
        self.capabilities = Capabilities(
            max_length=settings.max_segments, measure=_count_parts, receipts=True
        )

    @property
    def path(self) -> str:
        """The path of the incoming webhook."""
        return f"/channels/sms/{self.account}"

    @property
    def address(self) -> str:
        """The incoming webhook as the provider is to call it."""
        return self._settings.webhook_url or f"{self._tools.public_url}{self.path}"

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add the incoming webhook and the status callback."""
        webhook = SmsWebhook(self._settings, self.address, clock=self._tools.clock, gateway=gateway)
        for action, path, handler in (
            ("receive", self.path, webhook.receive),
            ("status", f"{self.path}/status", webhook.report),
        ):
            router.add_post(path, handler, name=route_name(self.kind, action, self.account))

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read the provider's form; see `parse_sms`."""
        return parse_sms(raw)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand a message to the provider.

        Raises:
            SendError: see `TwilioClient.send_message`; code `21617` for a text that is too long.
        """
        body = to_gsm7_friendly(message.text)
        if len(body) > _LONGEST_BODY:
            raise SendError(
                f"a text message holds {_LONGEST_BODY:,} characters; this one has {len(body):,}. "
                "Write it in several",
                retryable=False,
                code="21617",
            )
        sid = await self._client.send_message(self._form(message, body))
        _log.info("sms.sent", account=self.account, id=sid, segments=count_segments(body).segments)
        return Receipt(external_id=sid)

    def show(self, message: OutboundMessage) -> Shown:
        """Return a message as it is on the air."""
        body = to_gsm7_friendly(message.text)
        counted = count_segments(body)
        return Shown(
            text=body,
            sender=self._settings.from_number,
            encoding=counted.encoding,
            units=counted.units,
            segments=counted.segments,
        )

    async def fetch_media(self, url: str) -> FetchedMedia:
        """Fetch a file of an MMS by its attachment's `source_url`.

        Raises:
            FrontdeskError: it cannot be fetched, or has more than 10 MB.
        """
        return await fetch_media(
            self._tools.http(),
            url,
            provider=self._settings.api_base_url,
            authorization=self._client.authorization(),
            timeout=TIMEOUT,
        )

    async def check(self) -> str:
        """Fetch the account, and see that the provider can reach us.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        account = await self._client.fetch_account()
        status = account.get("status")
        if status != "active":
            raise FrontdeskError(
                f"the provider says that the account is {status or 'unknown'}, not active; see "
                "its console"
            )
        provider = URL(self._settings.api_base_url).host or ""
        if provider.endswith("twilio.com") and not self.address.startswith("https://"):
            raise FrontdeskError(
                f"Twilio is to call {self.address}, which is not https; set server.public_url "
                "(or webhook_url) to the address by which the outside reaches this server"
            )
        sender = self._settings.messaging_service_sid or self._settings.from_number
        return f"account active at {provider}, sends as {sender}, webhook {self.address}"

    def _form(self, message: OutboundMessage, body: str) -> list[tuple[str, str]]:
        media = [
            file.source_url
            for file in message.attachments
            if file.source_url and file.source_url.startswith("https://")
        ]
        service = self._settings.messaging_service_sid
        return [
            ("To", message.to.value),
            ("MessagingServiceSid", service) if service else ("From", self._settings.from_number),
            ("Body", body),
            ("StatusCallback", f"{self.address}/status?{urlencode({'message': message.id})}"),
            *(("MediaUrl", url) for url in media[:_MOST_MEDIA]),
        ]


SMS = ChannelKind(name="sms", settings=SmsSettings, build=SmsChannel)
