"""All calendars: when they open, and what counts by each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.service_level_desk.views import CalendarView
from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.service_levels.addresses import CALENDARS, address_calendar
from console.pages.service_levels.calendar_words import HoursLine, list_hours
from console.pages.service_levels.notices import find_notice
from domain.calendars import ALWAYS
from service_levels.holidays import name_region, render_region

_NAMED: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarCard:
    """A calendar in words.

    Attributes:
        address: empty for the one that is built in.
        next_days: dates and names of the next special days.
        used_by: titles of the policies that count by it.
    """

    view: CalendarView
    address: str
    hours: tuple[HoursLine, ...]
    regions: tuple[str, ...]
    next_days: tuple[tuple[date, str], ...]
    used_by: tuple[str, ...]


async def show_calendars(request: web.Request) -> web.Response:
    """Show all calendars."""
    services = get_services(request)
    listing = await services.service_levels.list_policies()
    titles = {each.policy.name: each.policy.title for each in listing.policies}
    views = await services.service_levels.list_calendars()
    return await answer_staff_page(
        request,
        "service_levels/calendars.html",
        current_view="service-levels",
        cards=[_tell(request, each, titles) for each in views],
        said=find_notice(request),
        here=CALENDARS,
    )


def _tell(request: web.Request, view: CalendarView, titles: Mapping[str, str]) -> CalendarCard:
    calendar, now = view.calendar, get_services(request).clock.now()
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    ahead = sorted({(each.day, each.name) for each in calendar.special_days if each.day >= today})
    return CalendarCard(
        view=view,
        address="" if calendar.name == ALWAYS.name else address_calendar(calendar.name),
        hours=list_hours(calendar),
        regions=tuple(name_region(render_region(each)) for each in calendar.regions),
        next_days=tuple(ahead[:_NAMED]),
        used_by=tuple(titles.get(each, each) for each in view.used_by),
    )
