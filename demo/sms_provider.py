"""A stand-in for the SMS provider, on this machine: takes messages, and sends signed webhooks.

It speaks as much of Twilio's REST API and webhooks as Frontdesk uses. The demo's telephone is one
of its listeners; tests tell it to fail.
"""

import asyncio
import base64
import hashlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator

from domain.clock import Ids

Failure = Literal["too_many", "server_error", "bad_request", "opted_out", "hang", "cut_off"]

_REFUSALS: Final[Mapping[Failure, tuple[int, int, str]]] = {
    "too_many": (429, 20429, "Too Many Requests"),
    "server_error": (500, 20500, "Internal Server Error"),
    "bad_request": (400, 21211, "The 'To' number is not a valid phone number."),
    "opted_out": (400, 21610, "Attempt to send to unsubscribed recipient"),
}
_MOST_KEPT: Final = 1000  # messages; the oldest are forgotten first


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAuth:
    """The account that the stand-in knows."""

    account_sid: str
    auth_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSms:
    """A message that Frontdesk sent; `status_callback` is empty where it asked for none."""

    sid: str
    to: str
    sender: str
    text: str
    media: tuple[str, ...]
    status_callback: str


class SmsProvider:
    """Keeps what was sent, tells listeners of it, and plays the customer's side.

    Attributes:
        messages: what was sent, oldest first.
        listeners: called with each message as it is sent.
        release: set it to let go of requests that hang.
    """

    def __init__(self, auth: ProviderAuth, ids: Ids) -> None:
        self.auth = auth
        self.messages: deque[SentSms] = deque(maxlen=_MOST_KEPT)
        self.listeners: list[Callable[[SentSms], None]] = []
        self.release = asyncio.Event()
        self._ids = ids
        self._failures: deque[Failure] = deque()

    def fail_next(self, failure: Failure, *, times: int = 1) -> None:
        """Make the next requests to send fail in a certain way."""
        self._failures.extend([failure] * times)

    def new_sid(self, prefix: str = "SM") -> str:
        """Make an id of the provider's form, unlike every other."""
        return prefix + hashlib.sha256(self._ids.secret().encode()).hexdigest()[:32]

    def is_authorized(self, request: web.Request) -> bool:
        """Check the basic authentication of a request."""
        pair = f"{self.auth.account_sid}:{self.auth.auth_token}".encode()
        expected = "Basic " + base64.b64encode(pair).decode()
        return request.headers.get("Authorization", "") == expected

    async def create_message(self, request: web.Request) -> web.StreamResponse:
        """Answer `POST …/Messages.json`."""
        if not self.is_authorized(request):
            return _refuse(401, 20003, "Authenticate")
        form = await request.post()
        failure = self._failures.popleft() if self._failures else None
        if failure == "hang":
            await self.release.wait()
        if failure == "cut_off" and request.transport is not None:
            request.transport.abort()
        if failure is not None and failure in _REFUSALS:
            return _refuse(*_REFUSALS[failure])
        missing = [name for name in ("To", "Body") if not form.get(name)]
        if missing:
            return _refuse(400, 21604, f"A '{missing[0]}' is required.")
        sms = SentSms(
            sid=self.new_sid(),
            to=str(form["To"]),
            sender=str(form.get("From") or form.get("MessagingServiceSid") or ""),
            text=str(form["Body"]),
            media=tuple(str(url) for url in form.getall("MediaUrl", [])),
            status_callback=str(form.get("StatusCallback", "")),
        )
        self.messages.append(sms)
        for listener in self.listeners:
            listener(sms)
        return web.json_response(self._describe(sms), status=201)

    async def read_account(self, request: web.Request) -> web.Response:
        """Answer `GET …/Accounts/{sid}.json`."""
        if not self.is_authorized(request):
            return _refuse(401, 20003, "Authenticate")
        return web.json_response(
            {"sid": self.auth.account_sid, "status": "active", "friendly_name": "Local stand-in"}
        )

    async def post_incoming(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        sender: str,
        to: str,
        text: str,
        media: Sequence[tuple[str, str]] = (),
        signed_for: str | None = None,
    ) -> int:
        """Send a text as a customer would.

        Args:
            session: used for the request, not closed.
            url: the incoming webhook.
            sender: the customer's number.
            to: the company's number.
            text: up to 1,600 characters at the real provider.
            media: address and media type of each file.
            signed_for: the address that is signed, where the request goes another way to the same
                place, such as past a proxy.

        Returns:
            The webhook's HTTP status.
        """
        sid = self.new_sid("MM" if media else "SM")
        fields = {
            "ToCountry": "US",
            "SmsMessageSid": sid,
            "NumMedia": str(len(media)),
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": text,
            "FromCountry": "US",
            "To": to,
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": self.auth.account_sid,
            "From": sender,
            "ApiVersion": "2010-04-01",
        }
        for number, (address, media_type) in enumerate(media):
            fields[f"MediaUrl{number}"] = address
            fields[f"MediaContentType{number}"] = media_type
        return await sign_and_post(session, url, self.auth, fields, signed_for=signed_for)

    async def post_status(
        self,
        session: aiohttp.ClientSession,
        sms: SentSms,
        status: str,
        *,
        error_code: str = "",
        url: str | None = None,
    ) -> int:
        """Report what became of a message, to the address it was sent with.

        Args:
            status: `sent`, `delivered`, `undelivered` or `failed`.
            error_code: Twilio's, such as `30003`.
            url: another way to that same address.
        """
        fields = {
            "SmsSid": sms.sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": sms.to,
            "MessageSid": sms.sid,
            "AccountSid": self.auth.account_sid,
            "From": sms.sender,
            "ApiVersion": "2010-04-01",
        }
        if error_code:
            fields["ErrorCode"] = error_code
        callback = sms.status_callback
        return await sign_and_post(session, url or callback, self.auth, fields, signed_for=callback)

    def _describe(self, sms: SentSms) -> dict[str, object]:
        return {
            "sid": sms.sid,
            "account_sid": self.auth.account_sid,
            "to": sms.to,
            "from": sms.sender,
            "body": sms.text,
            "status": "queued",
            "direction": "outbound-api",
            "num_media": str(len(sms.media)),
            "error_code": None,
            "error_message": None,
        }


