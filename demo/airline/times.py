"""Instants as the airline writes them."""

from datetime import UTC, datetime


def write_instant(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, so that texts sort as instants do."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_instant(text: str) -> datetime:
    """Read what `write_instant` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
