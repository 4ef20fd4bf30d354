"""The macros that agents can have done to a conversation, each with what it does."""

from dataclasses import dataclass

from aiohttp import web

from console.keys import get_services
from console.pages.rules.choices import list_choices
from console.pages.rules.words import tell_action
from console.wording import begin_sentence
from domain.automations import AutomationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedMacro:
    """A macro with what it does in words."""

    name: str
    title: str
    does: str


async def list_offered_macros(request: web.Request) -> list[OfferedMacro]:
    """List those that are switched on, in their order."""
    views = await get_services(request).rules.list(AutomationKind.MACRO)
    macros = [each for each in views if each.readable and each.automation.enabled]
    if not macros:
        return []
    choices = await list_choices(request, AutomationKind.MACRO)
    return [
        OfferedMacro(
            name=each.automation.name,
            title=each.automation.title,
            does=begin_sentence(
                ", ".join(tell_action(action, choices) for action in each.definition["actions"])
            ),
        )
        for each in macros
    ]
