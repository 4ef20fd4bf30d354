"""Which lines of the log are wanted, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.report_self_service import choose_latest_days, choose_period
from console.form_reading import read_line
from console.positions import parse_before
from console.wording import begin_sentence
from crm_store.routings import RoutingSearch
from domain.errors import InvalidInputError
from domain.routings import RoutingKind
from domain.self_service_figures import Period

PAGE: Final = "/console/routing/log"
USUAL: Final = "today"
OVERFLOWED: Final = "overflowed"
# The days to choose from, with their names.
SPANS: Final[Mapping[str, str]] = {
    "today": "Today",
    "yesterday": "Yesterday",
    "7": "7 days",
    "28": "28 days",
}
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """What is wanted; what is empty does not matter.

    Attributes:
        span: one of `SPANS`; empty where the days were given one by one.
        kind: a `RoutingKind`, or `overflowed`.
        agent: a staff id.
        before: only what stands before this position, for the next page.
        refusal: why other days are shown than were asked for, or None.
    """

    period: Period
    span: str = USUAL
    kind: str = ""
    agent: str = ""
    queue: str = ""
    words: str = ""
    before: int | None = None
    refusal: str | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but the days is asked for."""
        return bool(self.kind or self.agent or self.queue or self.words)

    def make_address(self, path: str = PAGE, **changes: str | int) -> str:
        """Make the address of the first page of the same lines, but for the changes."""
        given: dict[str, str | int] = {
            "kind": self.kind,
            "agent": self.agent,
            "queue": self.queue,
            "q": self.words,
        }
        if "span" not in changes:
            given |= self._name_days()
        wanted = {name: value for name, value in (given | changes).items() if value != ""}
        return f"{path}?{urlencode(wanted)}"

    def make_search(self, *, any_kind: bool = False) -> RoutingSearch:
        """Make what the log is searched by.

        Args:
            any_kind: whatever kind is asked for.
        """
        search = RoutingSearch(
            agent=self.agent or None,
            queue=self.queue or None,
            text=self.words or None,
            since=self.period.start,
            until=self.period.end,
        )
        if any_kind or not self.kind:
            return search
        if self.kind == OVERFLOWED:
            return replace(search, overflowed=True)
        return replace(search, kind=RoutingKind(self.kind))

    def _name_days(self) -> dict[str, str | int]:
        if self.span:
            return {"span": self.span}
        return {"from": str(self.period.first), "to": str(self.period.last)}


def read_query(request: web.Request, zone: ZoneInfo, *, now: datetime) -> LogQuery:
    """Read what is wanted; days that make no sense give today's lines and a refusal in words.

    Raises:
        InvalidInputError: the position is none.
    """
    refusal: str | None = None
    try:
        span, period = _read_days(request, zone, now)
    except InvalidInputError as error:
        refusal = f"{begin_sentence(error.reason)}; shown is today"
        span, period = USUAL, choose_span(USUAL, zone, now=now)
    kind = read_line(request, "kind", max_length=_LONGEST)
    return LogQuery(
        period=period,
        span=span,
        kind=kind if kind == OVERFLOWED or kind in set(RoutingKind) else "",
        agent=read_line(request, "agent", max_length=_LONGEST),
        queue=read_line(request, "queue", max_length=_LONGEST),
        words=read_line(request, "q", max_length=_LONGEST),
        before=parse_before(request.query.get("before", "")),
        refusal=refusal,
    )


def choose_span(span: str, zone: ZoneInfo, *, now: datetime) -> Period:
    """Choose the days that a name of `SPANS` stands for."""
    today = now.astimezone(zone).date()
    if span == "yesterday":
        day = today - timedelta(days=1)
        return choose_period(day, day, zone)
    return choose_latest_days(1 if span == USUAL else int(span), zone, now=now)


def _read_days(request: web.Request, zone: ZoneInfo, now: datetime) -> tuple[str, Period]:
    if read_line(request, "from") or read_line(request, "to"):
        return "", choose_period(_read_day(request, "from"), _read_day(request, "to"), zone)
    asked = read_line(request, "span")
    span = asked if asked in SPANS else USUAL
    return span, choose_span(span, zone, now=now)


def _read_day(request: web.Request, name: str) -> date:
    try:
        day = date.fromisoformat(read_line(request, name))
    except ValueError:
        raise InvalidInputError("say both days as 2026-03-31", field=name) from None
    if not 2000 <= day.year < 3000:
        raise InvalidInputError("choose days after 2000", field=name)
    return day
