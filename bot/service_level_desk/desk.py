"""What supervisors do with agreements and calendars: write, order, try out, import."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.import_report import ImportReport
from bot.service_level_desk.change_calendars import (
    import_days,
    make_calendar,
    parse_import,
    read_zone,
    remove_calendar,
    save_calendar,
)
from bot.service_level_desk.change_policies import (
    move_policy,
    remove_policy,
    save_policy,
    switch_policy,
)
from bot.service_level_desk.desk_tools import DeskTools, read_known_names
from bot.service_level_desk.import_definitions import import_definitions
from bot.service_level_desk.read_calendars import (
    find_calendar_named,
    get_calendar,
    list_calendars,
)
from bot.service_level_desk.read_policies import get_policy, list_policies
from bot.service_level_desk.try_policy import try_policy
from bot.service_level_desk.views import (
    CalendarDetail,
    CalendarView,
    PolicyDetail,
    PolicyListing,
    Trial,
)
from crm_store.service_level_changes import Change
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS, BusinessCalendar
from domain.conversations import Priority
from domain.service_levels import PolicyFacts, SlaPolicy
from domain.staff import StaffMember
from service_levels.calendar_preview import PREVIEW_DAYS, CalendarPreview, preview_calendar
from service_levels.known_names import KnownNames


class ServiceLevelDesk:
    """The use cases of supervisors; each method is one transaction.

    Every change makes a new version, which tells who made it and when. `based_on` is the id of the
    version that an edit was made from (`policy.version`, `calendar.version`).

    Args:
        tools: store, time, and what the settings name.
    """

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    async def list_policies(self) -> PolicyListing:
        """List all policies in the order in which they are tried, with what is odd about them."""
        return await self._tools.store.read(list_policies)

    async def get_policy(self, name: str) -> PolicyDetail:
        """Show a policy with its history.

        Raises:
            NotFoundError: there is none of this name.
        """
        return await self._tools.store.read(get_policy, name)

    async def list_known_names(self) -> KnownNames:
        """List what a policy may name, to choose from."""
        return await self._tools.store.read(read_known_names, self._tools)

    async def save_policy(
        self,
        name: str,
        definition: Mapping[str, Any],
        *,
        by: StaffMember,
        based_on: str | None = None,
        position: int | None = None,
    ) -> SlaPolicy:
        """Write a policy, a new one behind all others; what is as it was makes no new version.

        Clocks that run keep the version by which they started.

        Args:
            definition: see `service_levels.policy_definition`.
            based_on: None for a new one.
            position: the place it is to have, from 1; None to leave it where it is.

        Raises:
            InvalidInputError: something in it is wrong; `field` is its path.
            ConflictError: somebody else changed it, or there is one of this name already.
        """
        return await self._tools.store.run(
            save_policy,
            self._tools,
            name,
            definition,
            position=position,
            change=self._change(by, based_on),
        )

    async def move_policy(
        self, name: str, position: int, *, by: StaffMember, based_on: str | None = None
    ) -> SlaPolicy:
        """Have a policy tried earlier or later.

        Args:
            position: its new place, from 1.
            based_on: None for whatever version stands.

        Raises:
            InvalidInputError: there is no such place.
            NotFoundError: there is no such policy.
            ConflictError: somebody else changed it.
        """
        return await self._tools.store.run(
            move_policy, self._tools, name, position, change=self._change(by, based_on)
        )

    async def switch_policy(
        self, name: str, *, on: bool, by: StaffMember, based_on: str | None = None
    ) -> SlaPolicy:
        """Switch a policy on or off; clocks that run by it go on.

        Raises:
            NotFoundError: there is no such policy.
            ConflictError: somebody else changed it.
        """
        return await self._tools.store.run(
            switch_policy, self._tools, name, on=on, change=self._change(by, based_on)
        )

    async def remove_policy(
        self, name: str, *, by: StaffMember, based_on: str | None = None
    ) -> None:
        """Take a policy away; clocks that run by it go on.

        Raises:
            NotFoundError: there is no such policy.
            ConflictError: somebody else changed it.
        """
        await self._tools.store.run(
            remove_policy, self._tools, name, change=self._change(by, based_on)
        )

    async def try_policy(
        self, facts: PolicyFacts, *, priority: Priority = Priority.NORMAL
    ) -> Trial:
        """Tell which policy would hold, and why none before it.

        Raises:
            InvalidInputError: there is no such channel or queue.
        """
        return await self._tools.store.read(try_policy, self._tools, facts, priority=priority)

    async def list_calendars(self) -> tuple[CalendarView, ...]:
        """List all calendars by name, the one that is built in first, with what uses each."""
        return await self._tools.store.read(list_calendars)

    async def get_calendar(self, name: str) -> CalendarDetail:
        """Show a calendar with its history.

        Raises:
            NotFoundError: there is none of this name.
        """
        return await self._tools.store.read(get_calendar, name)

    async def save_calendar(
        self,
        name: str,
        definition: Mapping[str, Any],
        *,
        by: StaffMember,
        based_on: str | None = None,
    ) -> BusinessCalendar:
        """Write a calendar; clocks that run by it count by the new version from now on.

        Args:
            definition: see `service_levels.calendar_definition`.
            based_on: None for a new one.

        Raises:
            InvalidInputError: something in it is wrong; `field` is its path.
            ConflictError: somebody else changed it, or there is one of this name already.
        """
        return await self._tools.store.run(
            save_calendar, self._tools, name, definition, change=self._change(by, based_on)
        )

    async def import_ical(
        self,
        name: str,
        data: bytes,
        source: str,
        *,
        by: StaffMember,
        based_on: str | None = None,
    ) -> BusinessCalendar:
        """Put the days off of an iCalendar file in a calendar, in place of those imported before.

        Args:
            source: names the import, so that the same one can be brought up to date.
            based_on: None for whatever version stands.

        Raises:
            InvalidInputError: the file is broken or too much, or leaves too little open.
            NotFoundError: there is no such calendar.
            ConflictError: somebody else changed it.
        """
        store, change = self._tools.store, self._change(by, based_on)
        zone = await store.read(read_zone, name)
        # Nobody else waits for it: neither who writes to the record, nor who is served by this
        # process.
        days = await asyncio.to_thread(parse_import, data, source, zone=zone, now=change.now)
        return await store.run(
            import_days, self._tools, name, days, source, zone=zone, change=change
        )

    async def remove_calendar(
        self, name: str, *, by: StaffMember, based_on: str | None = None
    ) -> None:
        """Take a calendar away that no policy counts by.

        Raises:
            NotFoundError: there is no such calendar.
            ConflictError: a policy counts by it, or somebody else changed it.
        """
        await self._tools.store.run(
            remove_calendar, self._tools, name, change=self._change(by, based_on)
        )

    async def preview(
        self,
        name: str,
        definition: Mapping[str, Any] | None = None,
        *,
        days: int = PREVIEW_DAYS,
    ) -> CalendarPreview:
        """Show what a calendar comes to: the hours of the next days, and what would be due when.

        Args:
            definition: to look at before it is saved; None for the calendar as it stands.

        Raises:
            InvalidInputError: something in the definition is wrong.
            NotFoundError: there is no such calendar, and no definition.
        """
        now = self._tools.clock.now()
        calendar = await self._tools.store.read(_read_shown, name, definition, now=now)
        return preview_calendar(calendar, now, days=days)

    async def import_definitions(
        self, document: Mapping[str, Any], *, by: str, check_only: bool = False
    ) -> ImportReport:
        """Write calendars and policies together: all of them, or, where one is refused, none.

        Args:
            document: `{"calendars": {name: …}, "policies": {name: …}}`, policies in their order.
            by: who does it, by name.
            check_only: tell what would become of it, and write nothing.

        Raises:
            InvalidInputError: it is no such document.
        """
        change = Change(based_on=None, by=by, now=self._tools.clock.now())
        return await import_definitions(self._tools, document, change=change, check_only=check_only)

    def _change(self, by: StaffMember, based_on: str | None) -> Change:
        return Change(based_on=based_on or None, by=by.name, now=self._tools.clock.now())


def _read_shown(
    tx: Transaction, name: str, definition: Mapping[str, Any] | None, *, now: datetime
) -> BusinessCalendar:
    if definition is None:
        return ALWAYS if name == ALWAYS.name else get_calendar(tx, name).view.calendar
    return make_calendar(name, "preview", definition, find_calendar_named(tx, name), now=now)
