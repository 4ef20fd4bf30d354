"""Which report is wanted of which days, queue, channel and tier, as the address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.report_self_service import USUAL_DAYS, choose_latest_days, choose_period
from bot.reports.report_days import SPANS, Bucket, WantedReport, find_period_before
from console.form_reading import read_line
from console.wording import begin_sentence
from domain.errors import InvalidInputError
from domain.figures import Figure
from domain.self_service_figures import Period

HOME: Final = "/console/reports"
REPORTS: Final = ("service", "complaints")
NARROWED: Final = ("queue", "channel", "tier")
NONE: Final = "-"
"""How an address names the empty queue, tier or label, as an absent one means all."""
_LONGEST: Final = 100
_FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """What is wanted.

    Attributes:
        report: one of `REPORTS`.
        days: how many up to now; None where they were given one by one.
        refusal: why other days are shown than were asked for, or None.
    """

    report: str
    wanted: WantedReport
    days: int | None
    refusal: str | None = None

    @property
    def period(self) -> Period:
        """The days."""
        return self.wanted.period

    @property
    def page(self) -> str:
        """The path of the report."""
        return f"{HOME}/{self.report}"

    def make_address(self, path: str = "", **changes: str | int) -> str:
        """Make the address of a page or file of the same days and filters, but for the changes."""
        asked = self._tell_span() | self._tell_narrowed() | changes
        return f"{path or self.page}?{urlencode(asked)}"

    def choose_days(self, days: int) -> str:
        """Make the address of the same report of so many days up to now."""
        return f"{self.page}?{urlencode({'days': days} | self._tell_narrowed())}"

    def make_behind(
        self,
        figure: Figure,
        labels: str | Sequence[str] | None = None,
        *,
        bucket: Bucket | None = None,
        hour: int | None = None,
        narrowed: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Make the address of the list of what is behind a number.

        Args:
            labels: those that are counted in it; None for all.
            bucket: the days, where they are not all of the period.
            narrowed: the queue, channel or tier, where the report is not narrowed to it.
        """
        first, last = (bucket or self.period).first, (bucket or self.period).last
        asked: list[tuple[str, str]] = [("figure", figure.value)]
        given = () if labels is None else (labels,) if isinstance(labels, str) else labels
        asked += [("label", each or NONE) for each in given]
        if hour is not None:
            asked.append(("hour", str(hour)))
        asked += [("from", str(first)), ("to", str(last))]
        filters = self._tell_narrowed() | {key: value or NONE for key, value in narrowed.items()}
        asked += [(key, str(value)) for key, value in filters.items()]
        asked += [("report", self.report), ("back", urlencode(self._tell_back()))]
        return f"{HOME}/behind?{urlencode(asked)}"

    def _tell_span(self) -> dict[str, str | int]:
        if self.days is not None:
            return {"days": self.days}
        return {"from": str(self.period.first), "to": str(self.period.last)}

    def _tell_narrowed(self) -> dict[str, str | int]:
        found = {name: getattr(self.wanted, name) for name in NARROWED}
        return {name: value or NONE for name, value in found.items() if value is not None}

    def _tell_back(self) -> dict[str, str | int]:
        return self._tell_span() | self._tell_narrowed()


def read_query(request: web.Request, report: str, zone: ZoneInfo, *, now: datetime) -> ReportQuery:
    """Read what is wanted; days that make no sense give the usual ones and a refusal in words."""
    refusal: str | None = None
    days = _read_days(request)
    try:
        period = choose_latest_days(days, zone, now=now) if days else read_span(request, zone)
        before = find_period_before(period, zone)
    except InvalidInputError as error:
        refusal = f"{begin_sentence(error.reason)}; shown are the last {USUAL_DAYS} days"
        days, period = USUAL_DAYS, choose_latest_days(USUAL_DAYS, zone, now=now)
        before = find_period_before(period, zone)
    wanted = WantedReport(period=period, before=before, **read_narrowed(request))
    return ReportQuery(report=report, wanted=wanted, days=days, refusal=refusal)


def read_narrowed(request: web.Request) -> dict[str, str | None]:
    """Read the queue, channel and tier; None for all of each."""
    return {name: read_name(request.query.get(name, "")) for name in NARROWED}


def read_name(given: str) -> str | None:
    """Read a name as an address has it: none is None, and a dash is the empty one."""
    name = " ".join(given.split())[:_LONGEST]
    return None if not name else "" if name == NONE else name


def read_span(request: web.Request, zone: ZoneInfo) -> Period:
    """Read the first and the last day.

    Raises:
        InvalidInputError: they are none, or make no sense.
    """
    return choose_period(_read_day(request, "from"), _read_day(request, "to"), zone)


def _read_days(request: web.Request) -> int | None:
    asked = read_line(request, "days")
    if asked.isdecimal() and int(asked) in SPANS:
        return int(asked)
    return None if read_line(request, "from") or read_line(request, "to") else USUAL_DAYS


def _read_day(request: web.Request, name: str) -> date:
    try:
        day = date.fromisoformat(read_line(request, name))
    except ValueError:
        raise InvalidInputError("say both days as 2026-03-31", field=name) from None
    if not _FIRST_YEAR <= day.year < _FIRST_YEAR + 1000:
        raise InvalidInputError(f"choose days after {_FIRST_YEAR}", field=name)
    return day
