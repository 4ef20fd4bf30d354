"""How often one network may rate and search, and how readers are told apart without being known."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from channels.rate_limit import RateLimit
from domain.errors import TooManyRequestsError

# Many readers share the network of an office.
RATINGS_PER_HOUR: Final = 120
SEARCHES_PER_MINUTE: Final = 120
# Searches show knowledge managers what is missing; one program is not to drown all readers.
KEPT_SEARCHES_PER_HOUR: Final = 240


class HelpLimits:
    """The limits on what readers send, by network."""

    def __init__(self) -> None:
        self._ratings = RateLimit(RATINGS_PER_HOUR, per=timedelta(hours=1))
        self._searches = RateLimit(SEARCHES_PER_MINUTE, per=timedelta(minutes=1))
        self._kept = RateLimit(KEPT_SEARCHES_PER_HOUR, per=timedelta(hours=1))

    def claim_rating(self, client: str, now: datetime) -> None:
        """Count a rating or comment.

        Raises:
            TooManyRequestsError: there were enough for now.
        """
        _claim(self._ratings, client, now)

    def claim_search(self, client: str, now: datetime) -> None:
        """Count a search.

        Raises:
            TooManyRequestsError: there were enough for now.
        """
        _claim(self._searches, client, now)

    def is_to_keep(self, client: str, now: datetime) -> bool:
        """Count a search for the record; False where its network has enough on it for now."""
        return not self._kept.claim(client, now)


def digest_visitor(secret: str, cookie: str) -> str:
    """Make what is kept of a reader: it tells them apart, and leads back to nobody."""
    return hmac.new(secret.encode(), f"help reader {cookie}".encode(), hashlib.sha256).hexdigest()


def _claim(limit: RateLimit, client: str, now: datetime) -> None:
    wait = limit.claim(client, now)
    if wait:
        raise TooManyRequestsError("too much was sent from this network", retry_after=wait)
