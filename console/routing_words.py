"""What the log of routing is called on pages; pure."""

import re
from collections.abc import Mapping
from typing import Final

from console.locale_names import name_locale
from console.wording import CHANNELS
from domain.assignment import LANGUAGE_SKILL, Band
from domain.routing_names import RoutingNames
from domain.routings import RoutingKind

KINDS: Final[Mapping[RoutingKind, str]] = {
    RoutingKind.PUSHED: "Given",
    RoutingKind.PULLED: "Asked for",
    RoutingKind.TAKEN: "Taken",
    RoutingKind.ASSIGNED: "Assigned",
    RoutingKind.RELEASED: "Given back",
    RoutingKind.HANDED_ON: "Handed on",
    RoutingKind.QUEUED: "Queued",
    RoutingKind.WIDENED: "Widened",
    RoutingKind.UNSERVED: "Unserved",
}
KIND_HINTS: Final[Mapping[RoutingKind, str]] = {
    RoutingKind.PUSHED: "Given to an agent who had room",
    RoutingKind.PULLED: "An agent asked for the next one",
    RoutingKind.TAKEN: "An agent chose it",
    RoutingKind.ASSIGNED: "Somebody gave it to an agent or a queue",
    RoutingKind.RELEASED: "Its agent gave it back to the queue",
    RoutingKind.HANDED_ON: "Back to its queue, since its agent is not there",
    RoutingKind.QUEUED: "Put into a queue",
    RoutingKind.WIDENED: "The people of another queue may take it as well",
    RoutingKind.UNSERVED: "Nobody can take it: a person has to see to that",
}
# How each looks as a chip.
LOOKS: Final[Mapping[RoutingKind, str]] = {
    RoutingKind.HANDED_ON: "soon",
    RoutingKind.WIDENED: "soon",
    RoutingKind.UNSERVED: "late",
}
BANDS: Final[Mapping[Band, str]] = {
    Band.TURN_OVERDUE: "Waited as long as is fair",
    Band.PRESSING: "Pressing",
    Band.LATE: "Late",
    Band.IN_HAND: "There is time",
}
PARTS: Final[Mapping[str, str]] = {
    "slack": "Time left",
    "back_in": "Next chance",
    "weight": "Weight",
    "sticky": "Acquaintance",
    "rarity": "Rare skills",
    "load": "Load",
    "overflow": "Other team",
    "knows": "Acquaintance",
}
_SPEAKS: Final = re.compile(r"^does not speak ([a-z-]+)$")
_TAKES: Final = re.compile(r"\b(takes no|one more) ([a-z_]+)")
_SKILL: Final = re.compile(r"^(is not trained for|has) ([\w:.-]+)")


def say_reason(reason: str, names: RoutingNames) -> str:
    """Say what was against an agent or conversation, with titles instead of names."""
    spoken = _SPEAKS.match(reason)
    if spoken:
        return f"does not speak {name_locale(spoken[1])}"
    reason = _TAKES.sub(lambda found: f"{found[1]} {CHANNELS.get(found[2], found[2])}", reason)
    return _SKILL.sub(lambda found: f"{found[1]} {name_skill(found[2], names)}", reason)


def name_skill(skill: str, names: RoutingNames) -> str:
    """Give a skill's title; a language's name where it has none."""
    if skill in names.skills:
        return names.skills[skill]
    if skill.startswith(LANGUAGE_SKILL):
        return name_locale(skill.removeprefix(LANGUAGE_SKILL))
    return skill
