"""`frontdesk rules show`: rules, macros and triggers as they stand."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence

from bot.automating.import_automations import PARTS
from bot.automating.views import AutomationView
from domain.automations import Automation, AutomationKind, Condition
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_json
from frontdesk.commands.printable import show
from frontdesk.settings import Settings

Standing = Mapping[AutomationKind, Sequence[AutomationView]]


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        help="as a document that `rules import` takes, each in their order",
    )


def _run(call: Invocation) -> int:
    standing = asyncio.run(_read(call.settings))
    if call.arguments.json:
        say_json(
            {
                key: {each.automation.name: each.definition for each in standing[kind]}
                for key, kind in PARTS.items()
            }
        )
        return 0
    for line in render_standing(standing):
        say(show(line))
    return 0


async def _read(settings: Settings) -> Standing:
    from frontdesk.automation_tools import (  # noqa: PLC0415 - the other commands start without it
        opened_rule_desk,
    )

    async with opened_rule_desk(settings) as desk:
        return {kind: await desk.list(kind) for kind in AutomationKind}


def render_standing(standing: Standing) -> Iterator[str]:
    """Write a line for each in its order, and one for each thing that is odd about it."""
    if not any(standing.values()):
        yield "no rules, macros or triggers; the decision table alone says where messages go"
    for kind, views in standing.items():
        for view in views:
            yield _render(kind, view)
            if view.shadowed is not None:
                yield f"   {view.shadowed.sentence}"
            if not view.checked:
                yield "   too many rules to look whether this one is in vain"
            yield from (f"   {each.field}: {each.reason}" for each in view.problems)
            yield from (f"   {each}" for each in view.oddities)


def _render(kind: AutomationKind, view: AutomationView) -> str:
    automation = view.automation
    does = "; ".join(
        f"{each.do.value} {each.to or ', '.join(each.texts)}" for each in automation.actions
    )
    parts = [
        f"{kind.value} {automation.position}. {automation.name}",
        automation.title,
        _render_conditions(automation),
        does,
        f"version {view.number}",
    ]
    return "  ".join(parts if automation.enabled else [*parts, "off"])


def _render_conditions(automation: Automation) -> str:
    told = [_render_condition(each) for each in automation.all_of]
    if automation.any_of:
        told.append(" or ".join(_render_condition(each) for each in automation.any_of))
    return "; ".join(told) or "for everything"


def _render_condition(condition: Condition) -> str:
    values = ", ".join(condition.values)
    return f"{condition.field} {condition.comparison.value} {values}".strip()


RULES_SHOW = Command(
    name="rules show",
    summary="show the rules, macros and triggers",
    description="Show the rules in the order in which they are tried, the macros and the triggers, "
    "and what is odd about each.",
    run=_run,
    add_arguments=_add_arguments,
)
