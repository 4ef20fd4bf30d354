"""Limits on failed log-ins: passwords cannot be tried out, and nobody can lock others out."""

import hashlib
import math
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

PERIOD: Final = timedelta(minutes=15)
# Failures within the period. Many staff share the network of an office.
MOST_PER_NETWORK: Final = 50
MOST_PER_ADDRESS_AND_NETWORK: Final = 10
# From all networks together; beyond, guesses become slow.
MOST_PER_ADDRESS: Final = 100
_SLOWER_BY: Final = timedelta(seconds=2)


class FailureLimit:
    """Counts failures per key within a sliding period, in bounded memory.

    An attempt counts as a failure from its beginning, and is forgiven when it succeeds: so a
    hundred attempts at once are no way around the limit. Where there are more than `max_keys`,
    keys with the fewest failures are forgotten first: many invented keys drive out none that
    failed often.
    """

    def __init__(self, limit: int, *, per: timedelta, max_keys: int = 10_000) -> None:
        self._limit = limit
        self._per = per
        self._max_keys = max_keys
        self._attempts: dict[str, deque[datetime]] = {}

    def claim(self, key: str, now: datetime) -> int:
        """Count an attempt.

        Returns:
            0 where it may go on, else the whole seconds after which one may.
        """
        attempts = self._recent(key, now)
        if len(attempts) >= self._limit:
            return max(1, math.ceil((attempts[0] + self._per - now).total_seconds()))
        attempts.append(now)
        return 0

    def forgive(self, key: str) -> None:
        """Take back the last attempt of a key: it was none to guess."""
        attempts = self._attempts.get(key)
        if attempts:
            attempts.pop()

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        if key not in self._attempts and len(self._attempts) >= self._max_keys:
            self._forget_some(now)
        attempts = self._attempts.setdefault(key, deque())
        while attempts and attempts[0] <= now - self._per:
            attempts.popleft()
        return attempts

    def _forget_some(self, now: datetime) -> None:
        """Keep nine tenths at most, so that what this costs is shared by many attempts."""
        live = [(key, each) for key, each in self._attempts.items() if self._is_live(each, now)]
        live.sort(key=lambda entry: (len(entry[1]), entry[1][-1]), reverse=True)
        self._attempts = dict(live[: self._max_keys * 9 // 10])

    def _is_live(self, attempts: deque[datetime], now: datetime) -> bool:
        return bool(attempts) and attempts[-1] > now - self._per


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Whether and when a log-in may be tried.

    Attributes:
        wait: seconds after which to try again, where it is refused; else 0.
        delay: how long to hold it back before the password is looked at.
    """

    network: str
    address: str
    wait: int = 0
    delay: timedelta = timedelta(0)


class LogInLimit:
    """The limits on log-ins by network, by address from one network, and by address.

    What comes from one network is never refused for what another network did: failures of an
    address from everywhere only make it slow. A network that is refused counts nowhere else.
    """

    def __init__(self) -> None:
        self._networks = FailureLimit(MOST_PER_NETWORK, per=PERIOD)
        self._pairs = FailureLimit(MOST_PER_ADDRESS_AND_NETWORK, per=PERIOD)
        self._addresses = FailureLimit(MOST_PER_ADDRESS, per=PERIOD)

    def claim(self, email: str, network: str, now: datetime) -> Attempt:
        """Count an attempt, and say whether it may go on."""
        address = hashlib.sha256(email.lower().encode()).hexdigest()
        wait = self._networks.claim(network, now)
        if not wait and (wait := self._pairs.claim(f"{address} {network}", now)):
            # No password is looked at, so that colleagues beside it are not made to wait.
            self._networks.forgive(network)
        if wait:
            return Attempt(network=network, address=address, wait=wait)
        slow = self._addresses.claim(address, now)
        delay = _SLOWER_BY if slow else timedelta(0)
        return Attempt(network=network, address=address, delay=delay)

    def forgive(self, attempt: Attempt) -> None:
        """Take an attempt back that was none to guess."""
        self._networks.forgive(attempt.network)
        self._pairs.forgive(f"{attempt.address} {attempt.network}")
        if not attempt.delay:
            self._addresses.forgive(attempt.address)
