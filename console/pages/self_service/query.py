"""Which days and channel are wanted, as the address says it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.report_self_service import USUAL_DAYS, choose_latest_days, choose_period
from console.form_reading import read_line
from console.wording import begin_sentence
from domain.errors import InvalidInputError
from domain.self_service_figures import Period

SPANS: Final = (7, USUAL_DAYS, 91, 364)
_LONGEST: Final = 40
_FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfServiceQuery:
    """What is wanted.

    Attributes:
        days: how many up to now; None where they were given one by one.
        channel: empty for all.
        refusal: why other days are shown than were asked for, or None.
    """

    period: Period
    days: int | None
    channel: str
    refusal: str | None = None

    def make_address(self, path: str, **changes: str | int) -> str:
        """Make the address of a page or file on the same days, but for the changes."""
        if self.days is not None:
            span: dict[str, str | int] = {"days": self.days}
        else:
            span = {"from": str(self.period.first), "to": str(self.period.last)}
        narrowed = {"channel": self.channel} if self.channel else {}
        return f"{path}?{urlencode(span | narrowed | changes)}"


def read_query(request: web.Request, zone: ZoneInfo, *, now: datetime) -> SelfServiceQuery:
    """Read what is wanted; days that make no sense give the usual ones and a refusal in words."""
    refusal: str | None = None
    days = _read_days(request)
    try:
        period = choose_latest_days(days, zone, now=now) if days else _read_span(request, zone)
    except InvalidInputError as error:
        refusal = f"{begin_sentence(error.reason)}; shown are the last {USUAL_DAYS} days"
        days, period = USUAL_DAYS, choose_latest_days(USUAL_DAYS, zone, now=now)
    channel = read_line(request, "channel", max_length=_LONGEST)
    return SelfServiceQuery(period=period, days=days, channel=channel, refusal=refusal)


def _read_days(request: web.Request) -> int | None:
    asked = read_line(request, "days")
    if asked.isdecimal() and int(asked) in SPANS:
        return int(asked)
    return None if read_line(request, "from") or read_line(request, "to") else USUAL_DAYS


def _read_span(request: web.Request, zone: ZoneInfo) -> Period:
    return choose_period(_read_day(request, "from"), _read_day(request, "to"), zone)


def _read_day(request: web.Request, name: str) -> date:
    try:
        day = date.fromisoformat(read_line(request, name))
    except ValueError:
        raise InvalidInputError("say both days as 2026-03-31", field=name) from None
    if not _FIRST_YEAR <= day.year < _FIRST_YEAR + 1000:
        raise InvalidInputError(f"choose days after {_FIRST_YEAR}", field=name)
    return day
