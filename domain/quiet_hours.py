"""The hours in which the company writes to nobody first."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From one time of day to another, maybe over midnight; none where both are the same.

    Attributes:
        time_zone: IANA name of the zone whose clocks count.
    """

    start: time
    end: time
    time_zone: str

    def cover(self, instant: datetime) -> bool:
        """Say whether an instant lies within them."""
        now = instant.astimezone(ZoneInfo(self.time_zone)).time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def find_free(self, instant: datetime) -> datetime:
        """Find the first instant from one on that lies outside of them, in UTC.

        Where clocks are set back within them, the end counts that comes later; where they are set
        forward over it, they end as they jump.
        """
        if not self.cover(instant):
            return instant.astimezone(UTC)
        zone = ZoneInfo(self.time_zone)
        today = instant.astimezone(zone).date()
        days = (today, today + timedelta(days=1))
        ends = [
            datetime.combine(day, self.end, tzinfo=zone).replace(fold=fold).astimezone(UTC)
            for day in days
            for fold in (1, 0)
        ]
        return next(end for end in sorted(ends) if end > instant and not self.cover(end))
