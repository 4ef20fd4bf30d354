"""A clock that stands still and identifiers that count, for tests that must come out the same."""

from datetime import UTC, datetime, timedelta

# A Monday morning in winter, so that no test depends on summer time by accident.
MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    """Tells the time it was given until it is moved."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move the clock on and return the new time."""
        self._now += by
        return self._now


class SequentialIds:
    """Counts: `id-000001`, `FD-00000002`, a secret of 43 characters that ends in its number."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        return f"id-{self._count():06}"

    def reference(self) -> str:
        return f"FD-{self._count():08}"

    def secret(self) -> str:
        return f"secret-{self._count():036}"

    def _count(self) -> int:
        self._last += 1
        return self._last
