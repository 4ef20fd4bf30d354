"""What one visitor, and one network, may do with the chat in a while."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from channels.rate_limit import RateLimit
from channels.web_chat.settings import SocketLimits, WebChatSettings
from domain.clock import Clock
from domain.errors import TooManyRequestsError

_TEN_MINUTES: Final = timedelta(minutes=10)
_MEGABYTE: Final = 1024 * 1024

log = structlog.get_logger()


class UsageLimits:
    """The rates of one account in this process.

    A visitor costs nothing to become, so that each limit per visitor has one per network
    beside it. A network is what `channels.rate_limit.network_key` makes of an address.
    """

    def __init__(self, settings: WebChatSettings, limits: SocketLimits, clock: Clock) -> None:
        burst = timedelta(seconds=limits.burst / limits.frames_per_second)
        self._account = settings.account
        self._clock = clock
        self._frames = RateLimit(limits.burst, per=burst)
        self._files = RateLimit(20, per=timedelta(minutes=2))
        self._visitors = RateLimit(settings.visitors_per_network, per=timedelta(hours=1))
        self._messages = RateLimit(settings.messages_per_visitor, per=_TEN_MINUTES)
        self._network_messages = RateLimit(settings.messages_per_network, per=_TEN_MINUTES)
        upload = settings.upload_megabytes_per_network * _MEGABYTE
        self._network_bytes = RateLimit(upload, per=_TEN_MINUTES)

    def claim_frame(self, visitor: str) -> int:
        """Count a frame; return 0, or the seconds to wait where it is one too many."""
        return self._frames.claim(visitor, self._now())

    def claim_message(self, visitor: str, network: str) -> None:
        """Count a message.

        Raises:
            TooManyRequestsError: the visitor, or their network, has sent enough for now.
        """
        self._claim(self._messages, visitor, "too many messages")
        self._claim_network(self._network_messages, network, "messages")

    def claim_visitor(self, network: str) -> None:
        """Count a new visitor.

        Raises:
            TooManyRequestsError: the network has had enough for now.
        """
        self._claim_network(self._visitors, network, "new visitors")

    def claim_file(self, visitor: str) -> None:
        """Count a file.

        Raises:
            TooManyRequestsError: the visitor has sent enough for now.
        """
        self._claim(self._files, visitor, "too many files")

    def claim_bytes(self, network: str, size: int) -> None:
        """Count the bytes of a file, at most ten megabytes.

        Raises:
            TooManyRequestsError: the network has sent enough for now.
        """
        self._claim_network(self._network_bytes, network, "uploaded bytes", cost=size)

    def _claim_network(self, limit: RateLimit, network: str, what: str, cost: int = 1) -> None:
        try:
            self._claim(limit, network, f"too many {what} from this network", cost)
        except TooManyRequestsError:
            # Behind a proxy that is not among server.trusted_proxies this is everybody's network.
            log.warning("web_chat.network_limit", account=self._account, of=what, network=network)
            raise

    def _claim(self, limit: RateLimit, key: str, reason: str, cost: int = 1) -> None:
        if wait := limit.claim(key, self._now(), cost):
            raise TooManyRequestsError(f"{reason}; wait {wait} seconds", retry_after=wait)

    def _now(self) -> datetime:
        return self._clock.now()
