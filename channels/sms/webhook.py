"""The two addresses that the provider posts to."""

from typing import Final

import structlog
from aiohttp import web
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from channels.problems import problem_response
from channels.request_body import BodyTooLargeError, read_body
from channels.sms.delivery_status import describe_delivery_error, find_delivery_state
from channels.sms.form_fields import parse_form
from channels.sms.settings import SmsSettings
from domain.channels import Gateway
from domain.clock import Clock
from domain.messages import DeliveryUpdate, RawMessage

MAX_BODY: Final = 262_144  # bytes; Twilio's forms have less than 20,000
_LONGEST_ID: Final = 64  # characters; Twilio's ids have 34, telephone numbers 16
_EMPTY_TWIML: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

_log = structlog.get_logger()


class _RefusedError(Exception):
    """A request that is answered with a problem document."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(title)
        self.response = problem_response(status, title, detail)


class SmsWebhook:
    """Takes in messages and delivery reports of one account.

    Args:
        settings: of the account.
        address: where the provider reaches the incoming webhook, as its console has it.
        clock: tells when something arrived.
        gateway: takes what arrived.
    """

    def __init__(
        self, settings: SmsSettings, address: str, *, clock: Clock, gateway: Gateway
    ) -> None:
        self._settings = settings
        self._address = address
        self._clock = clock
        self._gateway = gateway
        self._validator = RequestValidator(settings.auth_token.get_secret_value())

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 200 with empty TwiML once the message is committed, and not before."""
        try:
            body, fields = await self._read(request, self._address)
            message_sid, sender = _get_id(fields, "MessageSid"), _get_id(fields, "From")
        except _RefusedError as refusal:
            return refusal.response
        raw = RawMessage(
            channel="sms",
            account=self._settings.account,
            delivery_id=message_sid,
            source=sender,
            body=body,
            received_at=self._clock.now(),
        )
        try:
            await self._gateway.receive(raw)
        except Exception:  # noqa: BLE001 - whatever kept it from being stored, the provider must retry
            _log.exception("sms.not_recorded", account=self._settings.account, id=message_sid)
            return problem_response(
                503, "Not recorded", "The message could not be stored; send it again later."
            )
        return web.Response(text=_EMPTY_TWIML, content_type="text/xml", charset="utf-8")

    async def report(self, request: web.Request) -> web.Response:
        """Record a delivery report; 204 also for what says nothing about delivery."""
        try:
            _, fields = await self._read(request, f"{self._address}/status")
            message_sid = _get_id(fields, "MessageSid")
            status = _get_id(fields, "MessageStatus")
        except _RefusedError as refusal:
            return refusal.response
        state = find_delivery_state(status)
        if state is None:
            _log.info("sms.status_ignored", account=self._settings.account, status=status)
            return web.Response(status=204)
        update = DeliveryUpdate(
            channel="sms",
            account=self._settings.account,
            external_id=message_sid,
            state=state,
            at=self._clock.now(),
            error=describe_delivery_error(
                fields.get("ErrorCode", ""), fields.get("ErrorMessage", "")[:300]
            ),
            outbound_id=_find_outbound_id(request),
        )
        await self._gateway.record_delivery(update)
        return web.Response(status=204)

    async def _read(self, request: web.Request, address: str) -> tuple[bytes, MultiDict[str]]:
        """Read a form and make sure that the provider wrote it.

        Raises:
            _RefusedError: with the answer to give.
        """
        try:
            body = await read_body(request, limit=MAX_BODY)
            fields = parse_form(body)
        except BodyTooLargeError as error:
            raise _RefusedError(413, "Too large", f"Cannot take it: {error}.") from error
        except ValueError as error:
            raise _RefusedError(400, "Malformed form", f"Cannot read it: {error}.") from error
        self._check_signature(request, address, fields)
        if fields.get("AccountSid") != self._settings.account_sid:
            raise _RefusedError(
                403, "Wrong account", "AccountSid is not the one this address belongs to."
            )
        return body, fields

    def _check_signature(self, request: web.Request, address: str, fields: MultiDict[str]) -> None:
        query = request.rel_url.raw_query_string
        url = f"{address}?{query}" if query else address
        signature = request.headers.get("X-Twilio-Signature", "")
        try:
            valid = self._validator.validate(url, fields, signature)
        except UnicodeEncodeError:  # bytes in the query that are no UTF-8; nobody signs such
            valid = False
        if not valid:
            _log.warning("sms.signature_refused", account=self._settings.account, url=address)
            raise _RefusedError(
                403,
                "Wrong signature",
                "X-Twilio-Signature does not fit this form, this address and the account's "
                "auth_token. The address must be exactly the one the provider was given.",
            )


def _find_outbound_id(request: web.Request) -> str | None:
    """Find the id that we put into the callback's address; the signature vouches for it."""
    value = request.query.get("message", "")
    return value if 0 < len(value) <= _LONGEST_ID and value.isprintable() else None


def _get_id(fields: MultiDict[str], name: str) -> str:
    value = fields.get(name, "").strip()
    if not value:
        raise _RefusedError(400, "Field missing", f"The form has no {name}.")
    if len(value) > _LONGEST_ID or not value.isprintable():
        raise _RefusedError(
            400, "Field malformed", f"{name} has more than {_LONGEST_ID} characters, or controls."
        )
    return value
