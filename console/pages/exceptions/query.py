"""What of the exceptions is wanted, as the address says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from bot.exceptions.rows import ExceptionSearch
from console.form_reading import read_line
from domain.exceptions import ExceptionKind

PAGE: Final = "/console/exceptions"
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionQuery:
    """What is wanted; what is None or empty does not matter.

    Attributes:
        after: where the page before ended.
    """

    kind: ExceptionKind | None = None
    queue: str = ""
    channel: str = ""
    after: tuple[datetime, str] | None = None

    def make_address(self, path: str = PAGE, **changes: str) -> str:
        """Make an address with the same filters, but for the changes; pages begin anew."""
        kept = {"kind": self.kind or "", "queue": self.queue, "channel": self.channel}
        wanted = {name: value for name, value in (kept | changes).items() if value}
        return f"{path}?{urlencode(wanted)}" if wanted else path

    def make_search(self, *, limit: int) -> ExceptionSearch:
        """Make what the list takes."""
        return ExceptionSearch(
            kind=self.kind,
            queue=self.queue or None,
            channel=self.channel or None,
            after=self.after,
            limit=limit,
        )


def read_query(request: web.Request) -> ExceptionQuery:
    """Read what is wanted; a kind or a place that there is not counts as none."""
    kind = read_line(request, "kind", max_length=_LONGEST)
    return ExceptionQuery(
        kind=ExceptionKind(kind) if kind in set(ExceptionKind) else None,
        queue=read_line(request, "queue", max_length=_LONGEST),
        channel=read_line(request, "channel", max_length=_LONGEST),
        after=parse_place(read_line(request, "after", max_length=2 * _LONGEST)),
    )


def write_place(place: tuple[datetime, str]) -> str:
    """Write where a page ends, for an address."""
    since, key = place
    return f"{since.isoformat()}/{key}"


def parse_place(text: str) -> tuple[datetime, str] | None:
    """Read where a page ended; None for what is no such place."""
    at, _, key = text.partition("/")
    try:
        since = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (since, key) if since.tzinfo is not None and key else None
