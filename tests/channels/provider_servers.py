"""Real local servers for channels that send, each of which can be told to fail."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from aiohttp.test_utils import TestServer, unused_port

from demo.sms_provider import PROVIDER, Failure, ProviderAuth, SmsProvider, make_sms_provider
from tests.channels.accounts import ACCOUNT_SID, AUTH_TOKEN
from tests.fakes import SequentialIds


class ProviderServer(Protocol):
    """The other end of a channel."""

    retry_after: int

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

    retry_after = 7

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


PROVIDERS: dict[str, Callable[[], AbstractAsyncContextManager[ProviderServer]]] = {
    "sms": run_twilio,
}
