"""What a report is wanted of, as its address says it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.report_weeks import list_latest_weeks, list_weeks, list_weeks_before
from console.form_reading import read_line
from console.wording import begin_sentence
from domain.errors import InvalidInputError
from domain.knowledge_figures import ReportFilter, Week

PERIODS: Final = (4, 12, 26, 52)
USUAL: Final = 12
SORTS: Final = (
    *("title", "answered", "right", "wrong", "offered", "chosen"),
    *("suggested", "reads", "helpful", "not_helpful"),
)
_LONGEST: Final = 40
# Nothing was counted before.
_FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """What is wanted.

    Attributes:
        weeks: oldest first.
        before: as many, to compare with.
        period: how many weeks up to now; None where the days were given.
        sort: one of `SORTS`.
        rising: whether the smallest comes first.
        page: of the articles, from 1 on.
        refusal: why other weeks are shown than were asked for, or None.
    """

    weeks: tuple[Week, ...]
    before: tuple[Week, ...]
    period: int | None
    channel: str
    locale: str
    sort: str = "answered"
    rising: bool = False
    page: int = 1
    refusal: str | None = None

    @property
    def filter(self) -> ReportFilter:
        """The channel and language wanted."""
        return ReportFilter(channel=self.channel or None, locale=self.locale or None)

    def make_address(self, path: str, **changes: str | int) -> str:
        """Make the address of a page or file of the same report, but for the changes."""
        if self.period is not None:
            span: dict[str, str | int] = {"weeks": self.period}
        else:
            span = {"from": str(self.weeks[0].monday), "to": str(self.weeks[-1].last_day)}
        narrowed = {"channel": self.channel, "locale": self.locale}
        asked = span | {name: value for name, value in narrowed.items() if value} | changes
        return f"{path}?{urlencode(asked)}"


def read_query(request: web.Request, zone: ZoneInfo, *, now: datetime) -> ReportQuery:
    """Read what is wanted; days that make no sense give the usual weeks and a refusal in words."""
    refusal: str | None = None
    period = _read_period(request)
    try:
        weeks = list_latest_weeks(period, zone, now=now) if period else _read_span(request, zone)
    except InvalidInputError as error:
        refusal = f"{begin_sentence(error.reason)}; shown are the last {USUAL} weeks"
        period = USUAL
        weeks = list_latest_weeks(USUAL, zone, now=now)
    sort = read_line(request, "sort", max_length=_LONGEST)
    return ReportQuery(
        weeks=weeks,
        before=list_weeks_before(weeks, zone),
        period=period,
        channel=read_line(request, "channel", max_length=_LONGEST),
        locale=read_line(request, "locale", max_length=_LONGEST),
        sort=sort if sort in SORTS else "answered",
        rising=read_line(request, "order") == "rising",
        page=_read_page(request),
        refusal=refusal,
    )


def _read_period(request: web.Request) -> int | None:
    asked = read_line(request, "weeks")
    if asked.isdecimal() and int(asked) in PERIODS:
        return int(asked)
    return None if read_line(request, "from") or read_line(request, "to") else USUAL


def _read_span(request: web.Request, zone: ZoneInfo) -> tuple[Week, ...]:
    return list_weeks(_read_day(request, "from"), _read_day(request, "to"), zone)


def _read_day(request: web.Request, name: str) -> date:
    try:
        day = date.fromisoformat(read_line(request, name))
    except ValueError:
        raise InvalidInputError("say both days as 2026-03-31", field=name) from None
    if not _FIRST_YEAR <= day.year < _FIRST_YEAR + 1000:
        raise InvalidInputError(f"choose days after {_FIRST_YEAR}", field=name)
    return day


def _read_page(request: web.Request) -> int:
    asked = read_line(request, "page", max_length=6)
    return max(1, int(asked)) if asked.isdecimal() else 1
