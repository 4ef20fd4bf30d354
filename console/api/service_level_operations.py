"""The operations on policies and calendars, as lines of the table of all operations."""

from http import HTTPMethod
from typing import Any

from console.api import service_levels
from console.api.operation import Operation, Query
from console.api.service_level_models import (
    CalendarHistory,
    NewCalendar,
    NewImport,
    NewPlace,
    NewPolicy,
    NewTrial,
    PolicyHistory,
    RemovalQuery,
    ServiceLevelsItem,
    TrialItem,
)
from domain.staff import Permission

GET, POST, PUT, DELETE = HTTPMethod.GET, HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.DELETE
_ALL = "/service-levels"
_POLICY = f"{_ALL}/policies/{{name}}"
_CALENDAR = f"{_ALL}/calendars/{{name}}"

SERVICE_LEVEL_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="list_service_levels",
        method=GET,
        path=_ALL,
        permission=Permission.WORK,
        summary="List all policies in the order in which they are tried, and all calendars",
        query=Query,
        response=ServiceLevelsItem,
        handler=service_levels.list_all,
    ),
    Operation(
        name="try_service_levels",
        method=POST,
        path=f"{_ALL}/try",
        permission=Permission.WORK,
        summary="Tell which policy would hold, and why none before it",
        query=Query,
        body=NewTrial,
        response=TrialItem,
        handler=service_levels.try_policy,
    ),
    Operation(
        name="get_policy",
        method=GET,
        path=_POLICY,
        permission=Permission.WORK,
        summary="Read a policy with its history",
        query=Query,
        response=PolicyHistory,
        handler=service_levels.get_policy,
    ),
    Operation(
        name="put_policy",
        method=PUT,
        path=_POLICY,
        permission=Permission.SUPERVISE,
        summary="Write a policy; clocks that run keep the version by which they started",
        query=Query,
        body=NewPolicy,
        response=PolicyHistory,
        handler=service_levels.put_policy,
        errors=(409,),
    ),
    Operation(
        name="delete_policy",
        method=DELETE,
        path=_POLICY,
        permission=Permission.SUPERVISE,
        summary="Take a policy away; clocks that run by it go on",
        query=RemovalQuery,
        response=ServiceLevelsItem,
        handler=service_levels.delete_policy,
        errors=(409,),
    ),
    Operation(
        name="move_policy",
        method=POST,
        path=f"{_POLICY}/move",
        permission=Permission.SUPERVISE,
        summary="Have a policy tried earlier or later",
        query=Query,
        body=NewPlace,
        response=ServiceLevelsItem,
        handler=service_levels.move_policy,
        errors=(409,),
    ),
    Operation(
        name="get_calendar",
        method=GET,
        path=_CALENDAR,
        permission=Permission.WORK,
        summary="Read a calendar with its history and the days ahead",
        query=Query,
        response=CalendarHistory,
        handler=service_levels.get_calendar,
    ),
    Operation(
        name="put_calendar",
        method=PUT,
        path=_CALENDAR,
        permission=Permission.SUPERVISE,
        summary="Write a calendar; clocks that run by it count by it from now on",
        query=Query,
        body=NewCalendar,
        response=CalendarHistory,
        handler=service_levels.put_calendar,
        errors=(409,),
    ),
    Operation(
        name="delete_calendar",
        method=DELETE,
        path=_CALENDAR,
        permission=Permission.SUPERVISE,
        summary="Take a calendar away that no policy counts by",
        query=RemovalQuery,
        response=ServiceLevelsItem,
        handler=service_levels.delete_calendar,
        errors=(409,),
    ),
    Operation(
        name="import_calendar",
        method=POST,
        path=f"{_CALENDAR}/import",
        permission=Permission.SUPERVISE,
        summary="Put the days off of an iCalendar file in a calendar",
        query=Query,
        body=NewImport,
        response=CalendarHistory,
        handler=service_levels.import_ical,
        errors=(409,),
    ),
)
