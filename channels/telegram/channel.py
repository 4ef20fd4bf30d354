"""One bot of Telegram: its route, its parser, its way out."""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Final

import structlog
from aiohttp import web

from channels.contract import ChannelKind, ChannelTools, route_name
from channels.telegram.checking import check_bot
from channels.telegram.commands import SECRET_LENGTH, LinkSigner
from channels.telegram.contents import FILE_SCHEME
from channels.telegram.courtesies import Courtesies
from channels.telegram.intake import UpdateIntake
from channels.telegram.media import FetchedFile, fetch_file
from channels.telegram.parser import UpdateParser
from channels.telegram.receiving import Poller, Trouble, Waits
from channels.telegram.settings import TelegramSettings
from channels.telegram.webhook import TelegramWebhook
from domain.channels import Capabilities, Gateway
from domain.errors import FrontdeskError
from domain.messages import InboundMessage, OutboundMessage, RawMessage, Receipt

if TYPE_CHECKING:
    from channels.telegram.client import TelegramClient

# sendMessage: "1-4096 characters after entities parsing", counted as UTF-16 code units.
_LONGEST_TEXT: Final = 4096

_log = structlog.get_logger()


def _count_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class TelegramChannel:
    """Messages through a bot of Telegram."""

    kind = "telegram"
    capabilities = Capabilities(max_length=_LONGEST_TEXT, measure=_count_units, buttons=True)

    def __init__(
        self, settings: TelegramSettings, tools: ChannelTools, *, waits: Waits | None = None
    ) -> None:
        self._settings = settings
        self._tools = tools
        self._waits = waits or Waits()
        self.account = settings.account
        self._signer = LinkSigner(f"{tools.secret}:telegram:{self.account}:link")
        self._parser = UpdateParser(settings.bot_id, self._signer)
        self._courtesies = Courtesies(self.account, tools.company)
        self._intake = UpdateIntake(self.account, settings.bot_id, tools.clock, self._courtesies)

    @property
    def path(self) -> str:
        """The path of the webhook."""
        return f"/channels/telegram/{self.account}"

    @property
    def address(self) -> str:
        """The webhook as Telegram is to call it."""
        return f"{self._tools.public_url}{self.path}"

    @cached_property
    def _client(self) -> "TelegramClient":
        # The library takes half a second to import, which who has no bot need not wait for.
        from channels.telegram.client import TelegramClient  # noqa: PLC0415 - see above

        return TelegramClient(self._settings, self._tools.http)

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add the webhook, which refuses everybody while no secret is set."""
        secret = self._settings.secret_token
        webhook = TelegramWebhook(
            self.account,
            None if secret is None else secret.get_secret_value(),
            intake=self._intake,
            gateway=gateway,
        )
        name = route_name(self.kind, "receive", self.account)
        router.add_post(self.path, webhook.receive, name=name)

    async def keep_receiving(self, gateway: Gateway) -> None:
        """Tell Telegram where to call, or ask it for updates, until cancelled."""
        paying = asyncio.create_task(self._courtesies.keep_paying(self._client))
        try:
            await self._find_username()
            if self._settings.mode == "webhook":
                await self._keep_webhook()
            else:
                await self._keep_polling(gateway)
        finally:
            paying.cancel()
            await asyncio.gather(paying, return_exceptions=True)

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read an update; see `UpdateParser`."""
        return self._parser.parse(raw)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Send a message, its quick replies as buttons below it.

        Raises:
            SendError: see `explain_refusal`.
        """
        sent = await self._client.send_message(message)
        return Receipt(external_id=f"{message.to.value}:{sent}")

    async def fetch_media(self, url: str) -> FetchedFile:
        """Fetch a file by its attachment's `source_url`.

        Raises:
            FrontdeskError: it cannot be fetched, or has more than 20 MB.
        """
        if not url.startswith(FILE_SCHEME):
            raise FrontdeskError("the file is not at Telegram, and so it is not fetched")
        address = await self._client.fetch_file(url.removeprefix(FILE_SCHEME))
        below = self._settings.api_base_url
        return await fetch_file(self._tools.http(), address, below=below)

    async def check(self) -> str:
        """Fetch who the bot is and what Telegram knows of its webhook; change nothing.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        return await check_bot(
            self._client, self._settings, address=self.address, now=self._tools.clock.now()
        )

    async def make_link(self, secret: str) -> tuple[str, str]:
        """Make a deep link with which a customer comes to the bot.

        Args:
            secret: unguessable, URL-safe, of 32 characters at least.

        Returns:
            The link, and the token in it that comes back as a message's `link`.

        Raises:
            FrontdeskError: Telegram does not tell the bot's name.
        """
        token = self._signer.sign(secret[-SECRET_LENGTH:])
        username = self._intake.username or await self._client.fetch_username()
        self._intake.username = username
        return f"https://t.me/{username}?start={token}", token

    async def _find_username(self) -> None:
        """Find the bot's name, by which it is spoken to in groups; without it less is heard."""
        try:
            self._intake.username = await self._client.fetch_username()
        except FrontdeskError as error:
            _log.warning("telegram.name_unknown", account=self.account, why=str(error))

    async def _keep_webhook(self) -> None:
        trouble = Trouble(self.account, self._waits)
        while not await trouble.attempt(self._set_webhook):
            pass
        await asyncio.Event().wait()

    async def _set_webhook(self) -> float:
        secret = self._settings.secret_token
        await self._client.set_webhook(self.address, secret.get_secret_value() if secret else "")
        _log.info("telegram.webhook_set", account=self.account, address=self.address)
        return 0

    async def _keep_polling(self, gateway: Gateway) -> None:
        trouble = Trouble(self.account, self._waits)
        poller = Poller(
            self._client,
            self._intake,
            gateway,
            account=self.account,
            clock=self._tools.clock,
            holder=self._tools.ids.new(),
            waits=self._waits,
        )
        try:
            while True:
                await trouble.attempt(poller.poll)
        finally:
            await poller.leave()


TELEGRAM = ChannelKind(name="telegram", settings=TelegramSettings, build=TelegramChannel)
