"""What the definition of an agreement may name, as it stands where it is read."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.calendars import ALWAYS
from domain.definition_fields import parse_line, refuse, show_value
from service_levels.definition_fields import render_nearest

_MOST_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """Everything that exists and can be named; tiers and topics are free words.

    Attributes:
        channels: kinds, as `sms`.
        accounts: as `sms/main`.
        agents: email addresses of people who can have conversations.
        webhooks: names of those in the settings.
    """

    queues: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset({ALWAYS.name})
    channels: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    webhooks: frozenset[str] = frozenset()


def parse_known(value: object, field: str, known: Iterable[str], what: str) -> str:
    """Parse the name of something that exists; of addresses and codes the case does not matter.

    Args:
        what: what it names, as in "there is no queue 'x'".

    Raises:
        InvalidInputError: there is nothing of that name; the nearest is told.
    """
    names = sorted(known)
    name = parse_line(value, field, most=254)
    if name in names:
        return name
    folded = [each for each in names if each.casefold() == name.casefold()]
    if len(folded) != 1:
        refuse(field, f"there is no {what} {show_value(name)}{_advise(name, names, what)}")
    return folded[0]


def _advise(name: str, names: list[str], what: str) -> str:
    hint = render_nearest(name[:100], names)
    if hint:
        return hint
    if not names:
        return f"; there is no {what} at all yet"
    more = ", …" if len(names) > _MOST_LISTED else ""
    return f"; known are {', '.join(names[:_MOST_LISTED])}{more}"
