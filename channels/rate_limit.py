"""A limit on how often somebody may do something, in bounded memory."""

import ipaddress
import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: datetime


class RateLimit:
    """A token bucket per key: bursts up to `limit`, then `limit` per period.

    Buckets of keys that were not seen for longest are forgotten when there are more than
    `max_keys`, so that a flood of addresses costs a few megabytes and no more.

    Not safe for use from several threads; it belongs to one event loop.
    """

    def __init__(self, limit: int, *, per: timedelta, max_keys: int = 10_000) -> None:
        if limit < 1 or per <= timedelta(0):
            raise ValueError("a rate limit needs a limit of 1 or more and a period above zero")
        self._limit = limit
        self._per_second = limit / per.total_seconds()
        self._max_keys = max_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def claim(self, key: str, now: datetime, cost: int = 1) -> int:
        """Take tokens for a key, all or none; what costs more than the limit never passes.

        Returns:
            0 where there were enough, else the whole seconds after which there will be.
        """
        bucket = self._fill(key, now)
        if bucket.tokens >= cost:
            bucket.tokens -= cost
            return 0
        return max(1, math.ceil((cost - bucket.tokens) / self._per_second))

    def _fill(self, key: str, now: datetime) -> _Bucket:
        bucket = self._buckets.setdefault(key, _Bucket(float(self._limit), now))
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._max_keys:
            self._buckets.popitem(last=False)
        # A clock that was set back must not empty a bucket.
        passed = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(float(self._limit), bucket.tokens + passed * self._per_second)
        bucket.filled_at = now
        return bucket


def network_key(address: str) -> str:
    """Name the network an address is limited by.

    An IPv6 customer has a /64 of their own (RFC 6177), so each of its addresses counts as one
    client; IPv4 addresses count singly. What is no address is its own key.
    """
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
