"""Where the pages of rules, macros and triggers are."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from domain.automations import AutomationKind

PLACES: Final[Mapping[AutomationKind, str]] = {
    each: f"/console/routing/{each.value}s" for each in AutomationKind
}
NEW: Final[Mapping[AutomationKind, str]] = {
    each: f"/console/routing/new-{each.value}" for each in AutomationKind
}


def address_automation(kind: AutomationKind, name: str) -> str:
    """Return the address of the page of one."""
    return f"{PLACES[kind]}/{quote(name, safe='')}"
