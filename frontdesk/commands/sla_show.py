"""`frontdesk sla show`: policies and calendars as they stand."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping

from bot.service_level_desk.views import CalendarView, PolicyListing, PolicyView
from domain.service_levels import ClockKind
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_json
from frontdesk.commands.printable import show
from frontdesk.settings import Settings
from service_levels.durations import render_duration


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        help="as a document that `sla import` takes, with policies in their order",
    )


def _run(call: Invocation) -> int:
    listing, calendars = asyncio.run(_read(call.settings))
    if call.arguments.json:
        say_json(
            {
                "calendars": {each.calendar.name: each.definition for each in calendars},
                "policies": {each.policy.name: each.definition for each in listing.policies},
            }
        )
        return 0
    for line in (*render_policies(listing), *map(_render_calendar, calendars)):
        say(show(line))
    return 0


async def _read(settings: Settings) -> tuple[PolicyListing, tuple[CalendarView, ...]]:
    from frontdesk.service_level_tools import (  # noqa: PLC0415 - the other commands start without it
        opened_desk,
    )

    async with opened_desk(settings) as desk:
        listing, calendars = await desk.list_policies(), await desk.list_calendars()
    # The one that is built in cannot be changed, and so not be written.
    return listing, tuple(each for each in calendars if each.definition)


def render_policies(listing: PolicyListing) -> Iterator[str]:
    """Write a line for each policy in its order, and one for what is odd about it."""
    if not listing.policies:
        yield "no policies; every queue keeps its own promise (frontdesk queue list)"
    for view in listing.policies:
        yield _render_policy(view)
        if view.shadowed is not None:
            yield f"   {view.shadowed.sentence}"


def _render_policy(view: PolicyView) -> str:
    policy = view.policy
    conditions: Mapping[str, Iterable[str]] = view.definition["conditions"]
    told = [f"{name}: {', '.join(values)}" for name, values in conditions.items()]
    targets = [
        f"{kind.value} {_render_targets(policy.targets[kind])}"
        for kind in ClockKind
        if kind in policy.targets
    ]
    parts = [
        f"{policy.position}. {policy.name}",
        policy.title,
        "; ".join(told) or "for everything",
        f"calendar {policy.calendar}",
        ", ".join(targets),
        f"version {view.number}",
    ]
    return "  ".join(parts if policy.enabled else [*parts, "off"])


def _render_targets(minutes: Mapping[str, int]) -> str:
    return "/".join(
        render_duration(each) if priority == "default" else f"{priority} {render_duration(each)}"
        for priority, each in minutes.items()
    )


def _render_calendar(view: CalendarView) -> str:
    used = f"used by {', '.join(view.used_by)}" if view.used_by else "used by none"
    calendar = view.calendar
    return f"calendar {calendar.name}  {calendar.title}  {calendar.time_zone}  {used}"


SLA_SHOW = Command(
    name="sla show",
    summary="show the service level policies and their calendars",
    description="Show the policies in the order in which they are tried, of which the first that "
    "fits holds, what is odd about them, and the calendars by which they count.",
    run=_run,
    add_arguments=_add_arguments,
)
