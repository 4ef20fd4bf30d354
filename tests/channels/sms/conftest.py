"""A server with one SMS account, and Twilio's own code to sign what is posted to it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from channels.contract import ChannelTools
from channels.sms import SmsChannel, SmsSettings
from tests.channels.accounts import ACCOUNT_SID, ACCOUNTS, AUTH_TOKEN
from tests.channels.conftest import PUBLIC_URL
from tests.fake_gateway import FakeGateway

PATH = "/channels/sms/main"
SID = "SM0123456789abcdef0123456789abcdef"

Fields = Mapping[str, str] | Sequence[tuple[str, str]]


class Twilio:
    """Posts forms as the provider does; every part of a request can be falsified."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self._client = client

    async def post(
        self,
        fields: Fields,
        path: str = PATH,
        *,
        signed_url: str | None = None,
        signed_fields: Fields | None = None,
        token: str = AUTH_TOKEN,
        signature: str | None = None,
        encoding: str = "identity",
    ) -> ClientResponse:
        params = MultiDict(signed_fields if signed_fields is not None else fields)
        url = signed_url or f"{PUBLIC_URL}{path}"
        proper = RequestValidator(token).compute_signature(url, params)
        return await self._client.post(
            path,
            data=urlencode(list(MultiDict(fields).items())).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Encoding": encoding,
                "X-Twilio-Signature": proper if signature is None else signature,
            },
        )


@pytest.fixture
def account() -> SmsSettings:
    return SmsSettings.model_validate(ACCOUNTS["sms"])


@pytest.fixture
async def twilio(
    account: SmsSettings, tools: ChannelTools, gateway: FakeGateway
) -> AsyncIterator[Twilio]:
    app = web.Application()
    SmsChannel(account, tools).add_routes(app.router, gateway)
    async with TestClient(TestServer(app)) as client:
        yield Twilio(client)


def incoming(text: str = "Where is my bag?", **changed: str) -> dict[str, str]:
    """The fields of an incoming message, empty ones included, as Twilio sends them."""
    fields = {
        "ToCountry": "US",
        "ToState": "",
        "SmsMessageSid": SID,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": SID,
        "FromState": "CA",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": text,
        "FromCountry": "US",
        "To": "+15550100",
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": SID,
        "AccountSid": ACCOUNT_SID,
        "From": "+15550142",
        "ApiVersion": "2010-04-01",
    }
    return {**fields, **changed}


def report(status: str, **changed: str) -> dict[str, str]:
    """The fields of a status callback."""
    fields = {
        "SmsSid": SID,
        "SmsStatus": status,
        "MessageStatus": status,
        "To": "+15550142",
        "MessageSid": SID,
        "AccountSid": ACCOUNT_SID,
        "From": "+15550100",
        "ApiVersion": "2010-04-01",
    }
    return {**fields, **changed}
