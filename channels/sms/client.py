"""The provider's REST API, as far as we use it."""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any, Final

import aiohttp

from channels.sms.send_errors import parse_json_object, parse_refusal
from channels.sms.settings import SmsSettings
from domain.errors import FrontdeskError, SendError

# A connection that is not there in 5 s will not be; the API answers within 15 s or not at all.
TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=5, sock_connect=5, sock_read=15)
_LONGEST_ANSWER: Final = 65_536  # bytes; a message resource has about 1,000


class TwilioClient:
    """Talks to `api_base_url` with the account's credentials and to nobody else with them."""

    def __init__(
        self,
        settings: SmsSettings,
        http: Callable[[], aiohttp.ClientSession],
        *,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self._settings = settings
        self._http = http
        self._timeout = timeout
        self._account_url = f"{settings.api_base_url}/2010-04-01/Accounts/{settings.account_sid}"

    def authorization(self) -> str:
        """Return the `Authorization` header with the account's credentials."""
        token = self._settings.auth_token.get_secret_value()
        return aiohttp.encode_basic_auth(self._settings.account_sid, token)

    async def send_message(self, form: Iterable[tuple[str, str]]) -> str | None:
        """Create a message resource.

        Twilio has no idempotency key for messages. So once the request may have been read, an
        answer that never comes leaves open whether the customer got the text; sending it again
        could send it twice. Such a failure has the code `ambiguous` and is not retryable, and
        the message is best shown as unknown. To keep these cases rare, a kept-alive connection,
        which the other side may be closing, is never used.

        Args:
            form: Twilio's fields, such as `To`, `From`, `Body`.

        Returns:
            The provider's id, or None where it took the message but its answer was cut off.

        Raises:
            SendError: retryable where the message surely did not go out and may later.
        """
        try:
            async with self._http().post(
                f"{self._account_url}/Messages.json",
                data=aiohttp.FormData(list(form)),
                timeout=self._timeout,
                headers={"Authorization": self.authorization(), "Connection": "close"},
                allow_redirects=False,
            ) as response:
                body = await _read_answer(response)
                if response.status < 300:
                    sid = parse_json_object(body).get("sid")
                    return sid if isinstance(sid, str) and sid else None
                raise parse_refusal(response.status, body, response.headers.get("Retry-After"))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise SendError(
                f"the SMS provider cannot be reached at {self._settings.api_base_url}",
                retryable=True,
                code="unreachable",
            ) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SendError(
                "the SMS provider did not answer; whether the message went out is not known",
                retryable=False,
                code="ambiguous",
            ) from error

    async def fetch_account(self) -> dict[str, Any]:
        """Fetch the account resource, which proves credentials and reachability.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        where = self._settings.api_base_url
        try:
            async with self._http().get(
                f"{self._account_url}.json",
                timeout=self._timeout,
                headers={"Authorization": self.authorization(), "Connection": "close"},
                allow_redirects=False,
            ) as response:
                body = await _read_answer(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise FrontdeskError(
                f"{where} cannot be reached ({type(error).__name__}); check api_base_url and "
                "that this machine may connect to it"
            ) from error
        if response.status in {401, 403, 404}:
            raise FrontdeskError(
                f"{where} does not accept account_sid and auth_token; copy both anew from the "
                "provider's console"
            )
        if response.status != 200:
            raise FrontdeskError(f"{where} answered {response.status}; try again later")
        return parse_json_object(body)


async def _read_answer(response: aiohttp.ClientResponse) -> bytes:
    """Read the start of an answer; what was cut off after the status is no error of its own."""
    body = bytearray()
    with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
        # It may come in pieces, and the message's id stand in the last one.
        async for piece in response.content.iter_chunked(_LONGEST_ANSWER):
            body += piece
            if len(body) >= _LONGEST_ANSWER:
                break
    return bytes(body)
