"""What supervisors do with rules, macros and triggers in stories."""

from typing import Any

from domain.automations import Automation, AutomationKind
from domain.staff import Role, StaffMember
from tests.fakes import MONDAY_MORNING
from tests.stories.story_desk import StoryDesk

RULE, MACRO, TRIGGER = AutomationKind.RULE, AutomationKind.MACRO, AutomationKind.TRIGGER
SUE = StaffMember(
    id="staff-sue",
    email="sue@example.com",
    name="Sue",
    role=Role.SUPERVISOR,
    password_hash="not used: nobody logs in here",
    active=True,
    created_at=MONDAY_MORNING,
)


def ask(field: str, comparison: str, *values: Any) -> dict[str, Any]:
    """A condition."""
    return {"field": field, "comparison": comparison} | ({"values": list(values)} if values else {})


def do(what: str, to: str) -> dict[str, Any]:
    """An action."""
    return {"do": what, "to": to}


def say(what: str, **texts: str) -> dict[str, Any]:
    """An action that says something, by language."""
    return {"do": what, "texts": texts}


async def write(
    desk: StoryDesk,
    kind: AutomationKind,
    name: str,
    *all_of: dict[str, Any],
    actions: list[dict[str, Any]],
    on: bool = True,
    **more: Any,
) -> Automation:
    """Write a rule, macro or trigger, or the next version of one, and switch it on."""
    rules = desk.system.rules
    standing = {each.automation.name: each for each in await rules.list(kind)}
    based_on = standing[name].automation.version if name in standing else None
    definition = {"enabled": on, "all_of": list(all_of), "actions": actions, **more}
    return await rules.save(kind, name, definition, by=SUE, based_on=based_on)
