"""The airports that Aurora Airways flies to: their codes, and the time that is told there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

# Norhavn is invented, and so is its code.
AIRPORTS: Final[Mapping[str, tuple[str, str]]] = {
    "Amsterdam": ("AMS", "Europe/Amsterdam"),
    "Berlin": ("BER", "Europe/Berlin"),
    "Copenhagen": ("CPH", "Europe/Copenhagen"),
    "Dublin": ("DUB", "Europe/Dublin"),
    "Hamburg": ("HAM", "Europe/Berlin"),
    "Lisbon": ("LIS", "Europe/Lisbon"),
    "London": ("LGW", "Europe/London"),
    "Munich": ("MUC", "Europe/Berlin"),
    "Norhavn": ("NHN", "Europe/Oslo"),
    "Oslo": ("OSL", "Europe/Oslo"),
    "Prague": ("PRG", "Europe/Prague"),
    "Rome": ("FCO", "Europe/Rome"),
    "Stockholm": ("ARN", "Europe/Stockholm"),
}


def get_code(airport: str) -> str:
    """Return the three letters of an airport."""
    return AIRPORTS[airport][0]


def get_time_zone(airport: str) -> str:
    """Return the IANA name of the zone whose time is told at an airport."""
    return AIRPORTS[airport][1]


def tell_there(instant: datetime, airport: str) -> datetime:
    """Tell an instant by the clocks of an airport."""
    return instant.astimezone(ZoneInfo(get_time_zone(airport)))
