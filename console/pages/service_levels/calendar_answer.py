"""The page of one calendar: its form, the weeks ahead, what was imported, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from aiohttp import web

from bot.service_level_desk.views import CalendarDetail
from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.service_levels.addresses import CALENDARS, address_calendar
from console.pages.service_levels.calendar_form import MOST_REGIONS, SLOTS_SHOWN, CalendarForm
from console.pages.service_levels.calendar_words import DAYS, group_weeks, tell_slots
from console.pages.service_levels.notices import find_notice
from console.pages.service_levels.refusal import Refusal
from domain.calendars import SpecialDay
from service_levels.calendar_definition import WEEKDAYS
from service_levels.calendar_preview import CalendarPreview
from service_levels.holidays import list_regions, name_region
from service_levels.slot_definition import render_slots

ICAL: Final = "ical:"
_WEEKS_AHEAD: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDay:
    """A day off that was imported, with what it leaves open of the whole day."""

    day: SpecialDay
    left: str


async def answer_calendar(
    request: web.Request,
    form: CalendarForm,
    detail: CalendarDetail | None,
    *,
    preview: CalendarPreview | None = None,
    refusal: Refusal | None = None,
    rows: int = 1,
    status: int = 200,
) -> web.Response:
    """Answer with the page of a calendar.

    Args:
        detail: None for a new calendar.
        preview: of what is in the form; None for that of the calendar as it stands.
        rows: how many empty ones for days and regions there are.
    """
    services = get_services(request)
    name = detail.view.calendar.name if detail else ""
    shown = preview
    if detail is not None and shown is None:
        shown = await services.service_levels.preview(name)
    standing = detail.view.calendar.version if detail else ""
    response = await answer_staff_page(
        request,
        "service_levels/calendar.html",
        current_view="service-levels",
        form=form,
        # Whoever saves again after a conflict means to change what stands now.
        based_on=standing if refusal and refusal.overtaken else form.based_on,
        detail=detail,
        refusal=refusal,
        errors=refusal.at_fields() if refusal else {},
        weekdays=WEEKDAYS,
        slots_shown=max((SLOTS_SHOWN, *(len(each) for each in form.week.values()))),
        zones=_list_zones(),
        all_regions=list_regions(),
        name_region=name_region,
        rows=rows,
        region_rows=min(rows, MOST_REGIONS - len(form.regions)),
        today=services.clock.now().date().isoformat(),
        preview=shown,
        unsaved=preview is not None,
        weeks=group_weeks(shown.days)[:_WEEKS_AHEAD] if shown else (),
        day_names=DAYS,
        tell_slots=tell_slots,
        imports=_group_imports(detail),
        said=find_notice(request),
        place=CALENDARS,
        here=request.path if detail is None else address_calendar(name),
    )
    response.set_status(status)
    return response


@cache
def _list_zones() -> tuple[str, ...]:
    # Those without a place are names of offsets and of old habits.
    return tuple(sorted(each for each in available_timezones() if "/" in each))


def _group_imports(detail: CalendarDetail | None) -> Mapping[str, list[ImportedDay]]:
    """Group the imported days by the name of their import."""
    imports: dict[str, list[Any]] = {}
    for day in detail.view.calendar.special_days if detail else ():
        if day.source.startswith(ICAL):
            left = f"open {tell_slots(render_slots(day.slots))}" if day.slots else "closed"
            shown = ImportedDay(day=day, left=left)
            imports.setdefault(day.source.removeprefix(ICAL), []).append(shown)
    return imports
