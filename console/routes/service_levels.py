"""What customers are promised, and when it counts."""

from typing import Final

from console.pages.service_levels import (
    calendar_changes,
    calendar_page,
    calendars_page,
    policies_page,
    policy_page,
)
from console.route import Route
from domain.staff import Permission
from service_levels.calendar_definition import MOST_DAYS

SUPERVISE: Final = Permission.SUPERVISE

_ALL: Final = "/console/service-levels"
_POLICY: Final = f"{_ALL}/policies/{{name}}"
_CALENDARS: Final = f"{_ALL}/calendars"
_CALENDAR: Final = f"{_CALENDARS}/{{name}}"
# Conditions are checkboxes, of which there are as many as queues, topics, tiers and accounts.
_POLICY_FIELDS: Final = 2_000
_CALENDAR_FIELDS: Final = 4 * MOST_DAYS + 1_000

SERVICE_LEVEL_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", _ALL, policies_page.show_policies, SUPERVISE),
    Route("GET", f"{_ALL}/new-policy", policy_page.show_new_policy, SUPERVISE),
    Route(
        "POST",
        f"{_ALL}/new-policy",
        policy_page.make_policy,
        SUPERVISE,
        most_fields=_POLICY_FIELDS,
    ),
    Route("GET", _POLICY, policy_page.show_policy, SUPERVISE),
    Route("POST", _POLICY, policy_page.save_policy, SUPERVISE, most_fields=_POLICY_FIELDS),
    Route("POST", f"{_POLICY}/move", policies_page.move, SUPERVISE),
    Route("POST", f"{_POLICY}/switch", policies_page.switch, SUPERVISE),
    Route("GET", f"{_POLICY}/remove", policy_page.show_removing_policy, SUPERVISE),
    Route("POST", f"{_POLICY}/remove", policy_page.remove_policy, SUPERVISE),
    Route("GET", _CALENDARS, calendars_page.show_calendars, SUPERVISE),
    Route("GET", f"{_ALL}/new-calendar", calendar_page.show_new_calendar, SUPERVISE),
    Route(
        "POST",
        f"{_ALL}/new-calendar",
        calendar_page.make_calendar,
        SUPERVISE,
        most_fields=_CALENDAR_FIELDS,
    ),
    Route("GET", _CALENDAR, calendar_page.show_calendar, SUPERVISE),
    Route("POST", _CALENDAR, calendar_page.save_calendar, SUPERVISE, most_fields=_CALENDAR_FIELDS),
    Route("POST", f"{_CALENDAR}/import", calendar_changes.import_days, SUPERVISE, files=True),
    Route("POST", f"{_CALENDAR}/imports/remove", calendar_changes.remove_days, SUPERVISE),
    Route("GET", f"{_CALENDAR}/remove", calendar_changes.show_removing_calendar, SUPERVISE),
    Route("POST", f"{_CALENDAR}/remove", calendar_changes.remove_calendar, SUPERVISE),
)
