"""Days off are imported into a calendar and taken out again; a calendar is removed."""

from typing import Any

from aiohttp import web

from console.answers import answer_staff_page
from console.form_reading import read_files, read_form
from console.keys import get_services, get_signed_in
from console.pages.service_levels.addresses import CALENDARS, address_calendar
from console.pages.service_levels.calendar_answer import ICAL, answer_calendar
from console.pages.service_levels.calendar_form import fill_form
from console.pages.service_levels.calendar_page import get_made_calendar
from console.pages.service_levels.notices import go_on
from console.pages.service_levels.refusal import Refusal
from crm_store.clocks import count_running_of_calendar
from domain.errors import ConflictError, InvalidInputError
from service_levels.ical_import import MOST_BYTES


async def import_days(request: web.Request) -> web.Response:
    """Put the days off of an iCalendar file in a calendar, in place of the same import's."""
    services, by = get_services(request), get_signed_in(request).member
    fields, files = await read_form(request), await read_files(request)
    name, source = request.match_info["name"], fields.get("source", "").strip()
    try:
        if not files:
            raise InvalidInputError("choose a file that ends in .ics", field="file")
        if len(files[0].content) > MOST_BYTES:
            most = f"{MOST_BYTES // 1_000_000} MB"
            raise InvalidInputError(f"the file is larger than {most}; split it", field="file")
        await services.service_levels.import_ical(
            name, files[0].content, source, by=by, based_on=fields.get("based_on") or None
        )
    except InvalidInputError as error:
        field = "import.source" if error.field == "name" else "import.file"
        return await _refuse(request, Refusal(words=error.reason, field=field), status=422)
    except ConflictError as error:
        return await _refuse(request, Refusal(words=str(error)), status=409)
    return await _go_on(request, "days-imported")


async def remove_days(request: web.Request) -> web.Response:
    """Take the days of an import out of a calendar."""
    fields, detail = await read_form(request), await get_made_calendar(request)
    source = f"{ICAL}{fields.get('source', '')}"
    definition: dict[str, Any] = dict(detail.view.definition)
    definition["imported"] = [each for each in definition["imported"] if each["source"] != source]
    try:
        await get_services(request).service_levels.save_calendar(
            request.match_info["name"],
            definition,
            by=get_signed_in(request).member,
            based_on=fields.get("based_on") or detail.view.calendar.version,
        )
    except (InvalidInputError, ConflictError) as error:
        return await _refuse(request, Refusal(words=str(error)), status=409)
    return await _go_on(request, "days-removed")


async def show_removing_calendar(request: web.Request) -> web.Response:
    """Show what removing a calendar would mean, before it is done."""
    return await _answer_removing(request)


async def remove_calendar(request: web.Request) -> web.Response:
    """Remove a calendar that nothing counts by."""
    based_on = (await read_form(request)).get("based_on") or None
    desk, by = get_services(request).service_levels, get_signed_in(request).member
    try:
        await desk.remove_calendar(request.match_info["name"], by=by, based_on=based_on)
    except ConflictError as error:
        return await _answer_removing(request, refused=str(error), status=409)
    return go_on(CALENDARS, "calendar-removed")


async def _go_on(request: web.Request, said: str) -> web.Response:
    name = request.match_info["name"]
    clocks = await get_services(request).store.read(count_running_of_calendar, name)
    return go_on(address_calendar(name), said, clocks=clocks)


async def _refuse(request: web.Request, refusal: Refusal, *, status: int) -> web.Response:
    detail = await get_made_calendar(request)
    form = fill_form(detail.view.definition, detail.view.calendar.version)
    return await answer_calendar(request, form, detail, refusal=refusal, status=status)


async def _answer_removing(
    request: web.Request, *, refused: str = "", status: int = 200
) -> web.Response:
    detail = await get_made_calendar(request)
    listing = await get_services(request).service_levels.list_policies()
    users = [each.policy for each in listing.policies if each.policy.name in detail.view.used_by]
    response = await answer_staff_page(
        request,
        "service_levels/remove_calendar.html",
        current_view="service-levels",
        calendar=detail.view.calendar,
        users=users,
        here=address_calendar(detail.view.calendar.name),
        refused=refused,
    )
    response.set_status(status)
    return response
