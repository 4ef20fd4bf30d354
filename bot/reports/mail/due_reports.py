"""Which report is due, and of which days; pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.report_self_service import choose_period
from bot.reports.report_days import WantedReport, find_same_days_week_before
from domain.report_schedule import ReportPeriod, ReportSchedule

CATCH_UP: Final = timedelta(days=1)
"""How long after its hour a report still goes out, where nothing was running then."""
_DAYS: Final = {ReportPeriod.DAILY: 1, ReportPeriod.WEEKLY: 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """A report that is to go out.

    Attributes:
        day: the first day it is of, which names it.
        due_at: since when it is due; who asked for it later gets the next one.
    """

    period: ReportPeriod
    day: date
    due_at: datetime


def find_due(
    period: ReportPeriod, schedule: ReportSchedule, zone: ZoneInfo, *, now: datetime
) -> DueReport | None:
    """Find the report whose hour was within the last day; None where there is none."""
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        if period is ReportPeriod.WEEKLY and day.weekday() != schedule.weekday:
            continue
        due_at = datetime.combine(day, time(schedule.hour), zone)
        if due_at <= now < due_at + CATCH_UP:
            first = day - timedelta(days=_DAYS[period])
            return DueReport(period=period, day=first, due_at=due_at)
    return None


def choose_days(period: ReportPeriod, day: date, zone: ZoneInfo) -> WantedReport:
    """Choose the days of a report that is named by its first one, and those to compare with."""
    last = day + timedelta(days=_DAYS[period] - 1)
    days = choose_period(day, last, zone)
    return WantedReport(period=days, before=find_same_days_week_before(days, zone))


def find_latest(
    period: ReportPeriod, schedule: ReportSchedule, zone: ZoneInfo, *, now: datetime
) -> date:
    """Find the first day of the report that went out last, or would have."""
    day = now.astimezone(zone).date()
    while True:
        due_at = datetime.combine(day, time(schedule.hour), zone)
        right = period is ReportPeriod.DAILY or day.weekday() == schedule.weekday
        if right and due_at <= now:
            return day - timedelta(days=_DAYS[period])
        day -= timedelta(days=1)
