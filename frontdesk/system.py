"""The real time and real randomness; tests bring their own."""

import secrets  # noqa: TID251 - this is the one place that makes identifiers
import threading
from datetime import UTC, datetime, timedelta

from domain.clock import Clock

# Douglas Crockford's base 32: no I, L, O or U, so that it survives being read out on the telephone.
# https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

ID_LENGTH = 26
REFERENCE_LENGTH = 8
_RANDOM_BITS = 80
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Two digits at a time, as each message has ten identifiers and more.
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)  # noqa: TID251 - this is the Clock that everybody else is given


class SystemIds:
    """Identifiers by the time they were made, and references and secrets that cannot be guessed.

    Args:
        clock: tells the time that goes into identifiers.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return 26 characters: 48 bits of milliseconds, 80 random bits (as a ULID has them).

        Within a process each is greater than the one before, even where the clock stands still or
        goes back; https://github.com/ulid/spec.
        """
        milliseconds = (self._clock.now() - _EPOCH) // timedelta(milliseconds=1)
        fresh = milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            self._last = fresh if fresh > self._last else self._last + 1
            return _write_base32(self._last, ID_LENGTH)

    def reference(self) -> str:
        """Return `FD-` and 8 characters: 40 random bits, too many to try out."""
        return "FD-" + _write_base32(secrets.randbits(5 * REFERENCE_LENGTH), REFERENCE_LENGTH)

    def secret(self) -> str:
        """See `Ids.secret`."""
        return secrets.token_urlsafe(32)


def _write_base32(number: int, length: int) -> str:
    """Write a number with so many digits, which are an even number."""
    digits = []
    for _ in range(length // 2):
        digits.append(_PAIRS[number & 1023])
        number >>= 10
    return "".join(reversed(digits))
