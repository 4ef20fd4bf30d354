"""Times as browsers' fields for them give and take them, in the company's zone; pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.errors import InvalidInputError


def parse_local_time(words: str, time_zone: str, *, field: str) -> datetime:
    """Read a local date and time string (HTML standard, section 2.3.5.5), `2026-03-02T10:00`.

    An hour that the clocks skip or repeat is taken as before the change, as RFC 5545 has it
    (section 3.3.5).

    Raises:
        InvalidInputError: it is no date with a time.
    """
    try:
        local = datetime.fromisoformat(words)
    except ValueError:
        raise InvalidInputError("choose a date and a time", field=field) from None
    if local.tzinfo is not None or "T" not in words:
        raise InvalidInputError("choose a date and a time", field=field)
    return local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def write_local_time(at: datetime, time_zone: str) -> str:
    """Write an instant for such a field, to the minute."""
    return f"{at.astimezone(ZoneInfo(time_zone)):%Y-%m-%dT%H:%M}"
