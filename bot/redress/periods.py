"""Months of budgets, and the days that vouchers are good for, in the company's time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.tools import Tools


def find_period(tools: Tools, now: datetime) -> str:
    """Name the month that a gesture reserved now is charged to: `2026-11`."""
    return f"{_localise(tools, now):%Y-%m}"


def find_expiry(tools: Tools, now: datetime, days: int) -> datetime:
    """Find when a voucher issued now is good no more: at the end of its last day, local time."""
    day = find_last_day(tools, now, days) + timedelta(days=1)
    zone = ZoneInfo(tools.settings.time_zone)
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def find_last_day(tools: Tools, now: datetime, days: int) -> date:
    """Find the last day on which a voucher issued now is good."""
    return _localise(tools, now).date() + timedelta(days=days)


def _localise(tools: Tools, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(tools.settings.time_zone))
