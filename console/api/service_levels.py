"""Reading and writing policies and calendars."""

from typing import Any

from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.views import CalendarView, PolicyView
from console.api.operation import Call, Query
from console.api.service_level_models import (
    CalendarHistory,
    CalendarItem,
    NewCalendar,
    NewImport,
    NewPlace,
    NewPolicy,
    NewTrial,
    PolicyHistory,
    PolicyItem,
    RemovalQuery,
    ServiceLevelsItem,
    ShadowedItem,
    TrialItem,
    TriedItem,
)
from domain.errors import InvalidInputError
from domain.service_levels import PolicyFacts


async def list_all(call: Call[Query, None]) -> ServiceLevelsItem:
    """List all policies and calendars."""
    return await _read_all(call.services.service_levels)


async def get_policy(call: Call[Query, None]) -> PolicyHistory:
    """Read a policy with its history."""
    return await _read_policy(call.services.service_levels, call.path["name"])


async def put_policy(call: Call[Query, NewPolicy]) -> PolicyHistory:
    """Write a policy."""
    desk, name = call.services.service_levels, call.path["name"]
    await desk.save_policy(
        name,
        call.body.definition,
        by=call.agent,
        based_on=call.body.version,
        position=call.body.position,
    )
    return await _read_policy(desk, name)


async def move_policy(call: Call[Query, NewPlace]) -> ServiceLevelsItem:
    """Have a policy tried earlier or later."""
    desk = call.services.service_levels
    await desk.move_policy(
        call.path["name"], call.body.position, by=call.agent, based_on=call.body.version
    )
    return await _read_all(desk)


async def delete_policy(call: Call[RemovalQuery, None]) -> ServiceLevelsItem:
    """Take a policy away."""
    desk = call.services.service_levels
    await desk.remove_policy(call.path["name"], by=call.agent, based_on=call.query.version)
    return await _read_all(desk)


async def get_calendar(call: Call[Query, None]) -> CalendarHistory:
    """Read a calendar with its history and the days ahead."""
    return await _read_calendar(call.services.service_levels, call.path["name"])


async def put_calendar(call: Call[Query, NewCalendar]) -> CalendarHistory:
    """Write a calendar."""
    desk, name = call.services.service_levels, call.path["name"]
    await desk.save_calendar(name, call.body.definition, by=call.agent, based_on=call.body.version)
    return await _read_calendar(desk, name)


async def import_ical(call: Call[Query, NewImport]) -> CalendarHistory:
    """Put days off from elsewhere in a calendar."""
    desk, name = call.services.service_levels, call.path["name"]
    try:
        await desk.import_ical(
            name,
            call.body.ical.encode(),
            call.body.source,
            by=call.agent,
            based_on=call.body.version,
        )
    except InvalidInputError as error:
        raise InvalidInputError(error.reason, field=_name_field_of_import(error.field)) from error
    return await _read_calendar(desk, name)


def _name_field_of_import(field: str) -> str:
    """Name a field as the request does: the import itself speaks of a name and a file."""
    if field == "name":
        return "source"
    return f"ical.{field}" if field.startswith("events") else "ical"


async def delete_calendar(call: Call[RemovalQuery, None]) -> ServiceLevelsItem:
    """Take a calendar away."""
    desk = call.services.service_levels
    await desk.remove_calendar(call.path["name"], by=call.agent, based_on=call.query.version)
    return await _read_all(desk)


async def try_policy(call: Call[Query, NewTrial]) -> TrialItem:
    """Tell which policy would hold."""
    body = call.body
    facts = PolicyFacts(
        tier=body.tier,
        channel=body.channel,
        account=f"{body.channel}/{body.account or ''}",
        topic=body.topic,
        queue=body.queue,
    )
    trial = await call.services.service_levels.try_policy(facts, priority=body.priority)
    return TrialItem(
        policy=trial.policy.name,
        title=trial.policy.title,
        sentence=trial.sentence,
        calendar=trial.policy.calendar,
        targets={kind.value: minutes for kind, minutes in trial.targets.items()},
        tried=tuple(TriedItem.model_validate(each) for each in trial.tried),
    )


async def _read_all(desk: ServiceLevelDesk) -> ServiceLevelsItem:
    listing = await desk.list_policies()
    calendars = await desk.list_calendars()
    return ServiceLevelsItem.model_validate(
        {
            "policies": [PolicyItem(**_tell_policy(each)) for each in listing.policies],
            "overlaps": listing.overlaps,
            "calendars": [CalendarItem(**_tell_calendar(each)) for each in calendars],
        }
    )


async def _read_policy(desk: ServiceLevelDesk, name: str) -> PolicyHistory:
    detail = await desk.get_policy(name)
    return PolicyHistory.model_validate(
        {
            **_tell_policy(detail.view),
            "overlaps": detail.overlaps,
            "history": detail.history,
        }
    )


async def _read_calendar(desk: ServiceLevelDesk, name: str) -> CalendarHistory:
    detail = await desk.get_calendar(name)
    preview = await desk.preview(name)
    return CalendarHistory.model_validate(
        {
            **_tell_calendar(detail.view),
            "history": detail.history,
            "time_zone": preview.time_zone,
            "days": preview.days,
            "examples": preview.examples,
        }
    )


def _tell_policy(view: PolicyView) -> dict[str, Any]:
    policy = view.policy
    return {
        "name": policy.name,
        "title": policy.title,
        "enabled": policy.enabled,
        "readable": view.readable,
        "position": policy.position,
        "version": policy.version,
        "number": view.number,
        "changed_at": view.changed_at,
        "changed_by": view.changed_by,
        "definition": view.definition,
        "shadowed": None if view.shadowed is None else ShadowedItem.model_validate(view.shadowed),
    }


def _tell_calendar(view: CalendarView) -> dict[str, Any]:
    calendar = view.calendar
    return {
        "name": calendar.name,
        "title": calendar.title,
        "version": calendar.version,
        "number": view.number,
        "changed_at": view.changed_at,
        "changed_by": view.changed_by,
        "used_by": view.used_by,
        "readable": view.readable,
        "definition": view.definition,
    }
