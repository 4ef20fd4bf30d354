"""The page of one calendar, an existing or a new one."""

from typing import Any

from aiohttp import web

from bot.service_level_desk.views import CalendarDetail
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.service_levels.addresses import CALENDARS, address_calendar, choose_name
from console.pages.service_levels.calendar_answer import answer_calendar
from console.pages.service_levels.calendar_form import (
    CalendarForm,
    fill_form,
    make_blank_form,
    make_definition,
    place_error,
    read_calendar_form,
)
from console.pages.service_levels.notices import go_on
from console.pages.service_levels.refusal import Refusal
from crm_store.clocks import count_running_of_calendar
from domain.errors import ConflictError, InvalidInputError, NotFoundError


async def show_calendar(request: web.Request) -> web.Response:
    """Show a calendar as it stands, with its hours in the weeks ahead."""
    detail = await get_made_calendar(request)
    form = fill_form(detail.view.definition, detail.view.calendar.version)
    return await answer_calendar(request, form, detail)


async def show_new_calendar(request: web.Request) -> web.Response:
    """Show the form of a new calendar."""
    return await answer_calendar(request, make_blank_form(get_services(request).time_zone), None)


async def save_calendar(request: web.Request) -> web.Response:
    """Save a calendar, or show its form again: with more rows, or with what it would come to."""
    name = request.match_info["name"]
    detail = await find_calendar(request, name)
    if detail is not None:
        _check_made(detail)
    return await _take(request, name, detail)


async def make_calendar(request: web.Request) -> web.Response:
    """Make a new calendar, or show its form again."""
    title = (await read_form(request)).get("title", "")
    views = await get_services(request).service_levels.list_calendars()
    taken = [each.calendar.name for each in views]
    return await _take(request, choose_name(title, taken, fallback="calendar"), None)


async def find_calendar(request: web.Request, name: str) -> CalendarDetail | None:
    """Find a calendar; None where somebody removed it meanwhile."""
    try:
        return await get_services(request).service_levels.get_calendar(name)
    except NotFoundError:
        return None


async def get_made_calendar(request: web.Request) -> CalendarDetail:
    """Read the calendar that an address names.

    Raises:
        NotFoundError: there is none, or it is the one that is built in, which has no page.
    """
    detail = await get_services(request).service_levels.get_calendar(request.match_info["name"])
    _check_made(detail)
    return detail


def _check_made(detail: CalendarDetail) -> None:
    if not detail.view.number:
        name = detail.view.calendar.name
        raise NotFoundError(f"the calendar {name!r} is built in, and cannot be changed")


async def _take(request: web.Request, name: str, detail: CalendarDetail | None) -> web.Response:
    fields = await read_form(request)
    form = read_calendar_form(fields)
    try:
        if "more" in fields:
            return await answer_calendar(request, form, detail, rows=5)
        if "preview" in fields:
            definition = make_definition(form, _list_imported(detail))
            preview = await get_services(request).service_levels.preview(name, definition)
            return await answer_calendar(request, form, detail, preview=preview)
        return await _save(request, name, form, detail)
    except InvalidInputError as error:
        refusal = Refusal(words=error.reason, field=place_error(error.field))
        return await answer_calendar(request, form, detail, refusal=refusal, status=422)
    except ConflictError as error:
        refusal = Refusal(words=str(error), overtaken=True)
        standing = await find_calendar(request, name)
        return await answer_calendar(request, form, standing, refusal=refusal, status=409)


async def _save(
    request: web.Request, name: str, form: CalendarForm, detail: CalendarDetail | None
) -> web.Response:
    services, by = get_services(request), get_signed_in(request).member
    definition = make_definition(form, _list_imported(detail))
    based_on = form.based_on or None
    saved = await services.service_levels.save_calendar(name, definition, by=by, based_on=based_on)
    if detail is None:
        return go_on(CALENDARS, "calendar-made")
    changed = saved.version != detail.view.calendar.version
    clocks = await services.store.read(count_running_of_calendar, name) if changed else None
    return go_on(address_calendar(name), "calendar-saved", clocks=clocks)


def _list_imported(detail: CalendarDetail | None) -> list[Any]:
    return [] if detail is None else list(detail.view.definition["imported"])
