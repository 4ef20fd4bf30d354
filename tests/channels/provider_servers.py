"""Real local servers for channels that send, each of which can be told to fail."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from aiohttp.test_utils import TestServer, unused_port

from demo.sms_provider import PROVIDER, Failure, ProviderAuth, SmsProvider, make_sms_provider
from domain.messages import Address
from tests.channels.accounts import ACCOUNT_SID, ACCOUNTS, AUTH_TOKEN, BOT_TOKEN, MAIL_PASSWORD
from tests.channels.telegram.bot_api import CUT_OFF, BotApi, Refusal, refuse, run_bot_api
from tests.fakes import SequentialIds
from tests.mail_server import DROP, ScriptedSmtpServer, run_smtp_server


class ProviderServer(Protocol):
    """The other end of a channel.

    Attributes:
        retry_after: seconds that it asks to wait for when it is busy.
        passing: failures after which the same message is worth another try; all others are not.
        address: whom messages go to.
    """

    retry_after: int | None
    passing: frozenset[str]
    address: Address

    @property
    def settings(self) -> dict[str, Any]:
        """The settings with which the channel sends here."""
        ...

    async def fail(self, failure: str) -> dict[str, Any]:
        """Make the next message fail; return the settings with which it will."""
        ...

    def texts(self) -> list[str]:
        """What arrived."""
        ...


_FAILURES: Mapping[str, Failure] = {
    "busy": "too_many",
    "broken": "server_error",
    "refused": "bad_request",
    "cut_off": "cut_off",
}


class TwilioServer:
    """The demo's stand-in behind a socket."""

    retry_after: int | None = 7
    passing: frozenset[str] = frozenset({"busy", "broken", "unreachable"})
    address = Address(kind="phone", value="+15550142")

    def __init__(self, server: TestServer, provider: SmsProvider) -> None:
        self.server = server
        self.provider = provider

    @property
    def settings(self) -> dict[str, Any]:
        return {"api_base_url": str(self.server.make_url("")).rstrip("/")}

    async def fail(self, failure: str) -> dict[str, Any]:
        if failure == "unreachable":
            return {"api_base_url": f"http://127.0.0.1:{unused_port()}"}
        if failure == "unauthorised":
            return {**self.settings, "auth_token": "an old token"}
        self.provider.fail_next(_FAILURES[failure])
        return self.settings

    def texts(self) -> list[str]:
        return [sms.text for sms in self.provider.messages]


@asynccontextmanager
async def run_twilio() -> AsyncIterator[TwilioServer]:
    auth = ProviderAuth(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN)
    app = make_sms_provider(auth, SequentialIds())
    server = TestServer(app)
    await server.start_server()
    try:
        yield TwilioServer(server, app[PROVIDER])
    finally:
        app[PROVIDER].release.set()
        await server.close()


class MailServer:
    """A mail server behind a socket, as its script has it."""

    retry_after: int | None = None
    # A mail server says nothing that could not be said again (RFC 5321, 4.5.4.1), and a login that
    # it refuses is for the operator to mend, not for the message to fail by.
    passing: frozenset[str] = frozenset(
        {"busy", "broken", "unreachable", "unauthorised", "cut_off"}
    )
    address = Address(kind="email", value="kari@example.org", name="Kari Nordmann")

    def __init__(self, server: ScriptedSmtpServer) -> None:
        self.server = server

    @property
    def settings(self) -> dict[str, Any]:
        return {"smtp": {**ACCOUNTS["email"]["smtp"], "port": self.server.port}}

    async def fail(self, failure: str) -> dict[str, Any]:
        if failure == "unreachable":
            return {"smtp": {**ACCOUNTS["email"]["smtp"], "port": unused_port()}}
        if failure == "unauthorised":
            return {"smtp": {**self.settings["smtp"], "password": "an old password"}}
        if failure == "refused":
            self.server.script("rcpt", "550 5.1.1 nobody of that name here")
        else:
            action = {"busy": "450 4.2.1 busy", "broken": "451 4.3.0 broken", "cut_off": DROP}
            self.server.script("dot", action[failure])
        return self.settings

    def texts(self) -> list[str]:
        return [
            mail.text.replace("\r\n", "\n").partition("\n-- \n")[0].strip()
            for mail in self.server.received
        ]


@asynccontextmanager
async def run_mail_server() -> AsyncIterator[MailServer]:
    async with run_smtp_server(logins={"support@example.com": MAIL_PASSWORD}) as server:
        yield MailServer(server)


class BotApiServer:
    """Telegram behind a socket."""

    retry_after: int | None = 7
    # A token that is refused is for the operator to mend.
    passing: frozenset[str] = frozenset({"busy", "broken", "unreachable", "unauthorised"})
    address = Address(kind="telegram", value="4711", name="Astrid Lindqvist")

    def __init__(self, api: BotApi) -> None:
        self.api = api

    @property
    def settings(self) -> dict[str, Any]:
        return {"api_base_url": self.api.url}

    async def fail(self, failure: str) -> dict[str, Any]:
        if failure == "unreachable":
            return {"api_base_url": f"http://127.0.0.1:{unused_port()}"}
        if failure == "unauthorised":
            return {**self.settings, "token": "4242424242:an-old-token"}
        refusals: dict[str, Refusal | str] = {
            "busy": refuse(429, "Too Many Requests: retry after 7", retry_after=7),
            "broken": refuse(502, "Bad Gateway"),
            "refused": refuse(400, "Bad Request: chat not found"),
            "cut_off": CUT_OFF,
        }
        self.api.fail_next("sendMessage", refusals[failure])
        return self.settings

    def texts(self) -> list[str]:
        return [call.fields["text"] for call in self.api.calls_of("sendMessage")]


@asynccontextmanager
async def run_telegram() -> AsyncIterator[BotApiServer]:
    async with run_bot_api(BOT_TOKEN) as api:
        yield BotApiServer(api)


PROVIDERS: dict[str, Callable[[], AbstractAsyncContextManager[ProviderServer]]] = {
    "sms": run_twilio,
    "email": run_mail_server,
    "telegram": run_telegram,
}
