"""`domain.webhooks.Webhooks` over HTTP."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import aiohttp
from yarl import URL

from domain.clock import Clock
from domain.errors import NotFoundError
from domain.webhooks import WebhookError
from frontdesk.webhooks.signing import sign

# Seconds; Standard Webhooks has senders wait 15 to 30.
TIMEOUT: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where one webhook is, and what it is signed with."""

    url: str
    secret: bytes = field(repr=False)


class HttpWebhooks:
    """Posts each message, signed; follows no redirect and reads no answer but its status.

    Args:
        targets: by name.
        http: returns the process's client session.
    """

    def __init__(
        self,
        targets: Mapping[str, Target],
        *,
        http: Callable[[], aiohttp.ClientSession],
        clock: Clock,
        timeout: float = TIMEOUT,
    ) -> None:
        self._targets = dict(targets)
        self._http = http
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    @property
    def names(self) -> Collection[str]:
        """See `Webhooks.names`."""
        return self._targets.keys()

    async def send(self, name: str, *, message_id: str, body: bytes) -> None:
        """See `Webhooks.send`."""
        if name not in self._targets:
            raise NotFoundError(f"the settings name no webhook {name!r}; add it and replay")
        target = self._targets[name]
        signature = sign(body, message_id=message_id, secret=target.secret, at=self._clock.now())
        headers = {"Content-Type": "application/json", "User-Agent": "Frontdesk", **signature}
        try:
            status = await self._post(target, body, headers)
        except TimeoutError:
            raise WebhookError(f"the webhook {name!r} is too slow") from None
        except aiohttp.ClientError as error:
            # What else the error says may name the address, which may hold a key.
            kind = type(error).__name__
            raise WebhookError(f"the webhook {name!r} cannot be reached: {kind}") from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise WebhookError(f"the webhook {name!r} answered {status} instead of 200")

    async def _post(self, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
        async with self._http().post(
            URL(target.url, encoded=True),
            data=body,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,
        ) as response:
            return response.status
