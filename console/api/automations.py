"""Reading, writing and trying rules, macros and triggers."""

from dataclasses import dataclass
from typing import Any

from bot.automating.views import AutomationView, DryRun
from console.api.automation_models import (
    AutomationHistory,
    AutomationItem,
    AutomationList,
    AutomationRemovalQuery,
    AutomationVersionItem,
    DryRunExample,
    DryRunItem,
    MoveItem,
    NewAutomation,
    NewAutomationOrder,
    NewAutomationPlace,
    NewDryRun,
    NewRollback,
    NewSwitch,
    ProblemItem,
    RemovedAutomation,
    ShadowedRuleItem,
)
from console.api.operation import Call, Query
from console.services import Services
from domain.automations import AutomationKind


@dataclass(frozen=True, slots=True)
class AutomationHandlers:
    """The handlers of one kind; each is a method that takes the call."""

    kind: AutomationKind

    async def list_all(self, call: Call[Query, None]) -> AutomationList:
        """List all in their order."""
        return await self._read_all(call.services)

    async def get_one(self, call: Call[Query, None]) -> AutomationHistory:
        """Read one with its versions."""
        return await self._read(call.services, call.path["name"])

    async def put(self, call: Call[Query, NewAutomation]) -> AutomationHistory:
        """Write one."""
        name, body = call.path["name"], call.body
        await call.services.rules.save(
            self.kind,
            name,
            body.definition,
            by=call.agent,
            based_on=body.version,
            position=body.position,
        )
        return await self._read(call.services, name)

    async def move(self, call: Call[Query, NewAutomationPlace]) -> AutomationList:
        """Have one stand earlier or later."""
        body = call.body
        await call.services.rules.move(
            self.kind, call.path["name"], body.position, by=call.agent, based_on=body.version
        )
        return await self._read_all(call.services)

    async def order(self, call: Call[Query, NewAutomationOrder]) -> AutomationList:
        """Put all in an order."""
        await call.services.rules.order(self.kind, call.body.names, by=call.agent)
        return await self._read_all(call.services)

    async def switch(self, call: Call[Query, NewSwitch]) -> AutomationHistory:
        """Switch one on or off."""
        name, body = call.path["name"], call.body
        await call.services.rules.switch(
            self.kind, name, on=body.on, by=call.agent, based_on=body.version
        )
        return await self._read(call.services, name)

    async def roll_back(self, call: Call[Query, NewRollback]) -> AutomationHistory:
        """Make an old version the next one."""
        name, body = call.path["name"], call.body
        await call.services.rules.roll_back(
            self.kind, name, body.number, by=call.agent, based_on=body.version
        )
        return await self._read(call.services, name)

    async def delete(self, call: Call[AutomationRemovalQuery, None]) -> RemovedAutomation:
        """Take one away."""
        name = call.path["name"]
        await call.services.rules.remove(
            self.kind, name, by=call.agent, based_on=call.query.version
        )
        return RemovedAutomation(name=name)

    async def dry_run(self, call: Call[Query, NewDryRun]) -> DryRunItem:
        """Tell what one would have done."""
        body = call.body
        tried = await call.services.rules.dry_run(
            self.kind,
            call.path["name"],
            by=call.agent,
            definition=body.definition,
            position=body.position,
        )
        return to_dry_run_item(tried)

    async def _read_all(self, services: Services) -> AutomationList:
        views = await services.rules.list(self.kind)
        return AutomationList(items=tuple(AutomationItem(**_tell(each)) for each in views))

    async def _read(self, services: Services, name: str) -> AutomationHistory:
        detail = await services.rules.get(self.kind, name)
        history = tuple(AutomationVersionItem.model_validate(each) for each in detail.history)
        return AutomationHistory(**_tell(detail.view), history=history)


def to_dry_run_item(tried: DryRun) -> DryRunItem:
    """Write what would have been done."""
    return DryRunItem(
        looked_at=tried.looked_at,
        since=tried.since,
        fitting=tried.fitting,
        hit=tried.hit,
        moves=tuple(
            MoveItem(before=before or None, after=after or None, number=number)
            for (before, after), number in sorted(tried.moves.items())
        ),
        changes=dict(tried.changes),
        examples=tuple(DryRunExample.model_validate(each) for each in tried.examples),
        warnings=tried.warnings,
        notes=tried.notes,
    )


def _tell(view: AutomationView) -> dict[str, Any]:
    automation, shadowed = view.automation, view.shadowed
    return {
        "name": automation.name,
        "title": automation.title,
        "kind": automation.kind,
        "enabled": automation.enabled,
        "readable": view.readable,
        "position": automation.position,
        "version": automation.version,
        "number": view.number,
        "changed_at": view.changed_at,
        "changed_by": view.changed_by,
        "definition": view.definition,
        "shadowed": None if shadowed is None else ShadowedRuleItem.model_validate(shadowed),
        "checked": view.checked,
        "problems": tuple(ProblemItem.model_validate(each) for each in view.problems),
        "oddities": view.oddities,
        "done_lately": view.done_lately,
    }
