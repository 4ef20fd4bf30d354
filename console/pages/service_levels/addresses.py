"""Where the pages of agreements are, and the names that new ones get."""

import re
from collections.abc import Collection
from itertools import count
from typing import Final
from unicodedata import normalize
from urllib.parse import quote

SERVICE_LEVELS: Final = "/console/service-levels"
CALENDARS: Final = f"{SERVICE_LEVELS}/calendars"
_LONGEST_NAME: Final = 56


def address_policy(name: str) -> str:
    """Return the address of a policy's page."""
    return f"{SERVICE_LEVELS}/policies/{quote(name, safe='')}"


def address_calendar(name: str) -> str:
    """Return the address of a calendar's page."""
    return f"{CALENDARS}/{quote(name, safe='')}"


def choose_name(title: str, taken: Collection[str], *, fallback: str) -> str:
    """Choose the name by which files and programs call what has a title: `gold-customers`."""
    plain = normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-") or fallback
    others = (f"{name}-{number}" for number in count(2))
    return name if name not in taken else next(each for each in others if each not in taken)
