"""When a mail says it was written, as mail programs write that."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_MOST_LENGTH = 200
_COMMENT = re.compile(r"\([^()]*\)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)?")
_FIRST_YEAR, _LAST_YEAR = 1971, 2099  # outside of these a clock was not set


def parse_date(text: str) -> datetime | None:
    """Read a Date field (RFC 5322, 3.3) or what stands in its place; in UTC.

    Without a zone it is taken as UTC. None where it cannot be read, or makes no sense.
    """
    text = _COMMENT.sub(" ", text[:_MOST_LENGTH]).replace('"', " ").strip()
    try:
        at = _parse_iso(text) or _parse_fields(text)
        at = at.astimezone(UTC) if at else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at and _FIRST_YEAR <= at.year <= _LAST_YEAR else None


def _parse_iso(text: str) -> datetime | None:
    found = _ISO.match(text)
    if found is None:
        return None
    at = datetime.fromisoformat(found[0].replace(" ", "T", 1).replace(" ", ""))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _parse_fields(text: str) -> datetime | None:
    fields = parsedate_tz(text)
    if fields is None:
        return None
    zone = timezone(timedelta(seconds=fields[9] or 0))
    # A leap second is written as 60 (RFC 5322, 3.3).
    return datetime(*fields[:5], min(fields[5], 59), tzinfo=zone)
