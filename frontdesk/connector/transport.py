"""One signed request to the company's own system, and its answer as bytes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import aiohttp
from yarl import URL

from domain.business import BusinessAnswerError
from domain.clock import Clock, Ids
from frontdesk.connector.breaker import OutageError
from frontdesk.connector.signing import Unsigned, sign

LARGEST_ANSWER: Final = 1024 * 1024  # bytes, after decompression
_TOO_MANY: Final = 429
_BROKEN: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes:
        path: percent-encoded, below the system's address.
        body: for what changes something.
    """

    path: str
    query: Mapping[str, str] | None = None
    body: Mapping[str, Any] | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, below status 500."""

    status: int
    media_type: str
    body: bytes


class Transport:
    """Signs, sends and reads; follows no redirect and reads no more than `LARGEST_ANSWER`.

    Args:
        url: where the system is, without a slash at the end.
        http: returns the process's client session.
    """

    def __init__(
        self,
        url: str,
        *,
        secret: str,
        http: Callable[[], aiohttp.ClientSession],
        clock: Clock,
        ids: Ids,
        timeout: timedelta,
    ) -> None:
        self._url = url
        self._secret = secret.encode()
        self._http = http
        self._clock = clock
        self._ids = ids
        seconds = timeout.total_seconds()
        # Where half of it does not do to connect, nothing was sent, and that is worth knowing.
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=seconds / 2)

    @property
    def url(self) -> str:
        """Where the system is."""
        return self._url

    def make_nonce(self) -> str:
        """Name an attempt, unlike every other."""
        return self._ids.new()

    async def exchange(self, question: Question, *, nonce: str | None = None) -> Answer:
        """Ask once.

        Raises:
            OutageError: there is no answer, or the system says that it is broken.
            BusinessAnswerError: the answer is larger than any true one.
        """
        unsigned = self._prepare(question)
        target = f"{self._url}{question.path}" + (f"?{unsigned.query}" if unsigned.query else "")
        try:
            async with self._http().request(
                unsigned.method,
                URL(target, encoded=True),
                data=unsigned.body or None,
                headers=_make_headers(unsigned),
                timeout=self._timeout,
                allow_redirects=False,
                middlewares=(self._make_signing(unsigned, nonce),),
            ) as response:
                return await _read(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise OutageError(f"{self._url} cannot be reached: {reason}", sent=False) from None
        except TimeoutError:
            raise OutageError(f"{self._url} is too slow", sent=True) from None
        except aiohttp.ClientError as error:
            words = f"{self._url} broke off: {type(error).__name__}"
            raise OutageError(words, sent=True) from None

    def _prepare(self, question: Question) -> Unsigned:
        body = b"" if question.body is None else json.dumps(question.body).encode()
        return Unsigned(
            method="GET" if question.body is None else "POST",
            path=f"{urlsplit(self._url).path}{question.path}",
            query=urlencode(question.query or {}),
            body=body,
            idempotency_key=question.idempotency_key,
        )

    def _make_signing(self, unsigned: Unsigned, nonce: str | None) -> aiohttp.ClientMiddlewareType:
        """Sign each attempt anew: aiohttp repeats a GET where a kept connection is gone."""

        async def add(
            request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
        ) -> aiohttp.ClientResponse:
            created, once = self._clock.now(), nonce or self.make_nonce()
            request.headers.update(sign(unsigned, secret=self._secret, created=created, nonce=once))
            return await handler(request)

        return add


def _make_headers(unsigned: Unsigned) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "Frontdesk"}
    if unsigned.body:
        headers["Content-Type"] = "application/json"
    if unsigned.idempotency_key is not None:
        headers["Idempotency-Key"] = unsigned.idempotency_key
    return headers


async def _read(response: aiohttp.ClientResponse) -> Answer:
    if response.status >= _BROKEN:
        raise OutageError(f"it answered {response.status}", sent=True)
    if response.status == _TOO_MANY:
        raise OutageError("it takes no more requests for now", sent=False)
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise BusinessAnswerError(f"its answer is larger than {LARGEST_ANSWER} bytes")
        chunks.append(chunk)
    return Answer(status=response.status, media_type=response.content_type, body=b"".join(chunks))
