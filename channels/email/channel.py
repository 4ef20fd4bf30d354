"""One email account: its parser, its way in by IMAP or LMTP, its way out by SMTP."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from channels.contract import ChannelTools, Shown
from channels.email.inbound import to_inbound
from channels.email.oauth import AccessTokens
from channels.email.own_addresses import OwnMail
from channels.email.parsing import parse_mail
from channels.email.receiving import ImapReader, MailListener
from channels.email.sending import MailSender, read_shown
from channels.email.settings import EmailSettings, OAuthSettings
from channels.email.tokens import TokenSigner
from domain.channels import Capabilities, Gateway
from domain.errors import FrontdeskError, MalformedMessage
from domain.messages import InboundMessage, OutboundMessage, RawMessage, Receipt


class EmailChannel:
    """Mail to and from one address."""

    kind = "email"
    capabilities = Capabilities(html=True, files=True, copies=True, threaded=True, repeatable=True)

    def __init__(self, settings: EmailSettings, tools: ChannelTools) -> None:
        self.account = settings.account
        self._settings = settings
        self._signer = TokenSigner(tools.secret, settings.account)
        self._ours = OwnMail(_list_accounts(settings, tools), tools.secret)
        self._sender = MailSender(
            settings,
            signer=self._signer,
            company=tools.company,
            clock=tools.clock,
            http=tools.http,
            count=tools.count,
        )
        self._reader = _make_reader(settings, tools)
        self._listener = _make_listener(settings, tools)

    @property
    def address(self) -> str:
        """Where customers write to."""
        return self._settings.address

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Mail needs no routes over HTTP."""

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read a mail.

        Raises:
            MalformedMessage: it holds nothing that could be read, or names no sender.
        """
        if (fault := raw.headers.get("imap_fault")) is not None:
            raise MalformedMessage(f"the mail server did not hand the message over: {fault}")
        mail = parse_mail(raw.body)
        return to_inbound(raw, mail, settings=self._settings, signer=self._signer, ours=self._ours)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand a message to the mail server; see `MailSender.send`.

        Raises:
            SendError: the server did not take it.
        """
        return await self._sender.send(message)

    def show(self, message: OutboundMessage) -> Shown:
        """Return a message as mail programs show it.

        Raises:
            InvalidInputError: the customer's address is none that mail can be sent to.
        """
        return read_shown(self._sender.compose(message))

    async def keep_receiving(self, gateway: Gateway) -> None:
        """Read the mailbox and listen for mail until cancelled.

        Raises:
            FrontdeskError: the socket to listen on is not to be had.
        """
        ways: list[Callable[[Gateway], Awaitable[None]]] = []
        if self._reader is not None:
            ways.append(self._reader.keep_reading)
        if self._listener is not None:
            ways.append(self._listener.keep_listening)
        try:
            await _run_all(ways, gateway)
        finally:
            await self._sender.close()

    async def check(self) -> str:
        """Look at each server in turn.

        Raises:
            FrontdeskError: naming everything that is wrong and what to do.
        """
        checks: list[tuple[str, Callable[[], Awaitable[str]]]] = [("smtp", self._sender.check)]
        if self._reader is not None:
            checks.append(("imap", self._reader.check))
        if self._listener is not None:
            checks.append(("listen", self._listener.check))
        outcomes = await asyncio.gather(*(_look(name, check) for name, check in checks))
        words = "; ".join(f"{name}: {text}" for name, _, text in outcomes)
        if not all(ok for _, ok, _ in outcomes):
            raise FrontdeskError(words)
        trusted = ", ".join(self._settings.trusted_authserv)
        proof = f"believes {trusted}" if trusted else "no sender is proven without trusted_authserv"
        return f"{self._settings.address}; {words}; {proof}"


def _list_accounts(settings: EmailSettings, tools: ChannelTools) -> list[EmailSettings]:
    others = (each for each in tools.siblings if isinstance(each, EmailSettings))
    return [settings, *(each for each in others if each.account != settings.account)]


async def _run_all(ways: list[Callable[[Gateway], Awaitable[None]]], gateway: Gateway) -> None:
    tasks = [asyncio.ensure_future(way(gateway)) for way in ways]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _look(name: str, check: Callable[[], Awaitable[str]]) -> tuple[str, bool, str]:
    try:
        return name, True, await check()
    except FrontdeskError as error:
        return name, False, str(error)


def _make_reader(settings: EmailSettings, tools: ChannelTools) -> ImapReader | None:
    if settings.imap is None:
        return None
    access_token = _make_access(settings.imap.oauth, settings.imap.username, tools)
    return ImapReader(
        settings, clock=tools.clock, ids=tools.ids, access_token=access_token, count=tools.count
    )


def _make_access(
    oauth: OAuthSettings | None, username: str, tools: ChannelTools
) -> Callable[[], Awaitable[str]] | None:
    if oauth is None:
        return None
    return AccessTokens(oauth, username, http=tools.http, clock=tools.clock).get


def _make_listener(settings: EmailSettings, tools: ChannelTools) -> MailListener | None:
    if settings.listen is None:
        return None
    return MailListener(settings, clock=tools.clock, ids=tools.ids, count=tools.count)