PROVIDER: Final = web.AppKey("sms_provider", SmsProvider)


def make_sms_provider(auth: ProviderAuth, ids: Ids) -> web.Application:
    """Make the stand-in; `app[PROVIDER]` is what the demo and the tests hold on to."""
    provider = SmsProvider(auth, ids)
    app = web.Application()
    app[PROVIDER] = provider
    account = account_path(auth)
    app.router.add_post(f"{account}/Messages.json", provider.create_message)
    app.router.add_get(f"{account}.json", provider.read_account)
    return app


def account_path(auth: ProviderAuth) -> str:
    """Return the path of an account in the provider's API."""
    return f"/2010-04-01/Accounts/{auth.account_sid}"


async def sign_and_post(
    session: aiohttp.ClientSession,
    url: str,
    auth: ProviderAuth,
    fields: Mapping[str, str],
    *,
    signed_for: str | None = None,
) -> int:
    """Post a form with the signature the provider would give it; return the HTTP status."""
    validator = RequestValidator(auth.auth_token)
    signature = validator.compute_signature(signed_for or url, dict(fields))
    headers = {"X-Twilio-Signature": signature}
    async with session.post(url, data=dict(fields), headers=headers) as response:
        await response.read()
        return response.status


def _refuse(status: int, code: int, message: str) -> web.Response:
    headers = {"Retry-After": "7"} if status == 429 else {}
    return web.json_response(
        {"code": code, "message": message, "more_info": "", "status": status},
        status=status,
        headers=headers,
    )
