"""How the library reaches the Bot API: over the process's one HTTP session.

The library's own way, httpx, logs each address at INFO, and the addresses hold the token.
"""

import json
from collections.abc import Callable
from typing import Any, Final

import aiohttp
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

_CONNECT_SECONDS: Final = 5
_READ_SECONDS: Final = 15
# However slowly an answer trickles in: less than whoever asks for the updates has them to itself
# (`receiving._LEASE_SECONDS`), so that no two ask at once.
_LONGEST_SECONDS: Final = 60
_LONGEST_ANSWER: Final = 16_777_216  # bytes; a hundred updates of the longest kind have fewer
_LONGEST_WAIT: Final = 3600  # seconds; who asks for more is asked again sooner


class UnreachableError(NetworkError):
    """There was no connection, so that nothing was asked."""


class ServerFaultError(NetworkError):
    """The Bot API has trouble of its own (5xx)."""


class BusyError(NetworkError):
    """Too much was asked in too short a time (429).

    Attributes:
        seconds: that Telegram asks to wait for, or None.
    """

    def __init__(self, seconds: int | None) -> None:
        super().__init__("too many messages in too short a time")
        self.seconds = seconds


class SessionRequest(BaseRequest):
    """Makes the library's requests with a session that others own.

    Args:
        http: returns the session, which is not closed here.
        longest: seconds that one request may take in all.
    """

    def __init__(
        self, http: Callable[[], aiohttp.ClientSession], *, longest: float = _LONGEST_SECONDS
    ) -> None:
        self._http = http
        self._longest = longest

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where a call names no others."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Do nothing: the session is somebody else's."""

    async def shutdown(self) -> None:
        """Do nothing, as above."""

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
    ) -> tuple[int, bytes]:
        """Make one request.

        A kept-alive connection, which the other side may be closing, is never used, so that it is
        seldom open whether a message went out.

        Raises:
            NetworkError: of the kinds above, or another one where the answer never came.
        """
        seconds = read_timeout if isinstance(read_timeout, int | float) else _READ_SECONDS
        try:
            async with self._http().request(
                method,
                url,
                data=None if request_data is None else request_data.json_parameters,
                timeout=aiohttp.ClientTimeout(
                    total=self._longest, sock_connect=_CONNECT_SECONDS, sock_read=seconds
                ),
                headers={"Connection": "close"},
                allow_redirects=False,
            ) as response:
                body = await _read(response)
                _raise_for_later(response.status, body)
                return response.status, body
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise UnreachableError("the Bot API cannot be reached") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # Nothing of the error itself: it may hold the address, and with it the token.
            raise NetworkError(f"the Bot API did not answer ({type(error).__name__})") from None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        body += piece
        if len(body) > _LONGEST_ANSWER:
            raise NetworkError(f"the Bot API answered with more than {_LONGEST_ANSWER:,} bytes")
    return bytes(body)


def _raise_for_later(status: int, body: bytes) -> None:
    if status == 429:
        raise BusyError(_find_wait(body))
    if status >= 500:
        raise ServerFaultError(f"the Bot API answered {status}")


def _find_wait(body: bytes) -> int | None:
    """Find how long to wait (`ResponseParameters.retry_after`)."""
    try:
        document: Any = json.loads(body)
        seconds = document["parameters"]["retry_after"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds < 1:
        return None
    return min(seconds, _LONGEST_WAIT)
