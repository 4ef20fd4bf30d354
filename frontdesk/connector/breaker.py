"""A circuit breaker: what is down is left alone for a while, and nobody waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog

from domain.business import BusinessUnavailableError
from domain.clock import Clock

log = structlog.get_logger()


class OutageError(Exception):
    """No answer that could be used: not reached, too slow, cut off, or broken within.

    Attributes:
        sent: whether the request may have arrived, so that it may have been carried out.
    """

    def __init__(self, words: str, *, sent: bool) -> None:
        super().__init__(words)
        self.sent = sent


class Breaker:
    """Opens after some outages in a row; later lets one call through to see how it is.

    Args:
        failures: outages in a row after which it opens.
        rest: how long it stays open before one call may try.
    """

    def __init__(self, clock: Clock, *, failures: int, rest: timedelta) -> None:
        self._clock = clock
        self._most = failures
        self._rest = rest
        self._failures = 0
        self._closed_from: datetime | None = None
        self._trying = False

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Let a call through, and learn from what becomes of it.

        Raises:
            BusinessUnavailableError: it is open, so that nothing was sent.
        """
        trial = self._admit()
        try:
            yield
        except OutageError:
            self._fail()
            raise
        else:
            self._failures, self._closed_from = 0, None
        finally:
            # A call that was cancelled says nothing; the next one tries.
            self._trying = self._trying and not trial

    def _admit(self) -> bool:
        """Say whether the call is the one that tries."""
        if self._closed_from is None:
            return False
        if self._trying or self._clock.now() < self._closed_from:
            raise BusinessUnavailableError(
                "the company's own system was down a moment ago and is left alone until it rested"
            )
        self._trying = True
        return True

    def _fail(self) -> None:
        self._failures += 1
        if self._failures >= self._most:
            log.warning("business_left_alone", failures=self._failures)
            self._closed_from = self._clock.now() + self._rest
