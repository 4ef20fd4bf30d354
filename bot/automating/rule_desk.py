"""What supervisors do with rules, macros and triggers: write, order, try, switch, go back."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.automating.automation_tools import AutomationTools, read_known_names
from bot.automating.change_automations import (
    move_automation,
    order_automations,
    remove_automation,
    roll_back_automation,
    save_automation,
    switch_automation,
)
from bot.automating.dry_run import dry_run
from bot.automating.import_automations import import_automations
from bot.automating.read_automations import list_automations, mark_shadowed, read_history
from bot.automating.views import AutomationDetail, AutomationView, DryRun
from bot.import_report import ImportReport
from crm_store.service_level_changes import Change
from domain.automations import Automation, AutomationKind
from domain.staff import Permission, StaffMember, has_permission
from routing.automation.known_names import KnownNames


class RuleDesk:
    """The use cases of supervisors; each method is one transaction.

    Every change makes a new version, which tells who made it and when. `based_on` is the id of the
    version that an edit was made from (`automation.version`); None means whatever stands, but for
    `save`, where it means that there is none yet.

    Args:
        tools: store, time, and what the settings name.
    """

    def __init__(self, tools: AutomationTools) -> None:
        self._tools = tools

    async def list(self, kind: AutomationKind) -> tuple[AutomationView, ...]:
        """List all of a kind in their order, with what is odd about each."""
        now = self._tools.clock.now()
        views = await self._tools.store.read(list_automations, self._tools, kind, now=now)
        return await _mark(kind, views)

    async def get(self, kind: AutomationKind, name: str) -> AutomationDetail:
        """Show one with its versions.

        Raises:
            NotFoundError: there is none of this name.
        """
        now = self._tools.clock.now()
        views, history = await self._tools.store.read(
            read_history, self._tools, kind, name, now=now
        )
        marked = await _mark(kind, views)
        view = next(each for each in marked if each.automation.name == name)
        return AutomationDetail(view=view, history=history)

    async def list_known_names(self) -> KnownNames:
        """List what may be named, to choose from."""
        return await self._tools.store.read(read_known_names, self._tools)

    async def save(
        self,
        kind: AutomationKind,
        name: str,
        definition: Mapping[str, Any],
        *,
        by: StaffMember,
        based_on: str | None = None,
        position: int | None = None,
    ) -> Automation:
        """Write one, a new one behind all others; what is as it was makes no new version.

        Without `enabled` a new one is switched off, and an old one stays as it is.

        Args:
            definition: see `routing.automation.definition`.
            based_on: None for a new one.
            position: the place it is to have, from 1; None to leave it where it is.

        Raises:
            InvalidInputError: something in it is wrong; `field` is its path.
            ConflictError: somebody else changed it, or there is one of this name already.
        """
        return await self._tools.store.run(
            save_automation,
            self._tools,
            kind,
            name,
            definition,
            position=position,
            change=self._change(by, based_on),
        )

    async def move(
        self,
        kind: AutomationKind,
        name: str,
        position: int,
        *,
        by: StaffMember,
        based_on: str | None = None,
    ) -> Automation:
        """Have one tried, or shown, earlier or later.

        Args:
            position: its new place, from 1.

        Raises:
            InvalidInputError: there is no such place.
            NotFoundError: there is none of this name.
            ConflictError: somebody else changed it.
        """
        return await self._tools.store.run(
            move_automation,
            self._tools,
            kind,
            name,
            position,
            change=self._change(by, based_on),
        )

    async def order(self, kind: AutomationKind, names: Sequence[str], *, by: StaffMember) -> None:
        """Put all of a kind in an order.

        Raises:
            InvalidInputError: one is missing, there twice, or not there at all.
        """
        await self._tools.store.run(
            order_automations, self._tools, kind, names, change=self._change(by, None)
        )

    async def switch(
        self,
        kind: AutomationKind,
        name: str,
        *,
        on: bool,
        by: StaffMember,
        based_on: str | None = None,
    ) -> Automation:
        """Switch one on or off.

        Raises:
            InvalidInputError: what is to be switched on names something that is gone.
            NotFoundError: there is none of this name.
            ConflictError: somebody else changed it.
        """
        return await self._tools.store.run(
            switch_automation,
            self._tools,
            kind,
            name,
            on=on,
            change=self._change(by, based_on),
        )

    async def roll_back(
        self,
        kind: AutomationKind,
        name: str,
        number: int,
        *,
        by: StaffMember,
        based_on: str | None = None,
    ) -> Automation:
        """Make an old version the next one, on or off as it was; its place stays as it is now.

        Raises:
            InvalidInputError: the old version names something that is gone.
            NotFoundError: there is none of this name, or no such version.
            ConflictError: somebody else changed it, or the old version cannot be read.
        """
        return await self._tools.store.run(
            roll_back_automation,
            self._tools,
            kind,
            name,
            number,
            change=self._change(by, based_on),
        )

    async def remove(
        self, kind: AutomationKind, name: str, *, by: StaffMember, based_on: str | None = None
    ) -> None:
        """Take one away; what it did stays on record.

        Raises:
            NotFoundError: there is none of this name.
            ConflictError: somebody else changed it.
        """
        await self._tools.store.run(
            remove_automation, self._tools, kind, name, change=self._change(by, based_on)
        )

    async def dry_run(
        self,
        kind: AutomationKind,
        name: str,
        *,
        by: StaffMember,
        definition: Mapping[str, Any] | None = None,
        position: int | None = None,
    ) -> DryRun:
        """Tell what a rule would have done to the last thousand messages; nothing is changed.

        A trigger is tried on the conversations as they stand.

        Args:
            definition: as it is to be; None for how it stands.
            position: the place at which to try it, from 1; None for its own, or the last one.

        Raises:
            InvalidInputError: something in it is wrong, or it is a macro.
            NotFoundError: there is none of this name, and no definition.
            ConflictError: what stands cannot be read.
        """
        return await dry_run(
            self._tools,
            kind,
            name,
            definition,
            position=position,
            show_words=has_permission(by.role, Permission.WORK),
        )

    async def import_definitions(
        self, document: Mapping[str, Any], *, by: str, check_only: bool = False
    ) -> ImportReport:
        """Write rules, macros and triggers together: all of them, or, where one is refused, none.

        Args:
            document: `{"rules": {name: …}, "macros": {name: …}, "triggers": {name: …}}`, each in
                their order.
            by: who does it, by name.
            check_only: tell what would become of it, and write nothing.

        Raises:
            InvalidInputError: it is no such document.
        """
        change = Change(based_on=None, by=by, now=self._tools.clock.now())
        return await import_automations(self._tools, document, change=change, check_only=check_only)

    def _change(self, by: StaffMember, based_on: str | None) -> Change:
        return Change(based_on=based_on or None, by=by.name, now=self._tools.clock.now())


async def _mark(
    kind: AutomationKind, views: tuple[AutomationView, ...]
) -> tuple[AutomationView, ...]:
    """Mark rules that are in vain, in a thread: of many it takes a while."""
    if kind is not AutomationKind.RULE:
        return views
    return await asyncio.to_thread(mark_shadowed, views)
